import { expect, test } from 'vitest';
import { image } from '../llb/index.ts';
import type { CompileContext } from './context.ts';
import { standInEnvironment, standInMounts } from './stand-ins.ts';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const CONTEXT: CompileContext = {
  builder: image('docker.io/mib/frontend:latest', { platform: AMD64 }),
  native: AMD64,
  prefix: '',
  named: new Map(),
  keys: new Map(),
  container: {},
  buildContext: undefined,
  locate: () => ({ start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }),
  ignoreCache: false,
};
const STAND_INS = {
  architecture: 'arm64',
  loader: '/lib64/ld-linux-x86-64.so.2',
  libraries: '/usr/lib/x86_64-linux-gnu',
};

test('a native tree has none', () => {
  expect(standInMounts(CONTEXT, [])).toEqual([]);
  expect(standInEnvironment(undefined)).toEqual([
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  ]);
});

test('a foreign tree sees them read-only, first in PATH', () => {
  const mounts = standInMounts({ ...CONTEXT, standIns: STAND_INS }, ['nginx']);
  expect(mounts.map((mount) => 'readonly' in mount && mount.readonly)).toEqual(mounts.map(() => true));
  expect(mounts.map(({ dest }) => dest)).toEqual([
    '/.mib-stand-ins',
    '/usr/lib/x86_64-linux-gnu',
    '/lib64/ld-linux-x86-64.so.2',
    '/usr/bin/bash',
    '/usr/bin/dash',
    '/usr/bin/perl',
    '/usr/bin/chage',
    '/usr/bin/chfn',
    '/usr/bin/gpasswd',
    '/usr/bin/logger',
    '/usr/bin/passwd',
    '/usr/sbin/groupadd',
    '/usr/sbin/groupdel',
    '/usr/sbin/useradd',
    '/usr/sbin/userdel',
    '/usr/sbin/usermod',
    '/usr/bin/ischroot',
    '/usr/lib/apt/apt-extracttemplates',
    '/usr/sbin/ldconfig',
  ]);
  expect(standInEnvironment(STAND_INS)).toEqual([
    'MIB_ARCHITECTURE=arm64',
    'PATH=/.mib-stand-ins/first:/.mib-stand-ins/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  ]);
});

test('a package that is installed replaces its own programs, so nothing is mounted on them', () => {
  const places = standInMounts({ ...CONTEXT, standIns: STAND_INS }, ['passwd', 'dash']).map(
    ({ dest }) => dest,
  );
  expect(places).toContain('/usr/bin/bash');
  expect(places).toContain('/usr/bin/logger');
  expect(places.filter((dest) => /dash|useradd|passwd|chage/.test(dest))).toEqual([]);
});
