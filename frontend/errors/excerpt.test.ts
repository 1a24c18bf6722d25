import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerpt } from './excerpt.ts';

const numbered = (count: number) => Array.from({ length: count }, (_, n) => `line ${n + 1}`).join('\n');

test('a small file is sent whole', () => {
  expect(excerpt('a\nb', { first: 2, last: 2 }, 100)).toBe('a\nb');
});

test('of a large one only the lines around, at their numbers', () => {
  const lines = excerpt(numbered(1000), { first: 500, last: 501 }, 100).split('\n');
  expect(lines.slice(0, 489).join('')).toBe('');
  expect(lines[489]).toBe('line 490');
  expect(lines.at(-1)).toBe('line 511');
});

test('every line asked for, and four around it, is where it was', () => {
  const line = fc.integer({ min: 1, max: 300 });
  fc.assert(
    fc.property(line, fc.nat(3), (first, more) => {
      const all = numbered(300).split('\n');
      const last = Math.min(300, first + more);
      const lines = excerpt(numbered(300), { first, last }, 50).split('\n');
      for (let at = Math.max(1, first - 4); at <= Math.min(300, last + 4); at++) {
        expect(lines[at - 1]).toBe(all[at - 1]);
      }
    }),
  );
});

test('a long line is cut, a long range is shown from its start', () => {
  expect(excerpt('x'.repeat(5000), { first: 1, last: 1 }, 100)).toBe(`${'x'.repeat(400)}…`);
  expect(excerpt(numbered(1000), { first: 1, last: 1000 }, 100).split('\n')).toHaveLength(21);
});
