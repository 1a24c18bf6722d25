/** Runs commands in an image that need not have a shell: a static busybox is mounted into it. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Finished, run } from '../bench/process.ts';
import type { Observed } from './compare.ts';

const SECONDS = 10;
/** KiB that a command may write. */
const OUTPUT = 512;

const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const INPUTS: Readonly<Record<string, string | Buffer>> = {
  'input.txt': 'The quick brown fox\njumps over the lazy dog.\n',
  'input.json': '{"name": "fox", "legs": [1, 2, 3, 4]}\n',
  'input.xml': '<?xml version="1.0"?>\n<animals><fox legs="4"/></animals>\n',
  'input.csv': 'name,legs\nfox,4\n',
  'input.png': Buffer.from(PICTURE, 'base64'),
};

/** Runs each command in one container of an image, one after the other, in a folder with `INPUTS`. */
export async function observe(image: string, commands: readonly string[]): Promise<Observed[]> {
  return inContainer(image, commands, (folder) =>
    commands.map((command, at) => ({
      command,
      status: Number(read(join(folder, `${at}.status`)) || 'NaN'),
      text: read(join(folder, `${at}.out`)),
    })),
  );
}

/** Reads the manual page of a program, or ''. */
export async function manualOf(image: string, program: string): Promise<string> {
  const name = program.slice(program.lastIndexOf('/') + 1);
  const copy = [1, 8].map(
    (section) => `/.survey/busybox cp /usr/share/man/man${section}/${name}.${section}.gz /.out/manual.gz`,
  );
  return inContainer(image, copy, (folder) => {
    const packed = read(join(folder, 'manual.gz'), 'latin1');
    return packed === '' ? '' : gunzipSync(Buffer.from(packed, 'latin1')).toString();
  });
}

async function inContainer<T>(
  image: string,
  commands: readonly string[],
  result: (folder: string) => T,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'mib-survey-'));
  try {
    for (const part of ['driver', 'out']) mkdirSync(join(folder, part));
    prepare(join(folder, 'driver'), commands);
    await start(image, folder);
    return result(join(folder, 'out'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function prepare(driver: string, commands: readonly string[]): void {
  copyFileSync(
    execFileSync('sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).trim(),
    join(driver, 'busybox'),
  );
  for (const [name, text] of Object.entries(INPUTS)) writeFileSync(join(driver, name), text);
  for (const [at, command] of commands.entries())
    writeFileSync(join(driver, `${at}.sh`), `exec ${command}\n`);
  const bb = '/.survey/busybox';
  const lines = [
    `ulimit -f ${OUTPUT}`,
    `${bb} mkdir -p /tmp/work && cd /tmp/work && ${bb} cp /.survey/input.* . || exit 1`,
    ...commands.map(
      (_, at) =>
        `${bb} timeout -s KILL ${SECONDS} ${bb} sh /.survey/${at}.sh </dev/null >/.out/${at}.out 2>&1; echo $? >/.out/${at}.status`,
    ),
  ];
  writeFileSync(join(driver, 'run.sh'), `${lines.join('\n')}\n`);
}

function start(image: string, folder: string): Promise<Finished> {
  const limits = ['--network=none', '--memory=1g', '--pids-limit=200', '--hostname=survey', '--user=0:0'];
  const mounts = [`${folder}/driver:/.survey:ro`, `${folder}/out:/.out`].flatMap((mount) => [
    '--volume',
    mount,
  ]);
  const name = ['--tmpfs=/tmp:exec', '--entrypoint=/.survey/busybox', image];
  return run('docker', ['run', '--rm', ...limits, ...mounts, ...name, 'sh', '/.survey/run.sh']);
}

function read(path: string, encoding: BufferEncoding = 'utf8'): string {
  try {
    return readFileSync(path, encoding);
  } catch {
    return '';
  }
}
