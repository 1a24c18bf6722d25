import { expect, test } from 'vitest';
import { capabilities } from './capabilities.ts';

const some = capabilities([
  { ID: 'on', Enabled: true },
  { ID: 'off', Enabled: false, DisabledReasonMsg: 'not on this snapshotter' },
]);

test('a capability counts when it is listed and enabled', () => {
  expect([some.has('on'), some.has('off'), some.has('unknown')]).toEqual([true, false, false]);
});

test('what is missing is said in words, with the reason where the daemon gives one', () => {
  expect(() => some.require('on', 'do it')).not.toThrow();
  expect(() => some.require('off', 'merge trees')).toThrow(
    'this BuildKit cannot merge trees: not on this snapshotter (off)',
  );
  expect(() => some.require('unknown', 'do it')).toThrow(
    'this BuildKit cannot do it: it lacks the capability "unknown"',
  );
});
