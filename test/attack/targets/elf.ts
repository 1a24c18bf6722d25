import type { ReadAt } from '../../../src/elf/bytes.ts';
import { ElfError } from '../../../src/elf/bytes.ts';
import { goBuild } from '../../../src/elf/go.ts';
import { hasConstant, importsAny, libraryLiterals } from '../../../src/elf/literals.ts';
import { machineOf } from '../../../src/elf/machine.ts';
import { readElf } from '../../../src/elf/read.ts';
import { encodeElf } from '../../support/elf/encode.ts';
import { encodeGoBuild } from '../../support/elf/go.ts';
import { must, raw, type Target } from '../fuzz/target.ts';

const FULL = {
  interpreter: '/lib64/ld-linux-x86-64.so.2',
  soname: 'libself.so.1',
  needed: ['libz.so.1', 'libc.so.6'],
  runpath: '$ORIGIN/../lib:/opt/lib',
  flags1: 0x800,
  note: '[{"feature":"zstd","priority":"required","soname":["libzstd.so.1"]}]',
  imports: ['dlopen'],
  constants: ['libssl.so.3', '/usr/lib/libx.so'],
};

const SHAPES = [
  { bits: 64, littleEndian: true, machine: 62 },
  { bits: 64, littleEndian: false, machine: 22 },
  { bits: 32, littleEndian: true, machine: 40, flags: 0x5000400 },
  { bits: 32, littleEndian: false, machine: 8 },
] as const;

const GO = encodeGoBuild('go1.24.4', [
  'path\texample.com/hello',
  'mod\texample.com/hello\tv1.0.0\th1:x=',
  'dep\tgolang.org/x/text\tv0.3.0\th1:y=',
  '=>\t./text',
]);

export const elf: Target = {
  name: 'elf',
  seeds: () => [
    ...SHAPES.flatMap((shape) => [
      encodeElf({ ...FULL, ...shape }),
      encodeElf({ ...shape, rpath: '/a:/b', data: GO }),
    ]),
    encodeElf({}),
  ],
  words: [
    ...raw('\xff Go buildinf:', '\x7fELF'),
    'go1.24',
    'dep\t',
    '=>\t',
    'lib',
    '.so',
    '.so.1',
    '\0dlopen\0',
    'FDO\0',
    '$ORIGIN',
    '/',
    ':',
  ],
  read(input) {
    // What is read counts, not only what is kept: a hostile file must not have a reader go through it again and again.
    let bytes = 0;
    const read: ReadAt = (offset, length) => {
      must(length <= 1 << 23, `${length} bytes at a time`);
      const found = input.subarray(offset, offset + length);
      bytes += found.length + 64;
      return found;
    };
    const found = readElf(read);
    machineOf(found);
    goBuild(read, found);
    libraryLiterals(read, found);
    importsAny(read, found, ['dlopen']);
    hasConstant(read, found, 'libssl');
    must(bytes < 1e6 + 2000 * input.length, `${bytes} bytes read of ${input.length}`);
  },
  refuses: (error) => error instanceof ElfError,
};
