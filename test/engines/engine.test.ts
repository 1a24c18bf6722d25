import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  BUILD,
  build,
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

/**
 * What every engine must do, with no more than every engine has: no OCI archive, which the graph driver cannot write,
 * and no option of buildx that the one of Debian stable lacks. `make engines` runs it on each of them.
 */
const TAG = 'mib-test/engine';
const LINES = '# syntax=mib/frontend\nentry: [/usr/bin/cat, /etc/debian_version]\n';

test('images/nginx is built, checked, loaded, and serves its page as nonroot', async () => {
  await buildOk('images/nginx', '--tag', TAG, '--load');
  const { stdout } = await dockerOk([
    'image',
    'inspect',
    '--format',
    '{{len .RootFS.Layers}} {{.Config.User}}',
    TAG,
  ]);
  expect(stdout).toBe('1 65532:65532\n');
  const container = await start('--publish', '127.0.0.1::8080', '--read-only', '--tmpfs', '/tmp', TAG);
  const url = `http://${await published(container, '8080/tcp')}/`;
  expect(await (await eventually(() => fetch(url))).text()).toContain('<h1>It works.</h1>');
});

test('a second build makes nothing anew', async () => {
  const { cached } = steps(await buildOk('images/nginx', '--tag', TAG, '--load'));
  const made = [/^bootstrap /, /^trace /, /^keep the files that /, /^check /, /^seal /];
  for (const name of made) expect(cached).toContainEqual(expect.stringMatching(name));
});

test('the variant debug has a shell on top', async () => {
  await buildOk('images/nginx', '--target', 'debug', '--tag', TAG, '--load');
  const { stdout } = await dockerOk(['run', '--rm', '--entrypoint', 'sh', TAG, '-c', 'id -u; which nginx']);
  expect(stdout).toBe('65532\n/usr/sbin/nginx\n');
});

test('a target of bake is a context of another, which writes a folder', async () => {
  const destination = temporaryFolder();
  const copies = '[{context: other, from: Dockerfile, to: /etc/debian_version}]';
  const target = {
    other: { context: folder({ Dockerfile: 'FROM scratch\nCOPY Dockerfile /\n' }) },
    main: {
      context: folder({ Dockerfile: `${LINES}files: ${copies}\n` }),
      contexts: { other: 'target:other' },
      output: [`type=local,dest=${destination}`],
    },
  };
  const file = join(folder({ 'bake.json': JSON.stringify({ target }) }), 'bake.json');
  const env = { ...process.env, BUILDX_BAKE_ENTITLEMENTS_FS: '0' };
  await dockerOk(['buildx', 'bake', '--progress=plain', '--file', file, 'main'], { env });
  expect(readFileSync(join(destination, 'etc/debian_version'), 'utf8')).toMatch(/^FROM scratch/);
});

test('a command gets its secret, and its line is shown when it fails', async () => {
  const run = (command: string) => `${LINES}run: [{run: [sh, -c, '${command}'], secrets: [token]}]\n`;
  const context = folder({ Imagefile: run('grep -q hidden /run/secrets/token'), token: 'hidden' });
  const given = ['--secret', `id=token,src=${join(context, 'token')}`];
  await buildOk(context, ...given, '--tag', TAG, '--load');
  const failing = await build(folder({ Imagefile: run('exit 3') }), ...given, '--tag', TAG);
  expect(failure(failing)).toMatchObject({ status: 1, marked: ['Imagefile:3'] });
});

test('a mistake is shown at its line, and a question is answered', async () => {
  const wrong = await docker([...BUILD, folder({ Dockerfile: `${LINES}entri: x\n` })]);
  expect(failure(wrong)).toMatchObject({ status: 1, marked: ['Dockerfile:3'] });
  // The word that came before --call.
  const env = { ...process.env, BUILDX_EXPERIMENTAL: '1' };
  const { stdout } = await dockerOk(['buildx', 'build', '--print=outline', 'images/nginx'], { env });
  expect(stdout).toMatch(/^TARGET: +thin\n/);
});
