import { expect, test } from 'vitest';
import { chain } from './chain.ts';

test('each link has what the one before passed first, in the order in which they were made', async () => {
  const link = chain<string>();
  const [first, second, third] = [link(), link(), link()];
  second.pass('b');
  first.pass();
  first.pass('too late');
  expect(await first.previous).toBeUndefined();
  expect(await second.previous).toBeUndefined();
  expect(await third.previous).toBe('b');
});
