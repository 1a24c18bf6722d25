import { matcher } from '../tree/glob.ts';
import { decodeName } from '../tree/names.ts';
import type { Expander } from './engine.ts';
import { keepCalled } from './scripts.ts';
import { type CommandLine, crontabLines, supervisorLines, unitLines } from './shell/command-lines.ts';

/** CommandFiles are files with command lines that are no scripts. */
interface CommandFiles {
  readonly isOne: (path: string) => boolean;
  readonly lines: (text: string, path: string) => readonly CommandLine[];
}

const KINDS: readonly CommandFiles[] = [
  {
    isOne: matcher([
      '/etc/{crontab,anacrontab}',
      '/etc/{cron.d,crontabs}/*',
      '/var/spool/cron/*',
      '/var/spool/cron/crontabs/*',
    ]),
    lines: crontabLines,
  },
  {
    isOne: matcher(['/{usr/lib,usr/local/lib,lib,etc}/systemd/{system,user}/**']),
    lines: unitLines,
  },
  {
    isOne: matcher(['/**/supervisord.conf', '/etc/supervisor/**', '/etc/supervisord.d/*']),
    lines: supervisorLines,
  },
];

/** Bytes. */
const LARGEST = 1 << 20;

/** Keeps the programs that crontabs, units of systemd and the configuration of supervisord start, if these are kept. */
export function commandFiles(): Expander {
  const done = new Set<string>();
  return (engine, { id, entry }) => {
    if (entry?.type !== 'file' || done.has(id)) return;
    done.add(id);
    const kind = KINDS.find(({ isOne }) => isOne(id));
    if (kind === undefined) return;
    const text = decodeName(engine.tree.read(id, 0, Math.min(entry.size, LARGEST)));
    for (const { words, line } of kind.lines(text, id)) {
      const { unread, ...found } = words;
      keepCalled(engine, { ...found, ...(unread && { unread: { ...unread, line } }) }, id);
    }
  };
}
