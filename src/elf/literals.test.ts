import { describe, expect, test } from 'vitest';
import { type ElfShape, encodeElf } from '../../test/support/elf/encode.ts';
import { libraryLiterals } from './literals.ts';
import { readElf } from './read.ts';

function literals(shape: ElfShape, change: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes) {
  const bytes = change(encodeElf(shape));
  const read = (offset: number, length: number) => bytes.subarray(offset, offset + length);
  return libraryLiterals(read, readElf(read));
}

const IMPORTS = ['malloc', 'dlopen', 'free'];

describe('libraryLiterals', () => {
  test('names of libraries in a file that imports dlopen', () => {
    const constants = ['libnuma.so.1', '/usr/lib/x/libplug.so', 'libnuma.so.1', 'libc++abi.so.1.0'];
    expect(literals({ imports: IMPORTS, constants })).toEqual([
      '/usr/lib/x/libplug.so',
      'libc++abi.so.1.0',
      'libnuma.so.1',
    ]);
  });

  test('none where nothing can load them', () => {
    expect(literals({ imports: ['xdlopen', 'dlopenx'], constants: ['libnuma.so.1'] })).toEqual([]);
    expect(literals({ constants: ['libnuma.so.1'] })).toEqual([]);
  });

  test('not what the loader maps anyway', () => {
    const shape = { soname: 'libself.so.1', needed: ['libz.so.1'], imports: IMPORTS };
    expect(literals({ ...shape, constants: ['libself.so.1', 'libz.so.1'] })).toEqual([]);
  });

  test('not what only resembles a name', () => {
    const constants = [
      'cannot load libx.so.1',
      'lib%s.so',
      'libx.so.1 is missing',
      'x/libx.so',
      '.so',
      'libx.source',
      'plugin.so',
    ];
    expect(literals({ imports: IMPORTS, constants })).toEqual([]);
  });

  test('wherever in a large file it lies', () => {
    for (const at of [1_048_000, 1_048_560, 1_048_576, 2_097_000]) {
      const shape = { imports: IMPORTS, constants: ['x'.repeat(at), 'libnuma.so.1'] };
      expect(literals(shape)).toEqual(['libnuma.so.1']);
    }
  });

  test('not beyond the end of a file that is cut off', () => {
    const shape = { imports: IMPORTS, constants: ['liba.so', 'x'.repeat(5000), 'libb.so'] };
    expect(literals(shape, (bytes) => bytes.subarray(0, -3000))).toEqual(['liba.so']);
  });

  test('of a hostile file, soon', () => {
    for (const text of ['.so', 'lib.so.1', '.so'.repeat(170)]) {
      const constants = [text.repeat(3_000_000 / text.length)];
      expect(literals({ imports: IMPORTS, constants })).toEqual([]);
    }
  });
});
