import { expect, test } from 'vitest';
import { KINDS, reasonWords, shareWords, sizeWords } from './words.ts';

test('a reason is said so that it can stand behind "it is"', () => {
  const needed = { kind: 'needed', detail: 'libx.so.1', strength: 'hard' } as const;
  expect(reasonWords({ ...needed, from: '/bin/app' })).toBe('the library libx.so.1, needed by');
  expect(reasonWords({ kind: 'entry', detail: '/bin/app', strength: 'hard' })).toBe(
    'the program that the image starts',
  );
  expect(reasonWords({ kind: 'rule', from: '/bin/app', strength: 'soft' })).toBe('required by');
  expect(reasonWords({ kind: 'keep', detail: '$&', strength: 'hard' })).toBe(
    'matched by a line of "keep" ($&)',
  );
});

test('none has a place left open, with a detail or without', () => {
  const kinds = Object.keys(KINDS) as (keyof typeof KINDS)[];
  const said = kinds.flatMap((kind) =>
    [{}, { from: '/x' }].flatMap((from) =>
      [{}, { detail: 'it' }].map((detail) => reasonWords({ kind, strength: 'hard', ...from, ...detail })),
    ),
  );
  expect(said.filter((words) => /%|\(\)|""| $|^ | {2}|[:,]$/.test(words))).toEqual([]);
});

test.each([
  [999, '999 B'],
  [1000, '1.0 kB'],
  [99_949, '99.9 kB'],
  [99_950, '100 kB'],
  [999_949, '1000 kB'],
  [999_950, '1.0 MB'],
  [41_778_321, '41.8 MB'],
  [154_430_366, '154 MB'],
  [1_230_000_000, '1.23 GB'],
])('%d bytes are %s', (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words);
});

test('a share', () => {
  expect([shareWords(1, 3), shareWords(1, 100), shareWords(1, 1e6), shareWords(0, 0)]).toEqual([
    '33 %',
    '1.0 %',
    'below 0.1 %',
    '0.0 %',
  ]);
});
