import { describe, expect, test } from 'vitest';
import { readPackageList } from './packages.ts';
import { meeting, parseRelations } from './relations.ts';

const LIST = readPackageList(
  [
    'Package: libx\nVersion: 1:2.0-1\n',
    'Package: libx\nVersion: 1:2.0-3\n',
    'Package: mawk\nVersion: 1\nProvides: awk, awk-abi (= 3)\n',
  ].join('\n'),
);

function names(value: string): string[] {
  return parseRelations(value).flatMap((group) => group.flatMap((relation) => meeting(LIST, relation)));
}

describe('a relation', () => {
  test('has dependencies, each with alternatives', () => {
    const groups = parseRelations('libx:any (>= 1) [armhf] | awk,\n other <!nocheck>, ');
    expect(groups.map((group) => group.map(({ name }) => name))).toEqual([['libx', 'awk'], ['other']]);
  });

  test.each([
    ['libx', ['libx']],
    ['libx (= 1:2.0-3)', ['libx']],
    ['libx (>> 1:2.0-3)', []],
    ['libx (<< 1:2.0-1)', []],
    ['libx (>= 2.0)', ['libx']],
    ['libx(<=1:2.0-1)', ['libx']],
    ['liby', []],
  ])('accepts the versions that %s says', (relation, expected) => {
    expect(names(relation)).toEqual(expected);
  });

  test('is met by a package that provides the name, with a version only if that is provided', () => {
    expect(names('awk')).toEqual(['mawk']);
    expect(names('awk (>= 1)')).toEqual([]);
    expect(names('awk-abi (>= 3)')).toEqual(['mawk']);
    expect(names('awk-abi (>= 4)')).toEqual([]);
  });
});
