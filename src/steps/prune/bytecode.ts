import { closeSync, futimesSync, openSync, readSync, writeSync } from 'node:fs';
import { encodeName } from '../../tree/names.ts';
import { PYC, sourceOf } from '../../tree/pyc.ts';
import type { Tree } from '../../tree/tree.ts';

/**
 * Corrects the source mtime in Python bytecode whose source was clamped to `epoch`. If it differed, Python would compile
 * the source again at every start.
 */
export function dateBytecode(tree: Tree, rootfs: string, taken: readonly string[], epoch: number): void {
  for (const path of taken) {
    const source = sourceOf(path);
    const time = source === undefined ? undefined : tree.lstat(source)?.mtime;
    if (time !== undefined && time > epoch) correct(rootfs + path, time, epoch);
  }
}

function correct(file: string, time: number, epoch: number): void {
  const descriptor = openSync(encodeName(file), 'r+');
  const header = Buffer.alloc(PYC.header);
  const read = readSync(descriptor, header, 0, PYC.header, 0);
  const isTimed = header.readUInt32LE(PYC.flags) === 0 && header.readUInt32LE(PYC.time) === time % 2 ** 32;
  if (read === PYC.header && isTimed) {
    header.writeUInt32LE(epoch % 2 ** 32, PYC.time);
    writeSync(descriptor, header, PYC.time, 4, PYC.time);
    futimesSync(descriptor, epoch, epoch);
  }
  closeSync(descriptor);
}
