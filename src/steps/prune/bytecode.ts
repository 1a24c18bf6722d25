import { closeSync, futimesSync, openSync, readSync, writeSync } from 'node:fs';
import { folderOf, join, nameOf } from '../../prune/paths.ts';
import type { Tree } from '../../prune/tree.ts';

/**
 * Compiled Python names the time of its source, and Python compiles again at every start where that differs. So where
 * a source got older by `epoch`, its bytecode is told (PEP 552: magic, flags 0 for a checked time, time, size; each
 * of four bytes, little-endian).
 */
export function dateBytecode(tree: Tree, rootfs: string, taken: readonly string[], epoch: number): void {
  for (const path of taken) {
    const source = sourceOf(path);
    const time = source === undefined ? undefined : tree.lstat(source)?.mtime;
    if (time !== undefined && time > epoch) correct(rootfs + path, time, epoch);
  }
}

/** `/x/__pycache__/y.cpython-313.pyc` → `/x/y.py` (PEP 3147). */
function sourceOf(path: string): string | undefined {
  const folder = folderOf(path);
  if (!path.endsWith('.pyc') || nameOf(folder) !== '__pycache__') return undefined;
  return join(folderOf(folder), `${nameOf(path).split('.')[0]}.py`);
}

function correct(file: string, time: number, epoch: number): void {
  const descriptor = openSync(file, 'r+');
  const header = Buffer.alloc(12);
  const read = readSync(descriptor, header, 0, 12, 0);
  if (read === 12 && header.readUInt32LE(4) === 0 && header.readUInt32LE(8) === time % 2 ** 32) {
    header.writeUInt32LE(epoch % 2 ** 32, 8);
    writeSync(descriptor, header, 8, 4, 8);
    futimesSync(descriptor, epoch, epoch);
  }
  closeSync(descriptor);
}
