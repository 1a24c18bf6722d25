import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nanoseconds } from './duration.ts';
import { normalPath } from './paths.ts';
import { ABSOLUTE, DURATION, RELATIVE } from './syntax.ts';

describe('nanoseconds', () => {
  test.each([
    ['0s', 0],
    ['1us', 1e3],
    ['250ms', 250e6],
    ['1.5s', 1.5e9],
    ['1m30s', 90e9],
    ['2h', 7200e9],
    ['1h1m1s1ms1us', 3661001001e3],
  ])('%s', (duration, expected) => {
    expect(DURATION.test(duration)).toBe(true);
    expect(nanoseconds(duration)).toBe(expected);
  });

  test.each(['', '1', 's', '1 s', '-1s', '1d', '1.s', '1s ', 'PT1S'])('%j is no duration', (duration) => {
    expect(DURATION.test(duration)).toBe(false);
  });
});

describe('normalPath', () => {
  test.each([
    ['/', '/'],
    ['//', '/'],
    ['/a//b/./c', '/a/b/c'],
    ['/a/', '/a/'],
    ['/./', '/'],
    ['./a', 'a'],
    ['.', '.'],
    ['./', '.'],
    ['a/./b/', 'a/b/'],
  ])('%s', (path, expected) => {
    expect(normalPath(path)).toBe(expected);
  });

  test('changes nothing twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '/', '.') }), (path) => {
        expect(normalPath(normalPath(path))).toBe(normalPath(path));
      }),
    );
  });
});

test('a path that passes stays where it belongs', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '/', '.', '..', '\n', ' ') }), (path) => {
      const climbs = path.split('/').includes('..') || path.includes('\n') || path === '';
      expect(ABSOLUTE.test(path)).toBe(path.startsWith('/') && !climbs);
      expect(RELATIVE.test(path)).toBe(!path.startsWith('/') && !climbs);
    }),
    { numRuns: 1000 },
  );
});
