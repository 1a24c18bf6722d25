import { type Argument, literal } from './values.ts';

/** Starter describes the arguments of a program that starts another one, by its manual page. */
interface Starter {
  /** The number of arguments before the program, such as a user or a time limit. */
  readonly before?: number;
  /** Options whose value is an argument of its own. */
  readonly values?: string;
  /** Options whose value is a command line for a shell. */
  readonly lines?: string;
  /** Options whose value is a program. */
  readonly programs?: string;
  /** Absent if the first other argument is the program; `never` if none is; else the option that makes it one. */
  readonly follows?: 'never' | `-${string}`;
}

/** Started is what a command line starts: programs with their arguments, and command lines for a shell. */
export interface Started {
  readonly argvs: readonly (readonly Argument[])[];
  readonly lines: readonly Argument[];
}

const USER_SHELL = {
  lines: '-c --command --session-command',
  programs: '-s --shell',
  values: '-g --group -G --supp-group -w --whitelist-environment -T',
};

const STARTERS: Readonly<Record<string, Starter>> = {
  // Builtins.
  exec: { values: '-a' },
  ...each('command builtin', {}),
  // Inits of containers, and programs that change the user.
  catatonit: {},
  'dumb-init': { values: '-r --rewrite' },
  ...each('tini tini-static', { values: '-p -e' }),
  ...each('gosu su-exec setuidgid s6-setuidgid setuser envuidgid s6-envuidgid', { before: 1 }),
  chpst: { values: '-u -U -b -e -m -d -o -p -f -c -r -t -/ -n -C' },
  doas: { values: '-u -C' },
  pkexec: { values: '--user' },
  runuser: { ...USER_SHELL, values: `${USER_SHELL.values} -u --user`, follows: '-u' },
  setpriv: {
    values:
      '--reuid --ruid --euid --regid --rgid --egid --groups --inh-caps --ambient-caps --bounding-set ' +
      '--securebits --pdeathsig --ptracer --selinux-label --apparmor-profile --landlock-access --landlock-rule',
  },
  su: { ...USER_SHELL, follows: 'never' },
  sudo: {
    values:
      '-u -g -C -D -h -p -R -r -t -T -U --user --group --close-from --chdir --host --prompt --chroot --role --type',
  },
  // Programs that change the surroundings.
  ...each('busybox chronic eatmydata fakeroot linux32 linux64 nohup setarch setsid', { values: '-l -s -b' }),
  chroot: { before: 1 },
  chrt: { before: 1, values: '-T -P -D --sched-runtime --sched-period --sched-deadline' },
  'dbus-run-session': { values: '--config-file --dbus-daemon' },
  env: { values: '-u --unset -C --chdir -a --argv0', lines: '-S --split-string' },
  ...each('envdir s6-envdir setlock s6-setlock logsave pidproxy', { before: 1 }),
  flock: { before: 1, values: '-w --wait --timeout -E --conflict-exit-code', lines: '-c --command' },
  ionice: { values: '-c --class -n --classdata' },
  nice: { values: '-n --adjustment' },
  nsenter: { values: '-t --target -S --setuid -G --setgid' },
  script: { values: '-I -O -B -T -E -m -o -a', lines: '-c --command', follows: 'never' },
  'ssh-agent': { values: '-a -E -O -P -t' },
  stdbuf: { values: '-i --input -o --output -e --error' },
  ...each('strace ltrace', { values: '-e -o -p -s -u -E -a -P -O -S -X -I -b -n -x -l -A -D' }),
  'systemd-cat': { values: '-t --identifier -p --priority' },
  taskset: { before: 1 },
  time: { values: '-f --format -o --output' },
  timeout: { before: 1, values: '-k --kill-after -s --signal' },
  unshare: { values: '-S --setuid -G --setgid -R --root -w --wd' },
  'xvfb-run': {
    values: '-n --server-num -s --server-args -e --error-file -f --auth-file -p --xauth-protocol -w --wait',
  },
  // Programs that start others for each of many things, or in the background.
  parallel: { values: '-j --jobs -a --arg-file -d --delimiter -N -n -L -I --joblog --results' },
  'start-stop-daemon': {
    programs: '-x --exec -a --startas',
    values:
      '-p --pidfile -n --name -u --user -g --group -c --chuid -s --signal -R --retry -r --chroot -d --chdir ' +
      '-k --umask -N --nicelevel -P --procsched -I --iosched -O --output --ppid --pid --notify-timeout',
    follows: 'never',
  },
  xargs: {
    values:
      '-a --arg-file -d --delimiter -E -I -L --max-lines -n --max-args -P --max-procs -s --max-chars --process-slot-var',
  },
};

