import type { StartedCheck } from '../../imagefile/spec.ts';
import { withoutUndefined } from '../../imagefile/values/without-undefined.ts';
import type { Message } from '../../prune/messages.ts';
import type { PruneRequest } from '../../prune/request.ts';
import { readOptions, wrong } from '../options.ts';
import { checksOf } from './checks.ts';

/** ExportOptions are the parsed arguments of `export`. */
export interface ExportOptions {
  /** The folder for the files, as the user wrote it. */
  readonly path: string;
  readonly binaries: readonly string[];
  readonly keep: readonly string[];
  readonly drop: readonly string[];
  /** Absent if the option was not given. */
  readonly prune?: PruneRequest['level'];
  /** As in `USER`; empty for root. */
  readonly user: string;
  /** The commands, and the server. */
  readonly checks: readonly StartedCheck[];
}

/** Line is a parsed command line of `export`. */
export type Line =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problems: readonly Message[] }
  | { readonly kind: 'options'; readonly options: ExportOptions };

/** The folder for the files, if none is named. */
const FOLDER = '/export';

/** The options. `again` says whether one may be repeated. */
const OPTIONS = {
  '--path': {
    value: 'FOLDER',
    again: false,
    help: `where the files go; must be empty or not exist; default: ${FOLDER}`,
  },
  '--binary': {
    value: 'FILE',
    again: true,
    help: 'a program to export; default: that of the first COMMAND, or the server',
  },
  '--start': { value: 'COMMAND', again: false, help: 'a server to try; it stays in the foreground' },
  '--ready': {
    value: 'WHEN',
    again: false,
    help: 'when it is up: http://127.0.0.1:PORT/, tcp://127.0.0.1:PORT, unix:///PATH, log:EXPRESSION or a command',
  },
  '--get': {
    value: 'REQUEST',
    again: true,
    help: 'a path to ask it for, with the status to expect if that is not 200 to 399: "/none 404"',
  },
  '--timeout': {
    value: 'TIME',
    again: false,
    help: 'how long a COMMAND may take, and the server until it is ready; default: 60s',
  },
  '--keep': { value: 'PATTERN', again: true, help: 'also export this: a pattern of files, or pkg:NAME' },
  '--drop': { value: 'PATTERN', again: true, help: 'leave this out' },
  '--prune': {
    value: 'LEVEL',
    again: false,
    help: 'what to keep: files, modules or packages; default: modules, or packages without a COMMAND',
  },
  '--user': { value: 'USER[:GROUP]', again: false, help: 'the user that runs the commands; default: root' },
} as const;

type Option = keyof typeof OPTIONS;

const LEVELS = ['files', 'modules', 'packages'] as const;

/** The output of `--help`. */
export const HELP = `usage: export [OPTION]... [-- COMMAND [-- COMMAND]...]

Copies a program and what it needs to FOLDER, for the last stage of a Dockerfile: COPY --from=STAGE FOLDER /
Each COMMAND and the server are traced, and must then succeed in the copy as well.

${Object.entries(OPTIONS)
  .map(([name, { value, help }]) => `  ${`${name} ${value}`.padEnd(22)}  ${help}`)
  .join('\n')}
`;

/** Parses the arguments of `export`. */
export function readLine(words: readonly string[]): Line {
  const end = words.indexOf('--');
  const before = end < 0 ? words : words.slice(0, end);
  if (before.includes('--help')) return { kind: 'help' };
  const { values, problems: found } = readOptions(before, OPTIONS, 'a command comes after "--"');
  const problems = [...found];
  const commands = end < 0 ? [] : readCommands(words.slice(end + 1));
  if (commands.some((command) => command.length === 0)) problems.push(wrong('a command after "--" is empty'));
  const one = (option: Option) => values.get(option)?.[0];
  const level = one('--prune');
  const prune = LEVELS.find((each) => each === level);
  if (level !== undefined && prune === undefined) {
    problems.push(wrong(`--prune "${level}" is none of ${LEVELS.join(', ')}`));
  }
  const checks = checksOf({
    commands,
    get: values.get('--get') ?? [],
    ...withoutUndefined({ start: one('--start'), ready: one('--ready'), timeout: one('--timeout') }),
  });
  if ('problems' in checks) return { kind: 'wrong', problems: [...problems, ...checks.problems] };
  const lists = {
    binaries: values.get('--binary') ?? [],
    keep: values.get('--keep') ?? [],
    drop: values.get('--drop') ?? [],
  };
  if (problems.length === 0 && lists.binaries.length + lists.keep.length + checks.length === 0) {
    const fix =
      'name a program: --binary "$(which PROGRAM)", or a command that shows what it needs: -- PROGRAM --version';
    problems.push(wrong('nothing to export', fix));
  }
  if (problems.length > 0) return { kind: 'wrong', problems };
  const path = one('--path') ?? FOLDER;
  const user = one('--user') ?? '';
  return { kind: 'options', options: { path, ...lists, ...(prune && { prune }), user, checks } };
}

function readCommands(words: readonly string[]): string[][] {
  const commands: string[][] = [[]];
  for (const word of words) {
    if (word === '--') commands.push([]);
    else commands.at(-1)?.push(word);
  }
  return commands;
}
