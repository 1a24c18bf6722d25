import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../fake-buildkit/run.ts';
import { BUILD, build, buildOk, docker, dockerOk, folder, temporaryFolder } from '../support/e2e/docker.ts';
import { built } from '../support/e2e/family.ts';
import { type Descriptor, type Manifest, readOci } from '../support/e2e/oci.ts';
import { failure } from '../support/e2e/progress.ts';
import { startPushRegistry } from '../support/e2e/push-registry.ts';

/** The smallest image there is: a program of the base, and no package. */
const LINES = 'entry: [/usr/bin/cat, /etc/debian_version]\n';
const IMAGEFILE = `# syntax=mib/frontend\n${LINES}`;

/** The digest of the config of what a folder makes. */
async function configOf(context: string): Promise<string> {
  const archive = join(temporaryFolder(), 'image.tar');
  await buildOk(context, '--output', `type=oci,dest=${archive}`);
  const oci = await readOci(archive);
  const [image] = oci.manifests;
  return (oci.json(image as Descriptor) as Manifest).config.digest;
}

beforeAll(async () => {
  await dockerOk([...BUILD, '--output', 'type=cacheonly', '-'], { input: IMAGEFILE });
});

describe('the Imagefile comes', () => {
  test('from any file', async () => {
    const context = folder({ 'deploy/tiny.yaml': IMAGEFILE });
    const args = ['--file', join(context, 'deploy/tiny.yaml'), context];
    await dockerOk([...BUILD, '--output', 'type=cacheonly', ...args]);
  });

  test('from the Dockerfile, which may be a link to it', async () => {
    const context = folder({ Dockerfile: IMAGEFILE });
    await dockerOk([...BUILD, '--output', 'type=cacheonly', context]);
  });

  test('from standard input, with a context', async () => {
    const input = `${IMAGEFILE}files: [greeting: /etc/debian_version]\n`;
    const destination = temporaryFolder();
    const context = folder({ greeting: 'hello\n' });
    await dockerOk([...BUILD, '--output', destination, '--file', '-', context], { input });
    expect(readFileSync(join(destination, 'etc/debian_version'), 'utf8')).toBe('hello\n');
  });

  test('from standard input, where an error names it, too', async () => {
    const outcome = await docker([...BUILD, '--file', '-', folder({})], { input: `${IMAGEFILE}entri: x\n` });
    expect(failure(outcome)).toMatchObject({
      status: 1,
      marked: ['Dockerfile:3'],
      message: 'Dockerfile:3: unknown key "entri" [unknown-key]\n  did you mean "entry"?',
    });
  });

  test('without a syntax line, if the client names the frontend', async () => {
    const args = ['--build-arg', 'BUILDKIT_SYNTAX=mib/frontend', '--output', 'type=cacheonly'];
    await buildOk(folder({ Imagefile: LINES }), ...args);
  });
});

