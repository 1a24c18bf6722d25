import { describe, expect, test } from 'vitest';
import { debianArchitecture, debianArchitectures, machineOf } from './architecture.ts';

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
