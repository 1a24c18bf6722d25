import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { encodeName } from '../tree/names.ts';
import { folderOf, join, nameOf } from '../tree/paths.ts';
import { resolverOf } from '../tree/resolver.ts';
import { diskTree } from './disk-tree.ts';

/** BlockedPath says that a path of a tree cannot be written: something else is on the way. */
export class BlockedPath extends Error {
  override readonly name = 'BlockedPath';
}

/** TreeWriter reads and writes files of a tree. Links are followed within the tree, so nothing outside is touched. */
export interface TreeWriter {
  /** Returns the bytes of a regular file, through links; undefined if there is none. */
  read(path: string): Buffer | undefined;
  /** Returns the canonical path that `write` writes to. A dangling link leads to a new file. @throws {BlockedPath} */
  place(path: string): string;
  /** Writes a file and makes missing folders. A file that exists keeps its mode. @throws {BlockedPath} */
  write(path: string, bytes: Uint8Array): void;
  /** Makes a link unless the name is taken. */
  link(path: string, to: string): void;
}

const MOST_LINKS = 40;

/** @param epoch mtime of what is written, in seconds since 1970 */
export function treeWriter(root: string, epoch: number): TreeWriter {
  const place = (path: string, links = MOST_LINKS): string => {
    const tree = diskTree(root);
    const resolver = resolverOf(tree);
    const file = resolver.file(path);
    if (file !== undefined) return file;
    const at = resolver.locate(path);
    if (at === undefined) return join(makeFolder(folderOf(path)), nameOf(path));
    if (resolver.lstat(at.path)?.type !== 'link' || links === 0)
      throw new BlockedPath(`${path} is not a file`);
    const text = tree.readlink(at.path);
    return place(text.startsWith('/') ? text : join(folderOf(at.path), text), links - 1);
  };
  const makeFolder = (folder: string): string => {
    let at = '/';
    for (const part of folder.split('/').filter((each) => each !== '')) {
      const next = join(at, part);
      const resolver = resolverOf(diskTree(root));
      const found = resolver.follow(next);
      if (found !== undefined && resolver.lstat(found.path)?.type === 'folder') at = found.path;
      else if (resolver.locate(next) === undefined) {
        mkdirSync(encodeName(root + next), { mode: 0o755 });
        utimesSync(encodeName(root + next), epoch, epoch);
        at = next;
      } else throw new BlockedPath(`${next} is not a folder`);
    }
    return at;
  };
  return {
    read: (path) => {
      const tree = diskTree(root);
      const resolver = resolverOf(tree);
      const file = resolver.file(path);
      const bytes = file && Buffer.from(tree.read(file, 0, resolver.lstat(file)?.size ?? 0));
      tree.close();
      return bytes || undefined;
    },
    place,
    write: (path, bytes) => {
      const at = encodeName(root + place(path));
      writeFileSync(at, bytes, { mode: 0o644 });
      utimesSync(at, epoch, epoch);
    },
    link: (path, to) => {
      if (resolverOf(diskTree(root)).locate(path) !== undefined) return;
      const at = encodeName(root + join(makeFolder(folderOf(path)), nameOf(path)));
      symlinkSync(to, at);
    },
  };
}
