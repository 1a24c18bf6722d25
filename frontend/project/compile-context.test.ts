import { expect, test } from 'vitest';
import { ignoresCache } from './compile-context.ts';

test.each([
  [[], undefined, false],
  ['all', undefined, true],
  ['all', 'debug', true],
  [['thin'], undefined, true],
  [['thin'], '', true],
  [['Thin'], 'thin', true],
  [['thin'], 'debug', false],
  [['other', 'debug'], 'debug', true],
] as const)('without the cache for %j, the target %j is built anew: %s', (noCache, target, expected) => {
  expect(ignoresCache({ noCache, ...(target !== undefined && { target }) })).toBe(expected);
});
