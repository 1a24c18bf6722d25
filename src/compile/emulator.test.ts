import { expect, test } from 'vitest';
import { emulatorEnvironment } from './emulator.ts';

const STAND_INS = { loader: '/lib64/ld-linux-x86-64.so.2', libraries: '/usr/lib/x86_64-linux-gnu' };

test.each(['arm64', 'ppc64el', 'riscv64', 's390x'])('%s gets addresses of its own', (architecture) => {
  expect(emulatorEnvironment({ ...STAND_INS, architecture })).toEqual(['QEMU_RESERVED_VA=0x10000000000']);
});

test.each(['armel', 'armhf', 'i386'])('%s has them anyway, and may not be given so many', (architecture) => {
  expect(emulatorEnvironment({ ...STAND_INS, architecture })).toEqual([]);
});

test('nothing changes where nothing is emulated', () => {
  expect(emulatorEnvironment(undefined)).toEqual([]);
});
