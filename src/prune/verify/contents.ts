import { PYC, sourceOf } from '../../tree/pyc.ts';
import type { Tree } from '../../tree/tree.ts';

/** Bytes per read of each file. */
const CHUNK = 1 << 20;

/**
 * Reports whether a file of this size is the same in both trees, byte for byte. Compiled Python whose source is newer than
 * `epoch` must contain that time instead.
 */
export function contentsAgree(full: Tree, image: Tree, path: string, size: number, epoch: number): boolean {
  for (let at = 0; at < size; at += CHUNK) {
    const length = Math.min(CHUNK, size - at);
    const [a, b] = [full.read(path, at, length), image.read(path, at, length)];
    if (at === 0 && isYounger(full, sourceOf(path), epoch)) allowTime(a, b, epoch);
    if (Buffer.compare(a, b) !== 0) return false;
  }
  return true;
}

function isYounger(full: Tree, source: string | undefined, epoch: number): boolean {
  return source !== undefined && (full.lstat(source)?.mtime ?? 0) > epoch;
}

function allowTime(full: Uint8Array, image: Uint8Array, epoch: number): void {
  if (image.length < PYC.header) return;
  const time = new DataView(image.buffer, image.byteOffset).getUint32(PYC.time, true);
  if (time === epoch % 2 ** 32) full.set(image.subarray(PYC.time, PYC.time + 4), PYC.time);
}
