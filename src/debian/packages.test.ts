import { describe, expect, test } from 'vitest';
import { reachable } from './closure.ts';
import { packageName, readPackageList } from './packages.ts';

const MAIN = `Package: libc6
Version: 2.41

Package: mawk
Priority: required
Provides: awk
Depends: libc6 (>= 2.38)

Package: gawk
Provides: awk, awk (= 5), gawk

Package: dash
Essential: yes
Pre-Depends: libc6:any | libc6.1, awk
Recommends: manpages

Package: manpages
Description: Priority: required is only a word here
Package-Type: deb

Package: other
Depends: dash
`;

const SECURITY = `Package: libc6
Version: 2.41-1
Depends: libgcc-s1

Package: libgcc-s1
`;

const lists = [readPackageList(MAIN), readPackageList(SECURITY)];

function names(roots: string[], recommends = false, excluded: string[] = []): string[][] {
  return reachable(lists, roots, { recommends, excluded: new Set(excluded) }).map((spans, index) =>
    spans.map((span) => /^Package: (.*)/.exec(lists[index]!.text.slice(span.start, span.end))?.[1] ?? ''),
  );
}

describe('a list of packages', () => {
  test('knows every stanza by its name', () => {
    expect([...lists[0]!.byName.keys()]).toEqual(['libc6', 'mawk', 'gawk', 'dash', 'manpages', 'other']);
    const [span] = lists[0]!.byName.get('gawk')!;
    expect(MAIN.slice(span!.start, span!.end)).toBe('Package: gawk\nProvides: awk, awk (= 5), gawk\n');
  });

  test('knows who provides a name, each once and not itself', () => {
    expect([...lists[0]!.providers]).toEqual([['awk', ['mawk', 'gawk']]]);
  });

  test('knows what every system has', () => {
    expect([...lists[0]!.required]).toEqual(['mawk', 'dash']);
  });

  test('may end without a line end, and be empty', () => {
    expect([...readPackageList('Package: a\nVersion: 1').byName.keys()]).toEqual(['a']);
    expect(readPackageList('').byName.size).toBe(0);
  });
});

describe('the name in a relation', () => {
  test.each([
    [' libc6:any (>= 2.38)', 'libc6'],
    ['awk', 'awk'],
    ['g++(>= 4)', 'g++'],
    ['\n debianutils', 'debianutils'],
    ['', ''],
  ])('%j: %s', (alternative, name) => {
    expect(packageName(alternative)).toBe(name);
  });
});

describe('what a solver could choose', () => {
  test('is every version, alternative and provider, and what they need, in the order of the files', () => {
    expect(names(['dash'])).toEqual([
      ['libc6', 'mawk', 'gawk', 'dash'],
      ['libc6', 'libgcc-s1'],
    ]);
  });

  test('includes recommended packages where they are wanted', () => {
    expect(names(['dash'], true)[0]).toContain('manpages');
  });

  test('leaves out what is excluded, and what only that needs', () => {
    expect(names(['dash'], false, ['libc6', 'gawk'])).toEqual([['mawk', 'dash'], []]);
  });

  test('is nothing for a name that is nowhere', () => {
    expect(names(['nowhere'])).toEqual([[], []]);
  });
});