/** Actions of find(1) that start a program. It ends with `;` or `+`. */
const FIND_ACTIONS = new Set(['-exec', '-execdir', '-ok', '-okdir']);

/** Reports whether a program starts the one among its arguments. */
export function isStarter(name: string): boolean {
  return Object.hasOwn(STARTERS, name);
}

/** Returns what a program starts that is given these arguments; undefined if it is not known to start any. */
export function startedBy(name: string, args: readonly Argument[]): Started | undefined {
  if (name === 'find') return { argvs: startedByFind(args), lines: [] };
  const starter = Object.hasOwn(STARTERS, name) ? STARTERS[name] : undefined;
  return starter === undefined ? undefined : readArguments(starter, args);
}

function startedByFind(args: readonly Argument[]): (readonly Argument[])[] {
  return args.flatMap(({ text }, at) => {
    if (!FIND_ACTIONS.has(text)) return [];
    const rest = args.slice(at + 1);
    const end = rest.findIndex((word) => word.text === ';' || word.text === '+');
    return [end < 0 ? rest : rest.slice(0, end)];
  });
}

/** Arguments that may stand before the program: variables for it, and a number or a time limit after unknown words. */
const PASSED_OVER = /^(?:[A-Za-z_][A-Za-z0-9_]*\+?=|\d+(?:\.\d+)?[smhd]?$)/;

function readArguments(starter: Starter, args: readonly Argument[]): Started {
  const found: { argvs: (readonly Argument[])[]; lines: Argument[] } = { argvs: [], lines: [] };
  const kinds = optionsOf(starter);
  const rest = [...args];
  let before = starter.before ?? 0;
  let follows = starter.follows === undefined;
  let hasOptions = true;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const option = hasOptions ? readOption(word.text, kinds) : undefined;
    if (hasOptions && word.text === '--') hasOptions = false;
    else if (option !== undefined) {
      const kind = kinds.get(option.name);
      const value = kind !== undefined && option.value === undefined ? rest.shift() : option.value;
      if (kind === 'line' && value !== undefined) found.lines.push(value);
      if (kind === 'program' && value !== undefined) found.argvs.push([value]);
      if (option.name === starter.follows) follows = true;
    } else if (before > 0) before--;
    else if (follows && !PASSED_OVER.test(word.text)) {
      found.argvs.push([word, ...rest]);
      // An unquoted variable may hold options, or nothing.
      if (word.values.length > 0 || !word.splits) break;
    }
  }
  return found;
}

type Kind = 'value' | 'line' | 'program';

function optionsOf({ values = '', lines = '', programs = '' }: Starter): ReadonlyMap<string, Kind> {
  const all = { value: values, line: lines, program: programs } as const;
  const kinds = ['value', 'line', 'program'] as const;
  return new Map(kinds.flatMap((kind) => all[kind].split(' ').map((option) => [option, kind] as const)));
}

interface Option {
  readonly name: string;
  /** The value in the same word, as in `-n5` and `--user=root`. */
  readonly value?: Argument;
}

/** Reads an option. Of several letters in one word, the first with a value counts. */
function readOption(text: string, kinds: ReadonlyMap<string, Kind>): Option | undefined {
  if (!/^-./.test(text)) return undefined;
  if (text.startsWith('--')) {
    const [name = '', ...value] = text.split('=');
    return value.length === 0 ? { name } : { name, value: literal(value.join('=')) };
  }
  const at = [...text.slice(1)].findIndex((letter) => kinds.has(`-${letter}`)) + 1;
  const name = `-${text.charAt(Math.max(at, 1))}`;
  const value = at === 0 ? '' : text.slice(at + 1);
  return value === '' ? { name } : { name, value: literal(value) };
}

function each(names: string, starter: Starter): Record<string, Starter> {
  return Object.fromEntries(names.split(' ').map((name) => [name, starter]));
}
