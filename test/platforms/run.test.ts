import { join } from 'node:path';
import { expect, test } from 'vitest';
import { debianArchitecture } from '../../src/debian/architecture.ts';
import { buildOk, dockerOk, eventually, published, start } from '../support/e2e/docker.ts';
import { tagOf } from '../support/e2e/family.ts';

const ALL =
  'linux/amd64,linux/arm64,linux/arm/v7,linux/386,linux/arm/v5,linux/ppc64le,linux/riscv64,linux/s390x';
const PLATFORMS = (process.env.PLATFORMS ?? ALL).split(',');

/** Builds an image of the family for a platform, into the engine. @returns what `docker run` is given to start it */
async function image(name: string, platform: string): Promise<string[]> {
  const tag = tagOf(`${name}-${platform.replaceAll('/', '-')}`);
  await buildOk(join('images', name), '--platform', platform, '--output', `type=docker,name=${tag}`);
  return ['--platform', platform, tag];
}

async function said(...args: readonly string[]): Promise<string> {
  const { stdout } = await dockerOk(['run', '--rm', ...args]);
  return stdout;
}

test.each(PLATFORMS)('base is a Debian of %s', async (platform) => {
  const [, architecture = '', variant] = platform.split('/');
  const machine = variant === undefined ? { architecture } : { architecture, variant };
  const base = await image('base', platform);
  expect(await said(...base, 'dpkg', '--print-architecture')).toBe(`${debianArchitecture(machine)}\n`);
  expect(await said(...base, 'dpkg', '--verify')).toBe('');
});

test.each(PLATFORMS)('the libraries of %s are listed as its own ldconfig lists them', async (platform) => {
  const script = 'cd /etc && cp ld.so.cache ours && ldconfig && cmp ld.so.cache ours && echo equal';
  expect(await said(...(await image('base', platform)), 'sh', '-c', script)).toBe('equal\n');
});

test.each(PLATFORMS)('curl runs on %s', async (platform) => {
  const curl = await image('curl', platform);
  expect(await said(...curl, '--version')).toMatch(/^curl \d/);
  expect(await said(...curl, '--silent', 'file:///etc/os-release')).toContain('VERSION_CODENAME=trixie');
});

test.each(PLATFORMS)('redis runs on %s', async (platform) => {
  expect(await said(...(await image('redis', platform)), '--version')).toMatch(/^Redis server v=\d/);
});

test.each(PLATFORMS)('nginx serves its page on %s', async (platform) => {
  const container = await start('--publish', '127.0.0.1::8080', ...(await image('nginx', platform)));
  const url = `http://${await published(container, '8080/tcp')}/`;
  // Docker takes connections before the program does, and may leave the first one unanswered.
  const response = await eventually(() => fetch(url, { signal: AbortSignal.timeout(3_000) }));
  expect(await response.text()).toContain('<h1>It works.</h1>');
});
