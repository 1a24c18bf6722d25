import { describe, expect, test } from 'vitest';
import type { Lock } from '../../src/debian/lock.ts';
import { lockedRequest } from '../../src/debian/locked-request.ts';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import { buildDifferences, builderDifferences } from './match-locked-builds.ts';

function specOf(name: string, source: string, packages: string, tree = '') {
  const { spec } = parseImagefile(
    `build:\n  - name: ${name}\n    source: ${source}\n    packages: ${packages}\n    run: [make]\n${tree}` +
      '    output: [a: /usr/bin/a]\nentry: /usr/bin/a\n',
  );
  if (spec === undefined) throw new Error('no spec');
  return spec;
}

const SOURCE = '{git: "https://git.example/a.git", ref: v1}';
const LOCKED = lockedRequest(specOf('a', SOURCE, '[gcc, make]'), [], new Map());
const MADE = specOf('a', SOURCE, '[make, gcc]');

function differences(spec: ReturnType<typeof specOf>): string[] {
  const wanted = lockedRequest(spec, [], new Map([['a.asc', { digest: 'sha256:a' }]])).builds ?? [];
  return buildDifferences(LOCKED.builds ?? [], wanted, spec, 'Imagefile.lock').map(({ message }) => message);
}

describe('a lock and the builds of an Imagefile', () => {
  test('fit, in whatever order the packages are', () => {
    expect(differences(MADE)).toEqual([]);
  });

  test.each([
    [
      specOf('b', SOURCE, '[gcc, make]'),
      ['build "b" is not in Imagefile.lock', 'build "a" is in Imagefile.lock, but not requested here'],
    ],
    [
      specOf('a', SOURCE, '[gcc, cmake]'),
      [
        'package "cmake" of build "a" is not in Imagefile.lock',
        'package "make" of build "a" is in Imagefile.lock, but not requested here',
      ],
    ],
    [
      specOf('a', '{git: "https://git.example/a.git", ref: v2}', '[gcc, make]'),
      [
        'the source of build "a" is https://git.example/a.git v2 here, but https://git.example/a.git v1 in Imagefile.lock',
      ],
    ],
    [
      specOf('a', '{git: "https://git.example/a.git", ref: v1, key: a.asc}', '[gcc, make]'),
      [
        'the source of build "a" is https://git.example/a.git v1 signed by sha256:a here, but https://git.example/a.git v1 in Imagefile.lock',
      ],
    ],
    [
      specOf('a', '{context: src}', '[gcc, make]'),
      ['the source of build "a" is no repository here, but https://git.example/a.git v1 in Imagefile.lock'],
    ],
    [
      specOf('a', SOURCE, '[gcc, make]', '    from: node:22\n    platform: target\n'),
      [
        '"from" of build "a" is node:22 here, but none in Imagefile.lock',
        '"platform" of build "a" is target here, but none in Imagefile.lock',
      ],
    ],
  ])('differ: %#', (spec, messages) => {
    expect(differences(spec)).toEqual(messages);
  });

  test('are for one kind of machine', () => {
    const empty = { suite: 'trixie', archives: [], base: [], packages: [], tools: [] };
    const built = { name: 'a', lock: { ...empty, architecture: 'amd64' } };
    const lock: Lock = { ...empty, architecture: 'arm64', builds: [built] };
    expect(
      builderDifferences(
        lock,
        { spec: MADE, builderOf: () => 'amd64', buildImages: new Map() },
        'Imagefile.lock',
      ),
    ).toEqual([]);
    expect(
      builderDifferences(
        lock,
        { spec: MADE, builderOf: () => 'arm64', buildImages: new Map() },
        'Imagefile.lock',
      ),
    ).toMatchObject([
      {
        code: 'lock-mismatch',
        message: 'build "a" for arm64 is built on arm64 here, but on amd64 in Imagefile.lock',
      },
    ]);
  });

  test('are in the same image', () => {
    const spec = specOf('a', SOURCE, '[gcc]', '    from: node:22\n');
    const empty = { suite: 'trixie', archives: [], base: [], packages: [], tools: [], architecture: 'amd64' };
    const lock: Lock = {
      ...empty,
      builds: [{ name: 'a', lock: { ...empty, below: { packages: 'sha256:1' } } }],
    };
    const found = (packages: string) => {
      const use = { spec, builderOf: () => 'amd64', buildImages: new Map([['a', { packages }]]) };
      return builderDifferences(lock, use, 'Imagefile.lock').map(({ message }) => message);
    };
    expect(found('sha256:1')).toEqual([]);
    expect(found('sha256:2')).toEqual([
      'the packages of the image "node:22" of build "a" have changed since Imagefile.lock was made',
    ]);
  });
});
