import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distance, near, nearest } from './nearest.ts';

describe('distance', () => {
  test.each([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['abc', 'abd', 1],
    ['abc', 'abcd', 1],
    ['abcd', 'abc', 1],
    ['abcd', 'abdc', 1],
    ['ca', 'abc', 3],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('%j and %j are %i apart', (a, b, expected) => {
    expect(distance(a, b)).toBe(expected);
  });

  test('gives up beyond the limit', () => {
    expect(distance('aaaaaaaa', 'bbbbbbbb', 2)).toBe(3);
    expect(distance('a', 'abcdef', 2)).toBe(3);
    expect(distance('kitten', 'sitting', 2)).toBe(3);
  });

  test('is symmetric, zero only for equals, and a limit never changes a distance within it', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, fc.nat(8), (a, b, limit) => {
        const full = distance(a, b);
        expect(distance(b, a)).toBe(full);
        expect(full === 0).toBe(a === b);
        expect(distance(a, b, limit)).toBe(Math.min(full, limit + 1));
      }),
    );
  });
});

describe('near', () => {
  const archive = [
    'nginx',
    'nginx-light',
    'nginx-extras',
    'postgresql',
    'postgresql-17',
    'python3',
    'curl',
    'gcc',
  ];

  test.each([
    ['pakages', ['packages'], 'packages'],
    ['ngnix', archive, 'nginx'],
    ['nginx-ligth', archive, 'nginx-light'],
    ['postgres', archive, 'postgresql'],
    ['python', archive, 'python3'],
    ['Curl', archive, 'curl'],
    ['g++', archive, undefined],
    ['services', ['packages', 'files', 'users'], undefined],
  ])('%s', (name, candidates, expected) => {
    expect(nearest(name, candidates)).toBe(expected);
  });

  test('gives the best first, and no more than asked for', () => {
    expect(near('nginx', archive, 5)).toEqual(['nginx', 'nginx-light', 'nginx-extras']);
    expect(near('nginx', archive, 1)).toEqual(['nginx']);
    expect(near('nginx', [], 5)).toEqual([]);
  });

  test('does not depend on the order of the candidates', () => {
    expect(near('nginx', [...archive].reverse(), 5)).toEqual(near('nginx', archive, 5));
  });

  test('looks through an archive of 60,000 names quickly', () => {
    const names = Array.from({ length: 60_000 }, (_, index) => `lib-package-${index}`);
    expect(near('lib-pakage-4711', names, 3)[0]).toBe('lib-package-4711');
  });
});
