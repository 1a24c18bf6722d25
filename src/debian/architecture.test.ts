import { describe, expect, test } from 'vitest';
import { debianArchitecture, debianArchitectures, machineOf, renamed } from './architecture.ts';

describe('debianArchitecture', () => {
  test.each([
    ['amd64', undefined, 'amd64'],
    ['amd64', 'v3', 'amd64'],
    ['arm64', undefined, 'arm64'],
    ['arm64', 'v8.2', 'arm64'],
    ['arm', 'v7', 'armhf'],
    ['arm', 'v8', 'armhf'],
    ['arm', 'v6', 'armel'],
    ['arm', 'v5', 'armel'],
    ['386', undefined, 'i386'],
    ['ppc64le', undefined, 'ppc64el'],
    ['riscv64', undefined, 'riscv64'],
    ['s390x', undefined, 's390x'],
  ])('%s/%s is %s', (architecture, variant, debian) => {
    expect(debianArchitecture(variant === undefined ? { architecture } : { architecture, variant })).toBe(
      debian,
    );
  });

  test.each([{ architecture: 'mips64le' }, { architecture: 'arm', variant: 'v4' }])(
    '%o has no port',
    (machine) => {
      expect(debianArchitecture(machine)).toBeUndefined();
    },
  );
});

test('machineOf is the inverse for every architecture', () => {
  for (const debian of debianArchitectures()) {
    const machine = machineOf(debian);
    expect(machine && debianArchitecture(machine)).toBe(debian);
  }
  expect(machineOf('armhf')).toEqual({ architecture: 'arm', variant: 'v7' });
  expect(machineOf('armel')).toEqual({ architecture: 'arm', variant: 'v5' });
  expect(machineOf('sparc')).toBeUndefined();
});

test.each([
  ['/usr/lib/x86_64-linux-gnu/libz.so.1', 'arm64', '/usr/lib/aarch64-linux-gnu/libz.so.1'],
  [
    '/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2',
    'armhf',
    '/usr/lib/arm-linux-gnueabihf/ld-linux-armhf.so.3',
  ],
  ['/var/lib/dpkg/info/libc6:amd64.list', 'arm64', '/var/lib/dpkg/info/libc6:arm64.list'],
  ['/usr/lib/jvm/java-21-openjdk-amd64/bin/java', 'riscv64', '/usr/lib/jvm/java-21-openjdk-riscv64/bin/java'],
  ['/x/_ssl.cpython-313-x86_64-linux-gnu.so', 's390x', '/x/_ssl.cpython-313-s390x-linux-gnu.so'],
  ['/usr/share/camd64x/amd64ish', 'arm64', '/usr/share/camd64x/amd64ish'],
])('%s of amd64 has another name on %s', (path, architecture, expected) => {
  expect(renamed(path, 'amd64', architecture)).toBe(expected);
});

test('every architecture has names of its own', () => {
  const path = '/usr/lib/x86_64-linux-gnu';
  const others = debianArchitectures().map((name) => renamed(path, 'amd64', name));
  expect(new Set(others).size).toBe(others.length);
});