describe('options', () => {
  let context = '';
  beforeEach(() => {
    context = folder({ Imagefile: `${IMAGEFILE}labels: {a: of the file, b: of the file}\n` });
  });

  test('--label wins over the labels of the file', async () => {
    const { config } = await built(context, '--label', 'b=of the client', '--label', 'c=of the client');
    expect(config.config).toMatchObject({
      Labels: { a: 'of the file', b: 'of the client', c: 'of the client' },
    });
  });

  test('--build-arg sets an argument, and --target chooses what the file declares', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the notation of the Imagefile
    const lines = 'args: {A: of the file}\ntargets: {other: {labels: {b: "${A}"}}}\n';
    const context = folder({ Imagefile: `${IMAGEFILE}labels: {a: "\${A}"}\n${lines}` });
    const { config } = await built(context, '--target', 'other', '--build-arg', 'A=of the client');
    expect(config.config).toMatchObject({ Labels: { a: 'of the client', b: 'of the client' } });
  });

  test('--add-host, --ulimit and --shm-size hold for the commands of the file', async () => {
    const holds = [
      'test "$(ulimit -n)" = 64',
      'grep -q "^10.9.8.7.*db" /etc/hosts',
      'df -k /dev/shm | grep -q " 1024 "',
    ];
    const Imagefile = `${IMAGEFILE}run: ${JSON.stringify([['sh', '-c', holds.join(' && ')]])}\n`;
    const args = ['--add-host', 'db:10.9.8.7', '--ulimit', 'nofile=64:64', '--shm-size', '1m'];
    await buildOk(folder({ Imagefile }), ...args, '--output', 'type=cacheonly');
  });

  test('--platform names the platform of the machine', async () => {
    const { config } = await built(context, '--platform', 'linux/amd64');
    expect(config).toMatchObject({ os: 'linux', architecture: 'amd64' });
  });

  test('--output type=local writes the tree', async () => {
    const destination = temporaryFolder();
    await buildOk(context, '--output', `type=local,dest=${destination}`);
    expect(statSync(join(destination, 'usr/bin/cat')).mode & 0o777).toBe(0o755);
    expect(existsSync(join(destination, 'usr/bin/sh'))).toBe(false);
    expect(existsSync(join(destination, '.mib'))).toBe(false);
  });

  test('--output may be given several times, and --annotation reaches the manifest', async () => {
    const results = temporaryFolder();
    const [tar, oci] = [join(results, 'tree.tar'), join(results, 'oci.tar')];
    const outputs = ['--output', `type=tar,dest=${tar}`, '--output', `type=oci,dest=${oci}`];
    await buildOk(context, ...outputs, '--annotation', 'org.example.note=hello');
    const listed = execFileSync('tar', ['--list', '--file', tar], { encoding: 'utf8' }).split('\n');
    expect(listed).toContain('usr/bin/cat');
    const archive = await readOci(oci);
    const [image] = archive.manifests;
    expect(image && archive.json(image)).toMatchObject({ annotations: { 'org.example.note': 'hello' } });
  });

  test('--push, and what it is short for, put the image into a registry', async () => {
    const { address, manifests } = await startPushRegistry();
    const name = (word: string) => `${address}/tiny/${word}`;
    await buildOk(context, '--push', '--tag', name('push'));
    await buildOk(context, '--output', `type=registry,name=${name('registry')}`);
    await buildOk(context, '--output', `type=image,name=${name('image')},push=true`);
    const [first = '', ...others] = ['push', 'registry', 'image'].map((word) =>
      manifests.get(`tiny/${word}:latest`),
    );
    expect(others).toEqual([first, first]);
    const { config }: Manifest = JSON.parse(first);
    expect(config.digest).toBe(await configOf(context));
  });

  test('--iidfile and --metadata-file say which image it is, and it runs', async () => {
    const results = temporaryFolder();
    const [iid, metadata] = [join(results, 'iid'), join(results, 'metadata.json')];
    const args = ['--tag', 'mib-test/tiny', '--iidfile', iid, '--metadata-file', metadata];
    await buildOk(context, ...args);
    const read = JSON.parse(readFileSync(metadata, 'utf8'));
    expect(read).toMatchObject({
      'containerimage.config.digest': readFileSync(iid, 'utf8').trim(),
      'image.name': 'docker.io/mib-test/tiny:latest',
    });
    const { stdout } = await dockerOk(['run', '--rm', `mib-test/tiny@${read['containerimage.digest']}`]);
    expect(stdout).toMatch(/^\d+\.\d+\n$/);
  });
});

test('a named context replaces the frontend, and with it the tools of the steps', async () => {
  const Dockerfile = 'FROM mib/frontend\nRUN echo http://127.0.0.1:1/other >/usr/lib/mib/mirror\n';
  const context = folder({ Dockerfile, Imagefile: IMAGEFILE });
  await dockerOk([...BUILD, '--tag', 'mib-test/frontend', context]);
  const outcome = await build(context, '--build-context', 'mib/frontend=docker-image://mib-test/frontend');
  expect(failure(outcome)).toMatchObject({
    status: 1,
    message: expect.stringContaining('the mirror http://127.0.0.1:1/other does not answer'),
  });
});

test('an ignore file keeps files out, even if the Imagefile names them', async () => {
  const context = folder({ 'a/secret': 'x', 'a/open': 'y', '.dockerignore': '**/secret\n' });
  cpSync(folder({ Imagefile: `${IMAGEFILE}files: [a: /etc/a]\n` }), context, { recursive: true });
  const destination = temporaryFolder();
  await buildOk(context, '--output', destination);
  expect(existsSync(join(destination, 'etc/a/open'))).toBe(true);
  expect(existsSync(join(destination, 'etc/a/secret'))).toBe(false);
});

test('the image of the frontend works with a root that is read-only, and without network', async () => {
  const command = (environment: Readonly<Record<string, string>>) => {
    const variables = Object.entries(environment).map(([name, value]) => `--env=${name}=${value}`);
    const sandbox = ['--interactive', '--rm', '--read-only', '--network=none'];
    return ['docker', 'run', ...sandbox, ...variables, 'mib/frontend'];
  };
  const options = { requestid: 'frontend.schema' };
  const { exitCode, returned, stderr } = await run('', { options, command });
  expect(exitCode, stderr).toBe(0);
  const answer = Buffer.from(returned[0]?.result?.metadata?.['result.txt'] ?? []).toString();
  expect(answer).toContain('"title": "Imagefile"');
});
