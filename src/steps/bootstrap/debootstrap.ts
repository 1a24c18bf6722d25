import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { machineOf } from '../../debian/architecture.ts';
import type { BootstrapRequest } from '../../debian/bootstrap.ts';
import type { Places } from '../../protocol/steps.ts';
import { fullDisk, isFullDisk } from '../full-disk.ts';
import { type Environment, PLAIN } from '../process.ts';
import { complain, say } from '../say.ts';
import { MIRROR, type Staged } from './stage.ts';
import type { StandIns } from './stand-ins.ts';

/** The folder of debootstrap's functions and scripts in Debian's package. */
const DEBOOTSTRAP = '/usr/share/debootstrap';

/** Progress lines, three for each package. */
const CHATTER = /^I: (Extracting|Unpacking|Configuring) [^ ]+\.\.\.$/;

/** Runs debootstrap. On failure, prints the end of its log. */
export async function debootstrap(
  { target, scratch }: Pick<Places<'bootstrap'>, 'target' | 'scratch'>,
  { suite, architecture }: BootstrapRequest,
  { tarball, epoch }: Staged,
  standIns: StandIns | undefined,
): Promise<number> {
  const env = {
    ...PLAIN,
    PATH: `${ownPrograms(`${scratch}/bin`)}:${PLAIN.PATH}`,
    DEBOOTSTRAP_DIR: ownFunctions(DEBOOTSTRAP, `${scratch}/debootstrap`),
    // dpkg need not sync to disk: an incomplete tree is discarded.
    DPKG_FORCE: 'unsafe-io',
    // For the dates in /etc/shadow.
    SOURCE_DATE_EPOCH: `${epoch}`,
    // For the ldconfig that stands in for the tree's.
    MIB_ARCHITECTURE: architecture,
  };
  const options = ['--variant=minbase', `--arch=${architecture}`, `--unpack-tarball=${tarball}`];
  const whole = [...options, suite, target, MIRROR, 'sid'];
  const status = await (standIns === undefined
    ? watch('debootstrap', whole, env)
    : inTwoStages(target, standIns, env, whole));
  if (status !== 0) explain(`${target}/debootstrap/debootstrap.log`, architecture);
  return status;
}

/** Runs both stages for a foreign architecture, with native programs in the second one. */
async function inTwoStages(
  target: string,
  standIns: StandIns,
  env: Environment,
  whole: readonly string[],
): Promise<number> {
  const first = await watch('debootstrap', ['--foreign', ...whole], env);
  if (first !== 0) return first;
  standIns.prepare(target);
  // debootstrap deletes its folder at the end, with everything in it.
  const own = '/debootstrap/mib';
  ownPrograms(`${target}${own}`);
  // The first stage left its functions there.
  const inside = { ...env, PATH: `${own}:${PLAIN.PATH}`, DEBOOTSTRAP_DIR: '/debootstrap' };
  const second = await watch('chroot', [target, '/debootstrap/debootstrap', '--second-stage'], inside);
  if (second === 0) standIns.restore(target);
  return second;
}

async function watch(command: string, args: readonly string[], env: Environment): Promise<number> {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number>((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done(code ?? 129));
  });
  for await (const line of createInterface({ input: child.stdout })) if (!CHATTER.test(line)) say(line);
  return ended;
}

/**
 * Makes a folder with replacements for two programs. debootstrap ends with `sync`, which would wait for every disk. In a
 * user namespace, such as that of a rootless engine, nobody may make devices (user_namespaces(7)); `mknod` then makes a
 * regular file, which is removed with the rest of /dev.
 */
function ownPrograms(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const programs = {
    sync: '#!/bin/sh\n',
    mknod:
      '#!/bin/sh\n/bin/mknod "$@" 2>/dev/null && exit\n[ "$1" != -m ] || shift 2\n: >"$1"\nchmod 666 "$1"\n',
  };
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(`${folder}/${name}`, text);
    chmodSync(`${folder}/${name}`, 0o755);
  }
  return folder;
}

/**
 * Makes a copy of debootstrap's folder in which yes(1) of coreutils answers dpkg's questions. debootstrap's own loop
 * (`smallyes`) fills each pipe with half a million system calls, a fifth of the step's time, though nothing reads them.
 */
export function ownFunctions(shipped: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const answer = 'smallyes() { yes "$@" 2>/dev/null; }';
  writeFileSync(`${folder}/functions`, `${readFileSync(`${shipped}/functions`, 'utf8')}\n${answer}\n`);
  symlinkSync(`${shipped}/scripts`, `${folder}/scripts`);
  return folder;
}

function explain(log: string, architecture: string): void {
  const lines = readLog(log);
  if (lines.some((line) => line.includes('Exec format error'))) {
    say(`programs for ${architecture} cannot run here; to install their emulation:`);
    say(
      `  docker run --privileged --rm tonistiigi/binfmt --install ${machineOf(architecture)?.architecture ?? 'all'}`,
    );
    return;
  }
  for (const line of lines.slice(-30)) say(line);
  const said = lines.join('\n');
  if (isFullDisk(said)) complain([fullDisk(said)]);
}

function readLog(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n');
  } catch {
    return [];
  }
}
