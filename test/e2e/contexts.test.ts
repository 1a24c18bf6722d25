import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BUILD, docker, dockerOk, folder, temporaryFolder } from '../support/e2e/docker.ts';
import { failure } from '../support/e2e/progress.ts';
import { repositoryOf, serve } from '../support/e2e/serve.ts';

const LINES = '# syntax=mib/frontend\nentry: [/usr/bin/cat, /etc/debian_version]\n';
/** Copies a file of the main context to where the program looks. */
const IMAGEFILE = `${LINES}files: [greeting: /etc/debian_version]\n`;
const FILES = { Dockerfile: IMAGEFILE, greeting: 'hello\n' };

/** Builds, and reads what the program would print. */
async function greeting(args: readonly string[], input?: Buffer): Promise<string> {
  const destination = temporaryFolder();
  await dockerOk([...BUILD, '--output', destination, ...args], input === undefined ? {} : { input });
  return readFileSync(join(destination, 'etc/debian_version'), 'utf8');
}

function tar(path: string): Buffer {
  return execFileSync('tar', ['--create', '--gzip', '--directory', path, '.'], { stdio: 'pipe' });
}

test('a git repository, with a ref and a folder, in both ways to say them', async () => {
  const { url } = await repositoryOf(
    folder({ 'deploy/Dockerfile': IMAGEFILE, 'deploy/greeting': 'from git\n' }),
  );
  expect(await greeting([`${url}#main:deploy`])).toBe('from git\n');
  const asked = ['buildx', 'build', '--call=outline', `${url}?branch=main&subdir=deploy`];
  expect((await dockerOk(asked)).stdout).toContain('TARGET:');
});

test('a git repository, with an Imagefile of this machine, or as what bake is told', async () => {
  const bake = { target: { default: { context: 'deploy' } } };
  const files = { 'docker-bake.json': JSON.stringify(bake), 'deploy/Dockerfile': IMAGEFILE };
  const { url } = await repositoryOf(folder({ ...files, 'deploy/greeting': 'from git\n' }));
  const own = folder({ 'my.yaml': `${LINES}files: [deploy/greeting: /etc/debian_version]\n` });
  expect(await greeting(['--file', join(own, 'my.yaml'), `${url}#main`])).toBe('from git\n');
  const destination = temporaryFolder();
  const output = `default.output=type=local,dest=${destination}`;
  await dockerOk(['buildx', 'bake', '--progress=plain', '--allow=fs=*', '--set', output, `${url}#main`]);
  expect(readFileSync(join(destination, 'etc/debian_version'), 'utf8')).toBe('from git\n');
});

test('an archive, from the web or from standard input', async () => {
  const archive = tar(folder({ ...FILES, 'sub/Imagefile': IMAGEFILE }));
  const url = await serve({ 'context.tar.gz': archive });
  expect(await greeting(['--file', 'sub/Imagefile', `${url}context.tar.gz`])).toBe('hello\n');
  expect(await greeting(['-'], archive)).toBe('hello\n');
});

test('a single file of the web is the Imagefile', async () => {
  const url = await serve({ Imagefile: `${LINES}args: [FLAVOR=of the web]\n` });
  const { stdout } = await dockerOk(['buildx', 'build', '--call=outline', `${url}Imagefile`]);
  expect(stdout).toMatch(/^FLAVOR +of the web/m);
});

test('a file of the web may be the Imagefile of a local context', async () => {
  const url = await serve({ 'my.yaml': IMAGEFILE });
  expect(await greeting(['--file', `${url}my.yaml`, folder({ greeting: 'local\n' })])).toBe('local\n');
});

test('the ignore file of the Imagefile wins over that of the context', async () => {
  const ignores = { '.dockerignore': 'greeting\n', 'Dockerfile.dockerignore': '*\n!greeting\n' };
  const context = folder({ ...FILES, ...ignores });
  expect(await greeting([context])).toBe('hello\n');
});

test('named contexts are folders, images, layouts, files of the web, and targets of bake', async () => {
  const layout = join(temporaryFolder(), 'layout');
  const layoutFile = folder({ Dockerfile: 'FROM scratch\nCOPY Dockerfile /from-layout\n' });
  await dockerOk([
    ...BUILD,
    '--output',
    `type=oci,tar=false,dest=${layout}`,
    '--provenance=false',
    layoutFile,
  ]);
  const { manifests } = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8'));
  const copies = [
    { context: 'local', from: 'kept', to: '/srv/' },
    { context: 'image', from: 'usr/lib/mib/mirror', to: '/srv/' },
    { context: 'layout', from: 'from-layout', to: '/srv/' },
    { context: 'web', from: 'page.html', to: '/srv/' },
    { context: 'other', from: 'from-dockerfile', to: '/srv/' },
    { context: 'local', from: '.', to: '/srv/local' },
  ];
  const definition = {
    target: {
      other: { context: folder({ Dockerfile: 'FROM scratch\nCOPY Dockerfile /from-dockerfile\n' }) },
      main: {
        context: folder({ Dockerfile: `${LINES}files: ${JSON.stringify(copies)}\n` }),
        contexts: {
          local: folder({ kept: 'of another platform\n' }),
          'local::linux/amd64': folder({
            kept: 'x\n',
            ignored: 'y\n',
            '.dockerignore': 'ignored\n.dockerignore\n',
          }),
          image: 'docker-image://mib/frontend',
          layout: `oci-layout://${layout}@${manifests[0].digest}`,
          web: `${await serve({ 'page.html': 'page\n' })}page.html`,
          other: 'target:other',
        },
        output: [{ type: 'local', dest: join(layout, '../out') }],
      },
    },
  };
  const bake = join(folder({ 'bake.json': JSON.stringify(definition) }), 'bake.json');
  await dockerOk(['buildx', 'bake', '--progress=plain', '--allow=fs=*', '--file', bake, 'main']);
  const out = join(layout, '../out/srv');
  for (const name of ['mirror', 'from-layout', 'page.html', 'from-dockerfile']) {
    expect(existsSync(join(out, name)), name).toBe(true);
  }
  expect(readFileSync(join(out, 'kept'), 'utf8')).toBe('x\n');
  expect(existsSync(join(out, 'local/ignored'))).toBe(false);
});

test('a named context that nobody gave is an error at its line', async () => {
  const text = `${LINES}files:\n  - {context: app, from: bin, to: /bin/}\n`;
  expect(failure(await docker([...BUILD, folder({ Dockerfile: text })]))).toMatchObject({
    status: 1,
    marked: ['Dockerfile:4'],
    message:
      'Dockerfile:4: the named context "app" is not given [unknown-context]\n' +
      '  build with --build-context app=…, a folder, an image or a git repository',
  });
});
