import { expect, test } from 'vitest';
import type { Check } from '../imagefile/spec.ts';
import { checkArguments } from './check-words.ts';

const CHECK: Check = {
  kind: 'run',
  run: ['app', '--test'],
  timeout: 60,
  at: { start: 0, end: 0 },
};
const STAND_INS = { architecture: 'arm64', loader: '/lib64/ld.so', libraries: '/usr/lib/here' };

test('a check has more time where it is emulated', () => {
  expect(checkArguments({}, CHECK, { stopSignal: 'TERM' })).toEqual(['run', '60', 'app --test']);
  expect(checkArguments({ standIns: STAND_INS }, CHECK, { stopSignal: 'TERM' })).toEqual([
    'run',
    '300',
    'app --test',
  ]);
});
