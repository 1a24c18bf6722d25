import { matcher } from '../tree/glob.ts';
import { decodeName } from '../tree/names.ts';
import { nameOf } from '../tree/paths.ts';
import type { Engine, Expander } from './engine.ts';
import type { ReasonKind } from './graph.ts';
import { keepCalled } from './scripts.ts';
import { type CommandLine, crontabLines, supervisorLines, unitLines } from './shell/command-lines.ts';

/** CommandFiles are files with command lines, which one kind of program reads. */
interface CommandFiles {
  readonly isOne: (path: string) => boolean;
  /** Names of the programs that read them. */
  readonly readers: ReadonlySet<string>;
  readonly lines: (text: string, path: string) => readonly CommandLine[];
}

const KINDS: readonly CommandFiles[] = [
  {
    isOne: matcher([
      '/etc/{crontab,anacrontab}',
      '/etc/cron.d/*',
      '/etc/crontabs/*',
      '/var/spool/cron/{crontabs,}/*',
    ]),
    readers: new Set(['anacron', 'bcron-sched', 'cron', 'crond', 'fcron', 'supercronic']),
    lines: crontabLines,
  },
  {
    isOne: matcher(['/{,usr/,usr/local/}lib/systemd/{system,user}/**', '/etc/systemd/{system,user}/**']),
    readers: new Set(['systemd']),
    lines: unitLines,
  },
  {
    isOne: matcher(['/etc/supervisor*/**/*.{conf,ini}', '/**/supervisord.conf', '/etc/supervisor*.conf']),
    readers: new Set(['supervisord']),
    lines: supervisorLines,
  },
];

/** Bytes. */
const LARGEST = 1 << 20;
/** Reasons by which somebody wants the file itself, whoever reads it. */
const ASKED = new Set<ReasonKind>(['application', 'argument', 'file', 'keep', 'trace']);

/**
 * Keeps the programs of crontabs, of units of systemd and of supervisord's configuration. Packages bring such files for
 * programs that most images lack, and then nobody runs what they say.
 */
export function commandFiles(): Expander {
  const waiting = new Map<CommandFiles, string[]>(KINDS.map((kind) => [kind, []]));
  const haveReaders = new Set<CommandFiles>();
  const done = new Set<string>();
  const read = (engine: Engine, kind: CommandFiles, path: string) => {
    if (done.has(path)) return;
    done.add(path);
    const text = decodeName(engine.tree.read(path, 0, LARGEST));
    for (const { words, line } of kind.lines(text, path)) {
      const { unread, ...found } = words;
      keepCalled(engine, { ...found, ...(unread && { unread: { ...unread, line } }) }, path);
    }
  };
  return (engine, { id, entry }, reason) => {
    for (const kind of KINDS) {
      if (kind.readers.has(nameOf(id)) && entry !== undefined && entry.type !== 'folder') {
        haveReaders.add(kind);
        for (const path of waiting.get(kind)?.splice(0) ?? []) read(engine, kind, path);
      }
      if (entry?.type !== 'file' || !kind.isOne(id)) continue;
      if (haveReaders.has(kind) || ASKED.has(reason.kind)) read(engine, kind, id);
      else waiting.get(kind)?.push(id);
    }
  };
}
