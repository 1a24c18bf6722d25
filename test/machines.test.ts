/** Several tables list Debian's architectures, each in its own terms. They must list the same ones and agree on them. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  debianArchitecture,
  debianArchitectures,
  machineOf,
  toolchainOf,
} from '../src/debian/architecture.ts';
import { machineOf as elfMachineOf } from '../src/elf/machine.ts';
import { readElf } from '../src/elf/read.ts';
import { debianName } from '../src/imagefile/values/platforms.ts';
import { encodeElf } from './support/elf/encode.ts';

interface LinkerMachine {
  readonly triplet: string;
  readonly machine: number;
  readonly bits: 32 | 64;
  readonly littleEndian: boolean;
}

/** The table of src/steps/ldconfig.pl. */
const LINKER: ReadonlyMap<string, LinkerMachine> = new Map(
  [
    ...readFileSync('src/steps/ldconfig.pl', 'utf8').matchAll(
      /^ {4}(\w+) +=> \['([\w-]+)', +(\d+), +([12]), ([12]), 0x\w{4}\],$/gm,
    ),
  ].map(([, debian = '', triplet = '', machine, elfClass, order]) => [
    debian,
    { triplet, machine: Number(machine), bits: elfClass === '2' ? 64 : 32, littleEndian: order === '1' },
  ]),
);

/** The ABI of floating-point numbers in e_flags: ELF for the ARM Architecture, EF_ARM_ABI_FLOAT_HARD and _SOFT. */
const FLOAT: Readonly<Record<string, number>> = { armhf: 0x400, armel: 0x200 };

test('ldconfig.pl knows every architecture', () => {
  expect([...LINKER.keys()].sort()).toEqual(debianArchitectures());
});

describe.each(debianArchitectures())('%s', (debian) => {
  test('has one name for its library folders', () => {
    const found = LINKER.get(debian);
    const { multiarch } = toolchainOf(debian);
    expect(found?.triplet).toBe(multiarch);
    const { machine = 0, bits = 64, littleEndian = true } = found ?? {};
    const bytes = encodeElf({ machine, bits, littleEndian, flags: FLOAT[debian] ?? 0 });
    const program = readElf((offset, length) => bytes.subarray(offset, offset + length));
    expect(elfMachineOf(program).triplets).toEqual([multiarch]);
  });

  test('may be written by its own name and by the name that Docker has', () => {
    const { architecture, variant } = machineOf(debian) ?? {};
    const platform = [architecture, ...(variant === undefined ? [] : [variant])].join('/');
    for (const name of [debian, platform, `linux/${platform}`])
      expect([name, debianName(name)]).toEqual([name, debian]);
  });
});

test('a platform is the same architecture to the Imagefile and to --platform', () => {
  const machines = debianArchitectures().flatMap((debian) => machineOf(debian) ?? []);
  const architectures = [...new Set(machines.map(({ architecture }) => architecture))];
  const known = architectures.flatMap((architecture) =>
    ['v5', 'v6', 'v7', 'v8'].flatMap((variant) => {
      const [written, asked] = [
        debianName(`${architecture}/${variant}`),
        debianArchitecture({ architecture, variant }),
      ];
      return typeof written === 'string' ? [[`${architecture}/${variant}`, written, asked]] : [];
    }),
  );
  expect(known).toEqual([
    ['arm64/v8', 'arm64', 'arm64'],
    ['arm/v5', 'armel', 'armel'],
    ['arm/v6', 'armel', 'armel'],
    ['arm/v7', 'armhf', 'armhf'],
  ]);
});
