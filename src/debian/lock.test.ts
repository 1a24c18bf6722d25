import { expect, test } from 'vitest';
import { debFileName } from './lock.ts';

test('a file of a package is named without the epoch of its version', () => {
  const name = (version: string) => debFileName({ name: 'libstdc++6', version, architecture: 'all' });
  expect(name('14.2.0-19')).toBe('libstdc++6_14.2.0-19_all.deb');
  expect(name('1:2.0~rc1+b1')).toBe('libstdc++6_2.0~rc1+b1_all.deb');
});
