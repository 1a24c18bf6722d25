import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { build, dockerOk, eventually, published, start, temporaryFolder } from '../support/e2e/docker.ts';
import { buildFamily, tagOf } from '../support/e2e/family.ts';

beforeAll(async () => {
  await Promise.all([buildFamily('nginx'), buildFamily('curl')]);
});

test('serves the page of its folder', async () => {
  const container = await start('--publish', '127.0.0.1::8080', tagOf('nginx'));
  const url = `http://${await published(container, '8080/tcp')}/`;
  const response = await eventually(() => fetch(url));
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/html');
  expect(await response.text()).toContain('<h1>It works.</h1>');
});

test('runs as nonroot, and needs no more than to read', async () => {
  const container = await start('--read-only', '--tmpfs', '/tmp', '--cap-drop', 'all', tagOf('nginx'));
  // There is no shell to ask, so another container looks at the process.
  const { stdout } = await dockerOk([
    ...['run', '--rm', '--pid', `container:${container}`, tagOf('curl')],
    ...['--silent', 'file:///proc/1/status'],
  ]);
  expect(stdout).toMatch(/^Name:\tnginx$/m);
  expect(stdout).toMatch(/^Uid:\t65532\t65532\t65532\t65532$/m);
  expect(stdout).toMatch(/^Gid:\t65532\t65532\t65532\t65532$/m);
});

test('stops at once, by its own signal', async () => {
  const container = await start(tagOf('nginx'));
  await dockerOk(['stop', '--time', '20', container]);
  const { stdout } = await dockerOk(['inspect', '--format', '{{.State.ExitCode}}', container]);
  expect(stdout.trim()).toBe('0');
});

test('a copy of its folder builds anywhere: only the syntax line leads to mib', async () => {
  const elsewhere = join(temporaryFolder(), 'elsewhere');
  cpSync('images/nginx', elsewhere, { recursive: true });
  expect(await build(elsewhere)).toMatchObject({ status: 0 });
});
