/** Where native programs look for what they need, when they run in a foreign tree. */
export interface StandIns {
  /** Debian's name of the tree's architecture. */
  readonly architecture: string;
  /** The path of the loader that their ELF files name. */
  readonly loader: string;
  /** The folder of their libraries. */
  readonly libraries: string;
}

const OF_32_BITS: ReadonlySet<string> = new Set(['armel', 'armhf', 'i386']);

/**
 * Has QEMU set aside a TiB of addresses for what it runs, as it does by itself where these have 32 bits (qemu-user's `-R`). Else
 * the two share one space, of which the program sees only its own part in /proc/self/maps: one that looks there for a gap and
 * takes it with MAP_FIXED, as PHP's opcache (ext/opcache/shared_alloc_mmap.c), may overwrite QEMU, which then crashes.
 */
export function emulatorEnvironment(standIns: StandIns | undefined): string[] {
  if (standIns === undefined || OF_32_BITS.has(standIns.architecture)) return [];
  return ['QEMU_RESERVED_VA=0x10000000000'];
}
