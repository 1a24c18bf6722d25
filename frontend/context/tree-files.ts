import { posix } from 'node:path';
import type { Bridge, Ref, Stat } from '../gateway/bridge.ts';
import { pathExists } from '../gateway/optional-file.ts';

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

/** FileFault says what is wrong with a file of a tree. Its message follows the path and the name of the image. */
export class FileFault extends Error {
  override readonly name = 'FileFault';
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = `/${path}`;
  }
}

/** An empty tree. */
export const NO_FILES: TreeFiles = {
  text: async () => undefined,
  has: async () => false,
  texts: async () => new Map(),
};

/** Reads the files of a tree. BuildKit follows links within it, and opens whatever it finds: reading a named pipe would hang. */
export function treeFiles(bridge: Bridge, ref: Ref): TreeFiles {
  const read = async (path: string) => (await bridge.readFile(ref, path)).toString('utf8');
  const text = async (path: string, most: number) => {
    // BuildKit's "not found" has no error code of its own.
    const stat = await bridge.statFile(ref, path).catch(() => undefined);
    if (stat === undefined) {
      const { dir, base } = posix.parse(path);
      const listed = await bridge.readDir(ref, dir, base).catch(() => []);
      if (listed.length > 0) throw new FileFault(path, 'is a link to a file that does not exist');
      return undefined;
    }
    const kind = kindOf(stat);
    if (kind !== 'file') throw new FileFault(path, `is a ${kind}, not a file`);
    if (sizeOf(stat) > most) throw new FileFault(path, sizeFault(sizeOf(stat), most));
    return read(path);
  };
  const texts = async (folder: string, most: Amount) => {
    const all = await bridge.readDir(ref, folder).catch(() => []);
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

function sizeFault(bytes: number, most: number): string {
  return `has ${megabytes(bytes)} MB, more than the ${megabytes(most)} MB that are read`;
}

function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}

function sizeOf({ size }: Stat): number {
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

function kindOf({ mode }: Stat): string {
  const bits = Number(mode ?? 0) >>> 0;
  return KINDS.find(([bit]) => (bits & bit) !== 0)?.[1] ?? 'file';
}
