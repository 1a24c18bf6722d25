import type { Elf } from './read.ts';

/** Machine has the properties of a machine that Debian's build of glibc's loader uses. */
export interface Machine {
  /** Debian's multiarch names, e.g. `x86_64-linux-gnu`; several if the file does not tell them apart. */
  readonly triplets: readonly string[];
  /** Value of `$PLATFORM`. */
  readonly platform: string;
  /** Folders in `glibc-hwcaps`, best first (glibc manual, "Hardware Capability Subdirectories"). */
  readonly hwcaps: readonly string[];
}

/** e_machine, from elf.h. */
const EM = {
  i386: 3,
  mips: 8,
  ppc64: 21,
  s390: 22,
  arm: 40,
  x86_64: 62,
  aarch64: 183,
  riscv: 243,
  loongarch: 258,
};
const ARM_HARD = 0x400;
const ARM_SOFT = 0x200;

/** Returns the machine of a file; an unknown one has no multiarch folders. */
export function machineOf({ machine, bits, littleEndian, flags }: Elf): Machine {
  const plain = (triplet: string, platform: string, hwcaps: readonly string[] = []) => ({
    triplets: [triplet],
    platform,
    hwcaps,
  });
  switch (machine) {
    case EM.x86_64:
      return bits === 64
        ? plain('x86_64-linux-gnu', 'x86_64', ['x86-64-v4', 'x86-64-v3', 'x86-64-v2'])
        : plain('x86_64-linux-gnux32', 'x86_64', ['x86-64-v4', 'x86-64-v3', 'x86-64-v2']);
    case EM.i386:
      return plain('i386-linux-gnu', 'i686');
    case EM.aarch64:
      return plain('aarch64-linux-gnu', 'aarch64');
    case EM.arm:
      return { triplets: armTriplets(flags), platform: 'v7l', hwcaps: [] };
    case EM.ppc64:
      return littleEndian
        ? plain('powerpc64le-linux-gnu', 'power8', ['power10', 'power9'])
        : plain('powerpc64-linux-gnu', 'power4');
    case EM.riscv:
      return plain(bits === 64 ? 'riscv64-linux-gnu' : 'riscv32-linux-gnu', 'riscv');
    case EM.s390:
      return plain('s390x-linux-gnu', 'z10', ['z17', 'z16', 'z15', 'z14', 'z13']);
    case EM.mips:
      return plain(
        `mips${bits === 64 ? '64' : ''}${littleEndian ? 'el' : ''}-linux-gnu${bits === 64 ? 'abi64' : ''}`,
        'mips',
      );
    case EM.loongarch:
      return plain('loongarch64-linux-gnu', 'loongarch64');
    default:
      return { triplets: [], platform: '', hwcaps: [] };
  }
}

function armTriplets(flags: number): readonly string[] {
  if (flags & ARM_HARD) return ['arm-linux-gnueabihf'];
  if (flags & ARM_SOFT) return ['arm-linux-gnueabi'];
  return ['arm-linux-gnueabihf', 'arm-linux-gnueabi'];
}

/** Reports whether the loader of a program accepts a library; glibc skips files for other machines. */
export function fits(program: Elf, library: Elf): boolean {
  return (
    program.bits === library.bits &&
    program.littleEndian === library.littleEndian &&
    program.machine === library.machine &&
    !(program.machine === EM.arm && floatDiffers(program.flags, library.flags))
  );
}

function floatDiffers(a: number, b: number): boolean {
  return (a & ARM_HARD && b & ARM_SOFT) !== 0 || (a & ARM_SOFT && b & ARM_HARD) !== 0;
}
