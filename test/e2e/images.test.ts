import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { bakeTargets } from '../../scripts/bake.mjs';
import { type Built, buildFamily, driftOf } from '../support/e2e/family.ts';

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

describe.each([
  {
    name: 'nginx',
    limit: 7e6,
    config: {
      User: '65532:65532',
      Env: [PATH],
      Entrypoint: ['/usr/sbin/nginx'],
      Cmd: ['-g', 'daemon off;'],
      WorkingDir: '/',
      ExposedPorts: { '8080/tcp': {} },
      StopSignal: 'SIGQUIT',
    },
  },
  {
    name: 'redis',
    limit: 10e6,
    config: {
      User: '65532:65532',
      Env: [PATH],
      Entrypoint: ['/usr/bin/redis-server'],
      Cmd: ['--bind', '0.0.0.0', '--protected-mode', 'no', '--dir', '/data'],
      WorkingDir: '/data',
      ExposedPorts: { '6379/tcp': {} },
      Volumes: { '/data': {} },
    },
  },
  {
    name: 'curl',
    // 10 MiB. Nearly all of it are libraries, those of LDAP and RTMP with a second TLS among them.
    limit: 10 * 2 ** 20,
    config: { User: '65532:65532', Env: [PATH], Entrypoint: ['/usr/bin/curl'], WorkingDir: '/' },
  },
  {
    name: 'python',
    limit: 18e6,
    config: {
      User: '65532:65532',
      Env: [PATH],
      Entrypoint: ['/usr/bin/python3', '/app/server.py'],
      WorkingDir: '/app',
      ExposedPorts: { '8080/tcp': {} },
    },
  },
])('images/$name', ({ name, limit, config }) => {
  let image: Built;
  beforeAll(async () => {
    image = await buildFamily(name);
  });

  test('has the config that its Imagefile says, and nothing else', () => {
    expect(image.config.config).toEqual(config);
    expect(image.config).toMatchObject({ os: 'linux', architecture: 'amd64' });
  });

  test('is as old as its packages, not as its build', () => {
    expect(image.config.created).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(Date.parse(image.config.created)).toBeLessThan(Date.now() - 60_000);
  });

  test(`is one layer of at most ${limit} bytes, compressed`, () => {
    expect(image.layers).toHaveLength(1);
    expect(image.layers[0]?.mediaType).toBe('application/vnd.oci.image.layer.v1.tar+gzip');
    expect(image.layers[0]?.size).toBeLessThanOrEqual(limit);
  });

  test('is as large as its README says', () => {
    expect(driftOf(name, image)).toEqual([]);
  });

  test('holds no shell and nothing of the build', async () => {
    const paths = [...(await image.files()).keys()];
    expect(paths).not.toHaveLength(0);
    const shells = /(^|\/)(sh|bash|dash|busybox|rbash)$/;
    expect(paths.filter((path) => shells.test(path) || path.includes('.mib'))).toEqual([]);
  });

  test('has nothing younger than itself', async () => {
    const created = Date.parse(image.config.created);
    const files = [...(await image.files())];
    const younger = files.filter(([, { header }]) => (header.mtime?.getTime() ?? 0) > created);
    expect(younger.map(([path]) => path)).toEqual([]);
  });
});

test('docker-bake.hcl has every folder of images/ but that of the frontend', async () => {
  const folders = readdirSync('images').filter((name) => name !== 'frontend');
  const contexts = Object.values(await bakeTargets(['family'])).map(({ context }) => context);
  expect(contexts).toEqual(folders.map((name) => `images/${name}`));
  expect(Object.keys(await bakeTargets([]))).toEqual(folders.filter((name) => name !== 'tini'));
});
