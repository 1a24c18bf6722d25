import { describe, expect, test } from 'vitest';
import { parseImagefile } from '../parse.ts';
import type { Path } from '../text/tree.ts';
import { factsAt, IMAGEFILE, type MapFacts } from './maps.ts';
import { jsonSchema } from './schema.ts';

interface Schema {
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** The maps with keys of the language in a value, by their paths. Those in a target are those of the Imagefile. */
function mapsIn(schema: Schema, path: Path): (readonly [Path, readonly string[]])[] {
  const { anyOf = [], items, properties } = schema;
  return [
    ...(properties === undefined ? [] : [[path, Object.keys(properties)] as const]),
    ...Object.entries(properties ?? {}).flatMap(([key, value]) => mapsIn(value, [...path, key])),
    ...anyOf.flatMap((form) => mapsIn(form, path)),
    ...(items === undefined ? [] : mapsIn(items, [...path, 0])),
  ];
}

const maps = mapsIn(jsonSchema(), []);

test('the schema is walked to its innermost maps', () => {
  expect(maps.map(([path]) => path.join('.'))).toContain('build.0.fetch.run.0.secrets.0');
});

test.each(maps)('the map at %j has facts about its keys', (path, keys) => {
  expect(factsAt(path).map?.known).toEqual(keys);
});

describe.each(maps)('in the map at %j', (path) => {
  const { known, keys, planned } = factsAt(path).map ?? IMAGEFILE;
  const synonyms = known.flatMap((key) => keys[key]?.synonyms ?? []);

  test('a synonym stands for one key, and is in lower case, as it is looked for', () => {
    expect(synonyms).toEqual([...new Set(synonyms)].map((word) => word.toLowerCase()));
  });

  test('no synonym and no planned key is a key already', () => {
    expect(known.filter((key) => synonyms.includes(key) || Object.hasOwn(planned, key))).toEqual([]);
  });
});

describe('facts of a value', () => {
  const of = (...path: Path) => {
    const { references, perPlatform } = factsAt(path);
    return `${references} ${perPlatform ? 'per platform' : 'for all'}`;
  };

  test.each([
    [['user'], 'argument per platform'],
    [['entry', 0], 'shell per platform'],
    [['packages', 0], 'argument for all'],
    [['suite', 'mirror'], 'argument for all'],
    [['environment', 'run'], 'escaped per platform'],
    [['run', 0, 'cache', 0, 'target'], 'argument per platform'],
    [['files', 0, 'text'], 'shell per platform'],
    [['build', 0, 'name'], 'argument for all'],
    [['build', 0, 'source', 'ref'], 'argument for all'],
    [['build', 0, 'source', 'folder'], 'argument per platform'],
    [['build', 0, 'environment', 'CFLAGS'], 'escaped per platform'],
    [['build', 0, 'fetch', 'run', 0, 'run'], 'shell per platform'],
    [['build', 0, 'fetch', 'run', 0, 'secrets', 0], 'argument per platform'],
  ])('%j: %s', (path, facts) => {
    expect(of(...path)).toBe(facts);
  });

  const hasPairs = (map: MapFacts | undefined) => map?.hasPairs;

  test('pairs stand in files and in outputs', () => {
    expect(hasPairs(factsAt(['files', 0]).map)).toBe(true);
    expect(hasPairs(factsAt(['build', 0, 'output', 0]).map)).toBe(true);
    expect(hasPairs(factsAt(['build', 0]).map)).toBe(false);
  });
});

test('a target that is named like a key is a target', () => {
  const text = 'entry: /bin/app\ntargets: {run: {color: red}}\n';
  expect(parseImagefile(text).diagnostics.map(({ message }) => message)).toEqual([
    'unknown key "color" in a target',
  ]);
});
