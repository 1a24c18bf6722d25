import { expect, test } from 'vitest';
import type { Session } from '../gateway/session.ts';
import { parseOptions } from '../options/options.ts';
import { containerSettings } from './container.ts';

function machine(options: Readonly<Record<string, string>>, has = true) {
  const env = Object.entries(options).map(([key, value], n) => [
    `BUILDKIT_FRONTEND_OPT_${n}`,
    `${key}=${value}`,
  ]);
  const session = {
    options: parseOptions(Object.fromEntries(env)).options,
    bridge: { llb: { has: () => has } },
  };
  return containerSettings(session as unknown as Session);
}

test('what was not given changes nothing', () => {
  expect(machine({})).toEqual({});
});

test('everything that was given is there', () => {
  const options = {
    'add-hosts': 'db=10.0.0.1,six=::1',
    ulimit: 'nofile=64:128',
    'shm-size': '1048576',
    'cgroup-parent': '/build',
    hostname: 'builder',
    memory: '1000',
    'build-arg:BUILDKIT_CACHE_MOUNT_NS': 'ci',
  };
  expect(machine(options)).toEqual({
    extraHosts: [
      { host: 'db', ip: '10.0.0.1' },
      { host: 'six', ip: '::1' },
    ],
    ulimits: [{ name: 'nofile', soft: 64, hard: 128 }],
    shmSize: 1048576,
    cgroupParent: '/build',
    hostname: 'builder',
    resources: { memory: 1000 },
    cacheNamespace: 'ci',
  });
});

test('limits are left out where the daemon has none', () => {
  expect(machine({ memory: '1000' }, false)).toEqual({});
});
