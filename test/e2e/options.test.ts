import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import {
  BUILD,
  buildOk,
  docker,
  dockerOk,
  eventually,
  folder,
  published,
  start,
  temporaryFolder,
} from '../support/e2e/docker.ts';
import { failure, steps } from '../support/e2e/progress.ts';
import { serve } from '../support/e2e/serve.ts';
import { startRegistry } from '../support/e2e/static-registry.ts';

const LINES = '# syntax=mib/frontend\nentry: [/usr/bin/cat, /etc/debian_version]\n';
const NOTHING = ['--output', 'type=cacheonly'];

test('--cgroup-parent holds for the commands of the file', async () => {
  // A control group namespace of its own hides the path from the step.
  const holds = 'grep -q /mib-test/ /proc/self/cgroup || test "$(cat /proc/self/cgroup)" = 0::/';
  const Imagefile = `${LINES}run: ${JSON.stringify([['sh', '-c', holds]])}\n`;
  await buildOk(folder({ Imagefile }), '--cgroup-parent', '/mib-test', ...NOTHING);
});

test('--no-cache-filter builds the target of that name anew, and no other', async () => {
  const Imagefile = `${LINES}targets: {worker: {labels: {a: b}}}\n`;
  const worker = async (filter: string) =>
    steps(await buildOk(folder({ Imagefile }), '--target', 'worker', filter, ...NOTHING));
  await worker('--no-cache-filter=thin');
  const made = ['seal the image', expect.stringMatching(/^bootstrap trixie/)];
  expect((await worker('--no-cache-filter=thin')).cached).toEqual(expect.arrayContaining(made));
  expect((await worker('--no-cache-filter=Worker')).ran).toEqual(expect.arrayContaining(made));
});

test('an interrupted build leaves nothing that the next one waits for', async () => {
  const id = `mib-test-${Date.now()}`;
  const imagefile = (command: string) =>
    `${LINES}run: [{run: ${command}, cache: [{target: /var/cache/app, id: ${id}, sharing: locked}]}]\n`;
  const context = folder({ Dockerfile: imagefile('sleep 100000') });
  // As a terminal does it: docker and its plugin are in one group, which gets the signal.
  const child = spawn('docker', [...BUILD, ...NOTHING, context], { detached: true, stdio: 'pipe' });
  let progress = '';
  const status = new Promise((resolve) => child.on('close', resolve));
  const runs = new Promise<void>((resolve) =>
    child.stderr.on('data', (text) => {
      progress += text;
      if (/ run sleep 100000\n/.test(progress)) resolve();
    }),
  );
  await Promise.race([runs, status]);
  process.kill(-(child.pid ?? 0), 'SIGINT');
  expect(await status, progress).toBe(130);
  writeFileSync(join(context, 'Dockerfile'), imagefile('"true"'));
  await dockerOk([...BUILD, ...NOTHING, context]);
});

/** Copies what a context has to where it can be read, and reads it. */
async function greeting(context: string, ...args: readonly string[]): Promise<string> {
  const files = '{context: app, from: greeting, to: /etc/debian_version}';
  const destination = temporaryFolder();
  const given = ['--build-context', `app=${context}`, '--output', destination];
  await buildOk(folder({ Imagefile: `${LINES}files: [${files}]\n` }), ...given, ...args);
  return readFileSync(join(destination, 'etc/debian_version'), 'utf8');
}

test('an image as a context is the one that is here, and with --pull that of the registry', async () => {
  const registry = await startRegistry();
  const Dockerfile = 'FROM scratch\nCOPY greeting /\n';
  const context = `docker-image://${registry.image}`;
  await registry.publish(folder({ Dockerfile, greeting: 'first\n' }));
  await dockerOk(['pull', '--quiet', registry.image]);
  onTestFinished(async () => void (await docker(['image', 'rm', registry.image])));
  await registry.publish(folder({ Dockerfile, greeting: 'second\n' }));
  expect(await greeting(context)).toBe('first\n');
  expect(await greeting(context, '--pull')).toBe('second\n');
});

describe('a source policy', () => {
  /** A build whose client has a policy of one rule. */
  const kept = async (rule: object, context: string, to: string) => {
    const policy = join(folder({ 'policy.json': JSON.stringify({ rules: [rule] }) }), 'policy.json');
    const Imagefile = `${LINES}files: [{context: app, from: greeting, to: ${to}}]\n`;
    const args = ['--build-context', `app=${context}`, ...NOTHING];
    const env = { ...process.env, EXPERIMENTAL_BUILDKIT_SOURCE_POLICY: policy };
    const file = join(folder({ Imagefile }), 'Imagefile');
    return docker([...BUILD, '--file', file, ...args, folder({})], { env });
  };

  test('that denies a source ends the build, and names it', async () => {
    const url = 'http://127.0.0.1:1/greeting';
    const message = `failed to load LLB: error evaluating the source policy: source "${url}" denied by policy: source denied by policy`;
    const outcome = await kept({ action: 'DENY', selector: { identifier: url } }, url, '/srv/');
    expect(failure(outcome)).toMatchObject({ status: 1, message });
  });

  test('that converts a source gives the other one', async () => {
    const url = await serve({ other: 'hello\n' });
    const updates = { identifier: `${url}other` };
    const rule = { action: 'CONVERT', selector: { identifier: 'http://127.0.0.1:1/greeting' }, updates };
    const outcome = await kept(rule, 'http://127.0.0.1:1/greeting', '/srv/');
    expect(outcome.status, outcome.stderr).toBe(0);
  });
});

test('compose.example.yaml builds images of the family, which run as it says', {
  tags: ['long'],
}, async () => {
  const file = 'compose.example.yaml';
  const { services } = parse(readFileSync(file, 'utf8')) as { services: { web: { tmpfs: string[] } } };
  const name = 'mib-test/compose';
  const names = ['--set', `web.tags=${name}-web`, '--set', `cache.tags=${name}-cache`];
  await dockerOk(['buildx', 'bake', '--progress=plain', '--file', file, ...names]);
  expect(services.web).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  const tmpfs = services.web.tmpfs.flatMap((path) => ['--tmpfs', path]);
  const limits = ['--read-only', '--cap-drop=ALL', ...tmpfs];
  const web = await start(...limits, '--publish=127.0.0.1::8080', `${name}-web`);
  const url = `http://${await published(web, '8080')}/`;
  expect((await eventually(() => fetch(url))).status).toBe(200);
});

test('Compose names the Imagefile, a target, arguments, and a service as a context', async () => {
  const destination = temporaryFolder();
  const copies = '[{context: base, from: greeting, to: /etc/debian_version}]';
  const build = {
    context: '.',
    dockerfile: 'Imagefile',
    target: 'worker',
    args: { NAME: 'a name' },
    additional_contexts: { base: 'service:base' },
  };
  const context = folder({
    Imagefile: `${LINES}args: {NAME: }\ntargets:\n  worker:\n    files: ${copies}\n    labels: {name: "\${NAME}"}\n`,
    Dockerfile: 'FROM scratch\nCOPY greeting /\n',
    greeting: 'of a service\n',
    'compose.yaml': JSON.stringify({ services: { base: { build: '.' }, worker: { build } } }),
  });
  const file = join(context, 'compose.yaml');
  const output = `worker.output=type=local,dest=${destination}`;
  const args = ['--progress=plain', '--allow=fs=*', '--file', file, '--set', output, 'worker'];
  await dockerOk(['buildx', 'bake', ...args], { cwd: context });
  expect(readFileSync(join(destination, 'etc/debian_version'), 'utf8')).toBe('of a service\n');
});
