import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeElf } from '../../test/support/elf/encode.ts';
import { encodeGoBuild } from '../../test/support/elf/go.ts';
import { damaged, readerOf, readSoon } from '../../test/support/elf/hostile.ts';
import { goBuild } from './go.ts';
import { readElf } from './read.ts';

function buildOf(data: Uint8Array, bits: 32 | 64 = 64) {
  const bytes = encodeElf({ bits, data });
  return goBuild(readerOf(bytes), readElf(readerOf(bytes)));
}

const LINES = [
  'path\tapp.example/app/cmd/app',
  'mod\tapp.example/app\t(devel)\t',
  'dep\tgolang.org/x/text\tv0.14.0\th1:ScX5w1eTa3QqT8oi6+ziP7dTV1S2+ALU0bI+0zXKWiQ=',
  'dep\tlib.example/old\tv1.0.0',
  '=>\tlib.example/new\tv1.1.0\th1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
  'dep\tlib.example/near\tv1.0.0',
  '=>\t./near\t\t',
  'build\t-compiler=gc',
];

describe('a Go program', () => {
  test.each([64, 32] as const)('of %i bits says what it was built from', (bits) => {
    expect(buildOf(encodeGoBuild('go1.24.4', LINES), bits)).toEqual({
      go: 'go1.24.4',
      main: { path: 'app.example/app' },
      modules: [
        { path: 'golang.org/x/text', version: 'v0.14.0' },
        { path: 'lib.example/new', version: 'v1.1.0' },
        { path: 'lib.example/near' },
      ],
    });
  });

  test('may have a version, or be of no module', () => {
    const main = 'mod\tapp.example/app\tv1.2.3+dirty\t';
    expect(buildOf(encodeGoBuild('devel go1.25-0123abc', [main]))).toEqual({
      go: 'devel go1.25-0123abc',
      main: { path: 'app.example/app', version: 'v1.2.3+dirty' },
      modules: [],
    });
    expect(buildOf(encodeGoBuild('go1.24.4', []))).toEqual({ go: 'go1.24.4', modules: [] });
  });

  test('may hold thousands of modules, far inside', () => {
    const many = Array.from({ length: 5000 }, (_, at) => `dep\tlib.example/${at}\tv1.0.${at}`);
    const far = Buffer.concat([Buffer.alloc(1 << 20), encodeGoBuild('go1.24.4', many)]);
    expect(buildOf(far)?.modules).toHaveLength(5000);
  });

  test('may read the build information of others', () => {
    const decoy = Buffer.concat([encodeGoBuild('no version', []), Buffer.alloc(64)]);
    const aligned = decoy.subarray(0, Math.floor(decoy.length / 16) * 16);
    const build = encodeGoBuild('go1.24.4', LINES);
    expect(buildOf(Buffer.concat([aligned, build]))?.go).toBe('go1.24.4');
    expect(buildOf(Buffer.concat([Buffer.alloc(8), build]))).toBeUndefined();
  });
});

test.each([
  ['of a Go before 1.18', encodeGoBuild('go1.17', LINES, 0)],
  ['that ends in its head', encodeGoBuild('go1.24.4', LINES).subarray(0, 20)],
  ['that ends in its version', encodeGoBuild('go1.24.4', LINES).subarray(0, 36)],
  ['without anything of Go', new Uint8Array(100)],
])('nothing is said of a file %s', (_, data) => {
  expect(buildOf(data)).toBeUndefined();
});

test('a hostile file gives an answer, and soon', () => {
  const valid = encodeElf({ data: encodeGoBuild('go1.24.4', LINES) });
  const elf = readElf(readerOf(valid));
  const loads = fc.array(fc.record({ offset: fc.nat(), size: fc.nat() }), { maxLength: 3 });
  fc.assert(
    fc.property(damaged(valid), loads, (bytes, more) => {
      readSoon(bytes, (read) => goBuild(read, { loads: [...more, ...elf.loads] }));
    }),
    { numRuns: 2000 },
  );
});
