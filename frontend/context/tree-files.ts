import { posix } from 'node:path';
import type { Bridge, Ref } from '../gateway/bridge.ts';
import { pathExists, unlessAbsent } from '../gateway/optional-file.ts';
import { FileFault, kindOf, sizeFault, sizeOf, verifyRegular } from '../gateway/regular-file.ts';

/** TreeFiles reads small files of an untrusted tree: only regular files, and none larger than the caller expects. */
export interface TreeFiles {
  /** Returns a file as text; undefined if it does not exist. @throws {FileFault} */
  text(path: string, most: number): Promise<string | undefined>;
  /** Reports whether a path exists. */
  has(path: string): Promise<boolean>;
  /** Returns the regular files of a folder, by name. @throws {FileFault} if they are more or larger than the caller expects */
  texts(folder: string, most: Amount): Promise<ReadonlyMap<string, string>>;
}

export interface Amount {
  readonly files: number;
  readonly bytes: number;
}

/** An empty tree. */
export const NO_FILES: TreeFiles = {
  text: async () => undefined,
  has: async () => false,
  texts: async () => new Map(),
};

/** Reads the files of a tree, each only once its kind and size are known. */
export function treeFiles(bridge: Bridge, ref: Ref): TreeFiles {
  const read = async (path: string) => (await bridge.readFile(ref, path)).toString('utf8');
  const text = async (path: string, most: number) => {
    const stat = await bridge.statFile(ref, path).catch(unlessAbsent);
    if (stat === undefined) {
      const { dir, base } = posix.parse(path);
      const listed = (await bridge.readDir(ref, dir, base).catch(unlessAbsent)) ?? [];
      if (listed.length > 0) throw new FileFault(path, 'is a link to a file that does not exist');
      return undefined;
    }
    verifyRegular(stat, path, most);
    return read(path);
  };
  const texts = async (folder: string, most: Amount) => {
    const all = (await bridge.readDir(ref, folder).catch(unlessAbsent)) ?? [];
    const files = all.filter((stat) => kindOf(stat) === 'file');
    const bytes = files.reduce((sum, stat) => sum + sizeOf(stat), 0);
    if (files.length > most.files)
      throw new FileFault(folder, `has ${files.length} files, more than the ${most.files} that are read`);
    if (bytes > most.bytes) throw new FileFault(folder, sizeFault(bytes, most.bytes));
    const found = new Map<string, string>();
    for (const { path } of files) if (path) found.set(path, await read(posix.join(folder, path)));
    return found;
  };
  return { text, has: (path) => pathExists(bridge, ref, path), texts };
}
