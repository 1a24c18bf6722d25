import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { startMirror } from '../mirror/index.ts';
import { dockerOk, folder } from '../support/e2e/docker.ts';
import { type Built, buildFamily, driftOf, tagOf } from '../support/e2e/family.ts';

// biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own notation
const FORMAT = '${db:Status-Status} ${Package}\\n';

let image: Built;
beforeAll(async () => {
  image = await buildFamily('base');
});

function run(...args: readonly string[]) {
  return dockerOk(['run', '--rm', tagOf('base'), ...args]);
}

test('is as large as its README says', () => {
  expect(driftOf('base', image)).toEqual([]);
});

test('is one layer, with a shell as root', async () => {
  expect(image.layers).toHaveLength(1);
  expect(image.config.config).toMatchObject({ User: '0:0', Cmd: ['/bin/bash'] });
  expect(await run('bash', '-c', 'id -u; echo "$BASH"')).toMatchObject({ stdout: '0\n/usr/bin/bash\n' });
});

test('has a dpkg whose packages are all installed', async () => {
  const { stdout } = await run('dpkg-query', '--show', '--showformat', FORMAT);
  const packages = stdout.trim().split('\n');
  expect(packages.length).toBeGreaterThan(60);
  expect(packages).toContain('installed apt');
  expect(packages.filter((line) => !line.startsWith('installed '))).toEqual([]);
});

test('has the files that dpkg knows, as dpkg knows them', async () => {
  expect(await run('dpkg', '--verify')).toMatchObject({ stdout: '' });
});

test('has an apt that knows the archive and its keys', async () => {
  const { stdout } = await run('apt-get', 'update', '--print-uris');
  const suites = [...stdout.matchAll(/^'\S+\/dists\/([^/]+)\/InRelease' /gm)].map(([, suite]) => suite);
  expect(suites.sort()).toEqual(['trixie', 'trixie-security', 'trixie-updates']);
  const sources = await run('sh', '-c', 'cat /etc/apt/sources.list.d/*');
  const keyrings = new Set(sources.stdout.match(/^Signed-By: .*$/gm));
  expect([...keyrings]).toEqual(['Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg']);
  expect(await run('test', '-s', '/usr/share/keyrings/debian-archive-keyring.gpg')).toMatchObject({
    status: 0,
  });
});

test('has an apt that installs a package', async () => {
  const mirror = await startMirror({ upstream: 'none' });
  onTestFinished(() => mirror.close());
  const content = '#!/bin/sh\necho hello from a package\n';
  const files = { '/usr/bin/hello': { content, mode: 0o755 } };
  await mirror.addPackage({ name: 'hello', version: '1', files });
  await mirror.publish();
  const sources = `deb [signed-by=/keyring.gpg] ${mirror.url} trixie main\n`;
  const script = 'apt-get -qq update && apt-get -qq install hello >/dev/null && hello';
  const path = folder({ 'apt/test.list': sources });
  const { stdout } = await dockerOk([
    ...['run', '--rm', '--network', 'host', '--env', 'DEBIAN_FRONTEND=noninteractive'],
    ...[
      '--volume',
      `${path}/apt:/etc/apt/sources.list.d:ro`,
      '--volume',
      `${mirror.keyring}:/keyring.gpg:ro`,
    ],
    ...[tagOf('base'), 'sh', '-c', script],
  ]);
  expect(stdout).toBe('hello from a package\n');
});
