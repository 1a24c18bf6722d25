import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineStarts, linesOf, positionAt } from './lines.ts';

describe('positionAt', () => {
  const starts = lineStarts('ab\n\ncd');
  test.each([
    [0, 1, 0],
    [2, 1, 2],
    [3, 2, 0],
    [4, 3, 0],
    [6, 3, 2],
    [99, 3, 95],
  ])('offset %i is line %i, character %i', (offset, line, character) => {
    expect(positionAt(starts, offset)).toEqual({ line, character });
  });

  test('agrees with splitting the text', () => {
    const text = fc.array(fc.constantFrom('a', 'é', '😀', '\n', '\r\n', ' ')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.nat(60), (text, wanted) => {
        const offset = Math.min(wanted, text.length);
        const before = text.slice(0, offset).split('\n');
        expect(positionAt(lineStarts(text), offset)).toEqual({
          line: before.length,
          character: before.at(-1)?.length,
        });
      }),
    );
  });
});

describe('linesOf', () => {
  const starts = lineStarts('one\ntwo\nthree\n');
  test.each([
    [{ start: 0, end: 3 }, 1, 1],
    [{ start: 4, end: 8 }, 2, 2],
    [{ start: 2, end: 9 }, 1, 3],
    [{ start: 4, end: 4 }, 2, 2],
    [{ start: 14, end: 14 }, 4, 4],
  ])('%o touches lines %i to %i', (at, first, last) => {
    expect(linesOf(starts, at)).toEqual({ first, last });
  });
});
