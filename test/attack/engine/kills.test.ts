/**
 * Processes that are killed while a build runs. It makes no image, or the right one, and with nothing but what it left in
 * the cache, the next one makes the right one.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { BUILD, docker, dockerOk, type Outcome } from '../../support/e2e/docker.ts';
import { processesOf, starve } from './processes.ts';

const ENGINE = process.env.ATTACKED_DISK ?? '';
const NAME = 'mib-test/killed';

/** The request makes the frontend wait for the steps. Otherwise it leaves them to the daemon. */
const Imagefile = `# syntax=mib/frontend
packages: [busybox]
files:
  - text: "hello\\n"
    to: /srv/index.html
user: root
entry: /usr/bin/busybox
command: [httpd, -f, -p, "8080", -h, /srv]
check:
  - ready: http://127.0.0.1:8080/
    get: [/index.html]
`;

/** The processes of the stages of a build, by their command lines. */
const STAGES = {
  frontend: /^\S*node \/usr\/lib\/mib\/frontend/,
  resolve: /^\S*node .*\/mib resolve /,
  apt: /^apt-get update /,
  bootstrap: /^\S*node .*\/mib bootstrap /,
  xz: /^xz --decompress /,
  debootstrap: /^\/bin\/sh \S*debootstrap /,
  install: /^\/bin\/sh \/\.mib\/install /,
  dpkg: /^\/usr\/bin\/dpkg .*--unpack /,
  trace: /^\/\.mib\/busybox sh \/\.mib\/check trace /,
  strace: /^\/\.mib\/strace\/ld\.so /,
  'traced program': /^\/usr\/bin\/busybox httpd /,
  merge: /^\S*node .*\/mib trace /,
  prune: /^\S*node .*\/mib prune /,
  verify: /^\S*node .*\/mib verify /,
  gate: /^\/\.mib\/busybox sh \/\.mib\/check gate /,
} as const;

type Stage = keyof typeof STAGES;

interface Attack {
  /** The process that is attacked, or else the text that the progress has when the daemon is. */
  readonly at: RegExp;
  readonly isProgress?: true;
  readonly attack: (pid: number) => void;
}

interface Attacked extends Outcome {
  readonly hits: number;
  /** The digest of the image that it made, if any. */
  readonly image: string | undefined;
}

function daemon(): number {
  return Number(readFileSync(join(ENGINE, 'run/docker.pid'), 'utf8'));
}

async function digest(): Promise<string | undefined> {
  const { status, stdout } = await docker(['image', 'inspect', '--format', '{{.Id}}', NAME]);
  return status === 0 ? stdout.trim() : undefined;
}

/** Builds, and attacks the first process that matches, or the daemon. */
async function attacked({ at, isProgress, attack }: Attack): Promise<Attacked> {
  await docker(['image', 'rm', '--force', NAME]);
  const root = daemon();
  let [stdout, stderr, hits] = ['', '', 0];
  const hit = (pid: number) => {
    hits++;
    attack(pid);
  };
  const child = spawn('docker', [
    ...BUILD,
    '--provenance=false',
    '--file',
    join(context, 'Imagefile'),
    '--tag',
    NAME,
    context,
  ]);
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
    if (isProgress && hits === 0 && at.test(stderr)) hit(root);
  });
  const looking = setInterval(() => {
    const found =
      isProgress || hits > 0 ? undefined : processesOf(root).find(({ command }) => at.test(command));
    if (found !== undefined) hit(found.pid);
  }, 10);
  const status = await new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 1)));
  clearInterval(looking);
  execFileSync('engine/up', { env: { ...process.env, MIB_ENGINE_DIR: ENGINE }, stdio: 'ignore' });
  return { status, stdout, stderr, hits, image: await digest() };
}

const context = mkdtempSync(join(tmpdir(), 'mib-killed-'));
let expected: string | undefined;

beforeAll(async () => {
  writeFileSync(join(context, 'Imagefile'), Imagefile);
  expected = await undisturbed();
});
afterAll(() => rmSync(context, { recursive: true }));
beforeEach(forget);

/**
 * containerd renames the folder of a snapshot before its database knows it (`overlay.go`, `createSnapshot`). After a kill
 * between the two, each new snapshot fails until the folder is collected, which pruning starts.
 */
const ORPHAN = /failed to rename: .*: file exists/;

/** Attacks a build, once more if the engine itself had not recovered from the attack before. */
async function attackedAfterRecovery(attack: Attack): Promise<Attacked> {
  const first = await attacked(attack);
  if (first.hits > 0 || !ORPHAN.test(first.stderr)) return first;
  await forget();
  return attacked(attack);
}

/** Attacks one build after the other. Each goes as far as the one before, so all stages take one build from scratch. */
async function mustHeal(attacks: readonly (readonly [name: string, attack: Attack])[]): Promise<void> {
  for (const [name, attack] of attacks) {
    const { status, stderr, hits, image } = await attackedAfterRecovery(attack);
    expect(hits, `${name} was not there\n${stderr}`).toBe(1);
    // What goes on without that process must make the right image, and then everything is in the cache.
    expect(image, `${name}\n${stderr}`).toBe(status === 0 ? expected : undefined);
    if (status === 0) await forget();
  }
  expect(await undisturbed()).toBe(expected);
}

async function undisturbed(): Promise<string | undefined> {
  const { stderr, image } = await attacked({ at: /$^/, attack: () => undefined });
  expect(image, stderr).toMatch(/^sha256:/);
  return image;
}

async function forget(): Promise<void> {
  await dockerOk(['builder', 'prune', '--all', '--force']);
}

const processes = (stages: readonly Stage[], attack: Attack['attack']) =>
  stages.map((stage): [string, Attack] => [stage, { at: STAGES[stage], attack }]);

test('a process of any stage is killed', () =>
  mustHeal(processes(Object.keys(STAGES) as Stage[], (pid) => process.kill(pid, 'SIGKILL'))));

// The kernel shields the first process of a container from TERM unless it handles it, so only others are asked.
test('a process of any stage is asked to end', () =>
  mustHeal(
    processes(['frontend', 'apt', 'xz', 'debootstrap', 'dpkg', 'traced program'], (pid) =>
      process.kill(pid, 'SIGTERM'),
    ),
  ));

test('the memory of a step runs out', () =>
  mustHeal(processes(['resolve', 'bootstrap', 'install', 'prune'], starve)));

/** Texts of the progress at which a stage has begun. */
const BEGUN = {
  fetch: /fetch \d+ packages/,
  bootstrap: /bootstrap trixie/,
  trace: /trace \/usr\/bin\/busybox/,
  prune: /keep the files that/,
  export: /exporting (?:to image|layers)/,
} as const;

test.each<[string, NodeJS.Signals]>([
  ['stopped', 'SIGTERM'],
  ['killed', 'SIGKILL'],
])('the daemon is %s', (_, signal) =>
  mustHeal(
    Object.entries(BEGUN).map(([name, at]): [string, Attack] => [
      name,
      { at, isProgress: true, attack: (pid) => process.kill(pid, signal) },
    ]),
  ),
);
