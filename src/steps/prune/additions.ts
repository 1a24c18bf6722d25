import { chmodSync, chownSync, lstatSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import type { Kept } from '../../prune/prune.ts';
import { encodeName } from '../../tree/names.ts';
import { foldersAbove } from '../../tree/paths.ts';

/**
 * Makes the folders and generated files that the full tree lacks, and clears mode bits. Then sets the mtimes of new files
 * and restores those of their parent folders.
 */
export function addToRootfs(rootfs: string, kept: Kept, epoch: number): void {
  const at = (path: string) => encodeName(rootfs + path);
  const touched = new Map<string, number>();
  const remember = (path: string) => {
    for (const folder of foldersAbove(path)) {
      if (touched.has(folder)) break;
      const stats = lstatSync(at(folder), { throwIfNoEntry: false });
      if (stats !== undefined) touched.set(folder, Math.min(Math.floor(stats.mtimeMs / 1000), epoch));
    }
  };
  for (const path of [...kept.folders, ...kept.files].map((each) => each.path)) remember(path);
  for (const { path, mode, uid, gid } of kept.folders) {
    mkdirSync(at(path));
    chownSync(at(path), uid, gid);
    chmodSync(at(path), mode);
    touched.set(path, epoch);
  }
  for (const { path, text } of kept.files) {
    writeFileSync(at(path), encodeName(text), { mode: 0o644 });
    chmodSync(at(path), 0o644);
    touched.set(path, epoch);
  }
  for (const path of kept.cleared) {
    const stats = lstatSync(at(path));
    chmodSync(at(path), stats.mode & 0o1777);
  }
  for (const [path, time] of touched) utimesSync(at(path), time, time);
}
