import { describe, expect, test } from 'vitest';
import type { Lock } from '../../src/debian/lock.ts';
import { lockedRequest } from '../../src/debian/locked-request.ts';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import { buildDifferences, builderDifferences } from './match-locked-builds.ts';

function specOf(name: string, source: string, packages: string) {
  const { spec } = parseImagefile(
    `build:\n  - name: ${name}\n    source: ${source}\n    packages: ${packages}\n    run: [make]\n` +
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

test('a lock without the certificates of fetch does not fit', () => {
  const text = `build:
  - name: a
    source: ${SOURCE}
    packages: [gcc, make]
    fetch: {files: [go.mod], run: [go mod download]}
    run: [make]
    output: [a: /usr/bin/a]
entry: /usr/bin/a
`;
  const { spec } = parseImagefile(text);
  if (spec === undefined) throw new Error('no spec');
  const wanted = lockedRequest(spec, [], new Map()).builds ?? [];
  const [problem, ...more] = buildDifferences(LOCKED.builds ?? [], wanted, spec, 'Imagefile.lock');
  expect(more).toEqual([]);
  expect(problem?.message).toBe('package "ca-certificates" of build "a" is not in Imagefile.lock');
  expect(text.slice(problem?.at?.start, problem?.at?.end)).toBe('fetch');
});

describe('a lock and the image that a build is built in', () => {
  const inImage = (from: string) => {
    const source = `${SOURCE}\n    from: ${from}`;
    return specOf('a', source, '[]');
  };
  const [TOOLS, OTHER] = [inImage('tools'), inImage('other')];
  const request = (spec: typeof TOOLS) => lockedRequest(spec, [], new Map()).builds ?? [];

  test('fit by its name', () => {
    const differ = (spec: typeof TOOLS) =>
      buildDifferences(request(TOOLS), request(spec), spec, 'Imagefile.lock').map(({ message }) => message);
    expect(differ(TOOLS)).toEqual([]);
    expect(differ(OTHER)).toEqual(['"from" of build "a" is other here, but tools in Imagefile.lock']);
    expect(differ(specOf('a', SOURCE, '[]'))).toEqual([
      '"from" of build "a" is none here, but tools in Imagefile.lock',
    ]);
  });

  test('fit by its packages', () => {
    const empty = { suite: 'trixie', archives: [], base: [], packages: [], tools: [], architecture: 'amd64' };
    const lock = { ...empty, builds: [{ name: 'a', lock: { ...empty, below: { packages: 'sha256:1' } } }] };
    const differ = (packages: string) =>
      builderDifferences(
        lock,
        { spec: TOOLS, builder: 'amd64', buildImages: new Map([['a', { packages }]]) },
        'Imagefile.lock',
      );
    expect(differ('sha256:1')).toEqual([]);
    expect(differ('sha256:2')).toEqual([
      {
        code: 'lock-mismatch',
        message: 'the packages of the image "tools" of build "a" have changed since Imagefile.lock was made',
        at: TOOLS.build[0]?.from?.at,
      },
    ]);
  });
});

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
  ])('differ: %#', (spec, messages) => {
    expect(differences(spec)).toEqual(messages);
  });

  test('are for one kind of machine', () => {
    const empty = { suite: 'trixie', archives: [], base: [], packages: [], tools: [] };
    const built = { name: 'a', lock: { ...empty, architecture: 'amd64' } };
    const lock: Lock = { ...empty, architecture: 'arm64', builds: [built] };
    expect(
      builderDifferences(lock, { spec: MADE, builder: 'amd64', buildImages: new Map() }, 'Imagefile.lock'),
    ).toEqual([]);
    expect(
      builderDifferences(lock, { spec: MADE, builder: 'arm64', buildImages: new Map() }, 'Imagefile.lock'),
    ).toMatchObject([
      {
        code: 'lock-mismatch',
        message: 'build "a" for arm64 is built on arm64 here, but on amd64 in Imagefile.lock',
      },
    ]);
  });
});
