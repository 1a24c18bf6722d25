import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const STEPS = fileURLToPath(new URL('../../src/steps', import.meta.url));
const BUSYBOX = execFileSync('sh', ['-c', 'command -v busybox || echo missing'], { encoding: 'utf8' }).trim();

/** The programs of the tree, each an applet of busybox. */
const PROGRAMS = ['cat', 'env', 'false', 'printf', 'seq', 'sh', 'sleep', 'test', 'touch', 'true'];

/**
 * Stands in for busybox and makes time pass: a short sleep moves the clock by a quarter of a second, a long one ends at
 * once, and a command's time limit after a second. The clock then shows the fractions .08, .33, .58 and .83.
 */
const HASTY = `#!${BUSYBOX} sh
proc=\${0%/.mib/*}/proc
pass() { # HUNDREDTHS
  now=$(($(cat "$proc/now") + $1))
  echo "$now" >"$proc/now"
  [ ! -e "$proc/uptime" ] || printf '%d.%02d 0.00\\n' $((now / 100)) $((now % 100)) >"$proc/uptime"
}
case "$1 $2" in
usleep*)
  echo "$2" >>"$proc/sleeps"
  pass 25
  exec ${BUSYBOX} usleep 5000
  ;;
sleep*) exec ${BUSYBOX} sleep 0.1 ;;
'timeout -s')
  allowed=$4
  echo "$allowed" >>"$proc/limits"
  shift 4
  exec 3>&2 2>/dev/null # for what this shell says of a killed program
  (exec ${BUSYBOX} timeout -s KILL 1 "$@" 2>&3 3>&-)
  status=$?
  [ "$status" != 137 ] || pass $((allowed * 100))
  exit "$status"
  ;;
esac
exec ${BUSYBOX} "$@"
`;

/** Stands in for busybox and delays every line of the log, and the trace. */
const LATE = `#!${BUSYBOX} sh
case $1 in
tee)
  ${BUSYBOX} tee "$2" | while read -r line; do
    ${BUSYBOX} usleep 40000
    echo "$line"
  done
  ;;
setsid) exec ${BUSYBOX} setsid ${BUSYBOX} sh -c 'exec <"$1"; usleep 100000; exec cat' sh "$4" ;;
*) exec ${BUSYBOX} "$@" ;;
esac
`;

/**
 * Stands in for the loader that starts strace: writes its arguments and the lines in `calls`, and becomes the program.
 * The pipe ends with the last process that has it open, as strace's does.
 */
const STRACE = `#!${BUSYBOX} sh
tree=\${0%/.mib/*}
printf '%s\\n' "$@" "preloaded for strace: \${LD_PRELOAD:-nothing}" >"$tree/strace.log"
while [ "$1" != -- ]; do
  case $1 in --output=*) pipe=\${1#*=} ;; esac
  shift
done
shift
exec 9>"$pipe"
cat "$tree/calls" >&9
exec "$@"
`;

/** Ended is the outcome of a check. */
export interface Ended {
  readonly status: number | null;
  /** Its output, in order, without where it ran. */
  readonly said: string;
}

/** A check that failed, with the lines on where, as whom and with which variables it ran. */
export interface Explained extends Ended {
  readonly surroundings: string;
}

/** What a check that failed says about where it ran. */
export const SURROUNDINGS = /^check: it ran in .*\ncheck: {3}.*\n/m;

/** A folder with the scripts of a check and the tree that they run in. */
export interface CheckTree {
  readonly at: string;
  put(path: string, content: string, mode?: number): void;
  read(path: string): string;
  has(path: string): boolean;
  /** Makes time pass; see {@link HASTY}. Without `uptime`, the tree has no clock. */
  hurry(clock?: 'uptime' | 'none'): void;
  /** Delays the copies of the log and the trace. */
  lag(): void;
  /** Requests a trace, which then contains these calls. */
  traced(calls?: string): void;
  run(words: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ended>;
  explain(words: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Explained>;
  /** Processes that still run, except the watchers of busybox's `timeout`, which poll once a second. */
  running(): string[];
  remove(): void;
}

/** Lays the scripts out as scripts/builder.sh does. */
export function checkTree(): CheckTree {
  if (BUSYBOX === 'missing') throw new Error('busybox is not there: scripts/test-tools.sh installs it');
  const at = realpathSync(mkdtempSync(`${tmpdir()}/mib`));
  const put = (path: string, content: string, mode = 0o644) => {
    mkdirSync(dirname(`${at}/${path}`), { recursive: true });
    rmSync(`${at}/${path}`, { force: true });
    writeFileSync(`${at}/${path}`, content, { mode });
  };
  for (const folder of ['.mib', '.mib-trace', 'bin', 'dev/shm', 'proc']) {
    mkdirSync(`${at}/${folder}`, { recursive: true });
  }
  for (const script of readdirSync(STEPS).filter((name) => name.endsWith('.sh'))) {
    symlinkSync(`${STEPS}/${script}`, `${at}/.mib/${script.slice(0, -'.sh'.length)}`);
  }
  symlinkSync(BUSYBOX, `${at}/.mib/busybox`);
  for (const name of PROGRAMS) symlinkSync(BUSYBOX, `${at}/bin/${name}`);
  symlinkSync('/proc/uptime', `${at}/proc/uptime`);
  return {
    at,
    put,
    read: (path) => readFileSync(`${at}/${path}`, 'utf8'),
    has: (path) => existsSync(`${at}/${path}`),
    hurry: (clock = 'uptime') => {
      put('.mib/busybox', HASTY, 0o755);
      put('proc/now', '1008\n');
      if (clock === 'uptime') put('proc/uptime', '10.08 0.00\n');
      else rmSync(`${at}/proc/uptime`);
    },
    lag: () => put('.mib/busybox', LATE, 0o755),
    traced: (calls = 'execve("/bin/true") = 0\n') => {
      put('.mib/strace/ld.so', STRACE, 0o755);
      put('.mib-trace/options', '--follow-forks\n--columns=1\n');
      put('calls', calls);
    },
    run: async (words, environment = {}) => {
      const { status, said } = await run(at, words, environment);
      return { status, said };
    },
    explain: (words, environment = {}) => run(at, words, environment),
    running: () => running(at),
    remove: () => rmSync(at, { recursive: true }),
  };
}

/** Runs the check in the tree. Its output goes to a file, so that processes it leaves running do not block the test. */
function run(
  at: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Explained> {
  const output = openSync(`${at}/output`, 'a');
  const child = spawn(BUSYBOX, ['sh', `${at}/.mib/check`, ...words], {
    cwd: at,
    env: { PATH: `${at}/bin`, ...environment },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (status) => {
      const all = readFileSync(`${at}/output`, 'utf8');
      const surroundings = SURROUNDINGS.exec(all)?.[0] ?? '';
      resolve({ status, said: all.replace(SURROUNDINGS, ''), surroundings });
    });
  });
}

function running(at: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .flatMap((pid) => {
      try {
        if (readlinkSync(`/proc/${pid}/cwd`) !== at) return [];
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').replaceAll(at, '');
        return /busybox timeout /.test(line) ? [] : [line.trim()];
      } catch {
        return [];
      }
    });
}
