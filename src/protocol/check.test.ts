import { expect, test } from 'vitest';
import type { StartedCheck } from '../imagefile/spec.ts';
import { checkArguments } from './check.ts';

const CHECK: StartedCheck = {
  kind: 'run',
  run: ['app', '--test'],
  timeout: 60,
  at: { start: 0, end: 0 },
};

test('a check has more time where it is emulated', () => {
  const argumentsOf = (isEmulated: boolean) => checkArguments(CHECK, { isEmulated, stopSignal: 'TERM' });
  expect(argumentsOf(false)).toEqual(['run', '60', 'app --test']);
  expect(argumentsOf(true)).toEqual(['run', '300', 'app --test']);
});
