/** StandIns gives the paths that native programs need in a tree of a foreign platform. */
export interface StandIns {
  /** Debian's name for the tree's architecture. */
  readonly architecture: string;
  /** Path of the program interpreter that their ELF files name. */
  readonly loader: string;
  /** Folder of their libraries. */
  readonly libraries: string;
}

const OF_32_BITS: ReadonlySet<string> = new Set(['armel', 'armhf', 'i386']);

/**
 * Makes QEMU reserve a TiB of address space for the emulated program (qemu-user's `-R`), as it does by default for
 * 32-bit ones. Otherwise both share one address space, and /proc/self/maps shows only the program's part of it. A
 * program that looks there for a gap and maps it with MAP_FIXED, as PHP's opcache does (ext/opcache/shared_alloc_mmap.c),
 * may overwrite QEMU, which then crashes.
 */
export function emulatorEnvironment(standIns: StandIns | undefined): string[] {
  if (standIns === undefined || OF_32_BITS.has(standIns.architecture)) return [];
  return ['QEMU_RESERVED_VA=0x10000000000'];
}
