import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ElfShape, encodeElf } from '../../test/support/elf/encode.ts';
import { damaged, readerOf, readSoon } from '../../test/support/elf/hostile.ts';
import { ElfError } from './bytes.ts';
import { readElf } from './read.ts';

const read = (shape: ElfShape) => readElf(readerOf(encodeElf(shape)));

const FULL: ElfShape = {
  interpreter: '/lib64/ld-linux-x86-64.so.2',
  soname: 'libself.so.1',
  needed: ['libz.so.1', 'libc.so.6'],
  runpath: '$ORIGIN/../lib:/opt/lib',
  flags1: 0x800,
  note: '[{"feature":"zstd","priority":"required","soname":["libzstd.so.1"]}]',
};

describe('readElf', () => {
  test.each([
    [64, true, 62],
    [64, false, 22],
    [32, true, 40],
    [32, false, 8],
  ] as const)('reads a file of %i bits, little-endian %s', (bits, littleEndian, machine) => {
    expect(read({ ...FULL, bits, littleEndian, machine, flags: 0x5000400 })).toEqual({
      bits,
      littleEndian,
      machine,
      flags: 0x5000400,
      interpreter: '/lib64/ld-linux-x86-64.so.2',
      soname: 'libself.so.1',
      needed: ['libz.so.1', 'libc.so.6'],
      rpath: [],
      runpath: ['$ORIGIN/../lib', '/opt/lib'],
      noDefaultLibraries: true,
      dlopen: [{ feature: 'zstd', priority: 'required', sonames: ['libzstd.so.1'] }],
      strings: { offset: expect.any(Number), size: 58 },
      loads: [{ offset: 0, size: expect.any(Number) }],
    });
  });

  test('a static program has no dynamic section', () => {
    const bytes = encodeElf({});
    new DataView(bytes.buffer).setUint16(56, 0, true);
    expect(readElf(readerOf(bytes))).toMatchObject({ needed: [], rpath: [], dlopen: [] });
  });

  test('RUNPATH replaces RPATH', () => {
    expect(read({ rpath: '/a:/b' }).rpath).toEqual(['/a', '/b']);
    expect(read({ rpath: '/a:/b', runpath: '/c' })).toMatchObject({ rpath: [], runpath: ['/c'] });
  });

  test('a long name is read to its end', () => {
    const name = `lib${'x'.repeat(2000)}.so`;
    expect(read({ needed: [name] }).needed).toEqual([name]);
  });

  test.each([
    ['is not JSON', 'nonsense', []],
    ['is no list', '{"soname":["a.so"]}', []],
    ['names no library', '[{"feature":"x"}]', []],
    [
      'has no priority',
      '[{"soname":["a.so","b.so"]}]',
      [{ priority: 'recommended', sonames: ['a.so', 'b.so'] }],
    ],
  ])('a note that %s', (_, note, dlopen) => {
    expect(read({ note }).dlopen).toEqual(dlopen);
  });

  test.each([
    ['text', new TextEncoder().encode('#!/bin/sh\n'), 'is not an ELF file'],
    ['nothing', new Uint8Array(), 'is not an ELF file'],
    ['a header alone', encodeElf({}).subarray(0, 64), 'ends before byte 176'],
    ['an unknown class', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 3, 1), 'has the unknown class 3'],
    ['an unknown byte order', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 9), 'has the unknown byte order 9'],
  ])('%s is refused', (_, bytes, message) => {
    expect(() => readElf(readerOf(bytes))).toThrow(new ElfError(message));
  });

  test('a hostile file gives an answer or an ElfError, and soon', () => {
    fc.assert(
      fc.property(damaged(encodeElf(FULL)), (bytes) => {
        readSoon(bytes, (read) => {
          try {
            readElf(read);
          } catch (error) {
            expect(error).toBeInstanceOf(ElfError);
          }
        });
      }),
      { numRuns: 2000 },
    );
  });
});
