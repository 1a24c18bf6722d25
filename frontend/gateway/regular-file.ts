import type { Bridge, Ref, Stat } from './bridge.ts';

/**
 * FileFault says what is wrong with a file of an untrusted tree. Its message follows the path and, for a base image, the name
 * of the image.
 */
export class FileFault extends Error {
  override readonly name = 'FileFault';
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

/**
 * Reads a file of a tree. BuildKit opens whatever it finds: a named pipe would block a thread of the daemon for ever, and a
 * device has no end. So the file is checked before it is opened. Links within the tree are followed.
 * @param most the largest size in bytes
 * @throws {FileFault} for anything but a regular file of at most that size
 * @throws {BridgeError} if it does not exist
 */
export async function readRegularFile(bridge: Bridge, ref: Ref, path: string, most: number): Promise<Buffer> {
  verifyRegular(await bridge.statFile(ref, path), path, most);
  return bridge.readFile(ref, path);
}

/** Verifies that a file can be read. @throws {FileFault} */
export function verifyRegular(stat: Stat, path: string, most: number): void {
  const kind = kindOf(stat);
  if (kind !== 'file') throw new FileFault(path, `is a ${kind}, not a file`);
  if (sizeOf(stat) > most) throw new FileFault(path, sizeFault(sizeOf(stat), most));
}

export function sizeFault(bytes: number, most: number): string {
  return `has ${megabytes(bytes)} MB, more than the ${megabytes(most)} MB that are read`;
}

function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}

export function sizeOf({ size }: Stat): number {
  return Number(size ?? 0);
}

/** Kinds by their bits in Go's `fs.FileMode`, which BuildKit uses. */
const KINDS: readonly (readonly [bit: number, kind: string])[] = [
  [0x8000_0000, 'folder'],
  [0x0800_0000, 'link'],
  [0x0200_0000, 'named pipe'],
  [0x0100_0000, 'socket'],
  [0x0400_0000, 'device'],
  [0x0020_0000, 'device'],
  [0x0008_0000, 'file of unknown kind'],
];

export function kindOf({ mode }: Stat): string {
  const bits = Number(mode ?? 0) >>> 0;
  return KINDS.find(([bit]) => (bits & bit) !== 0)?.[1] ?? 'file';
}
