import { posix } from 'node:path';
import type { Bridge, Ref, Stat } from '../gateway/bridge.ts';

/** TreeFiles reads small files of a tree that is not trusted: only regular ones, and none larger than the caller expects. */
export interface TreeFiles {
  /** A file as text; undefined where nothing is there. @throws {FileFault} */
  text(path: string, most: number): Promise<string | undefined>;
  /** Whether something is there. */
  has(path: string): Promise<boolean>;
  /** The regular files of a folder, by name. @throws {FileFault} where they are more or larger in all than the caller expects */
  texts(folder: string, most: Amount): Promise<ReadonlyMap<string, string>>;
}

export interface Amount {
  readonly files: number;
  readonly bytes: number;
}

/** FileFault says what is wrong with a file of a tree, in words that follow its path and the name of its image. */
export class FileFault extends Error {
  override readonly name = 'FileFault';
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = `/${path}`;
  }
}

/** A tree without files. */
export const NO_FILES: TreeFiles = {
  text: async () => undefined,
  has: async () => false,
  texts: async () => new Map(),
};

/** BuildKit follows the links of a path within the tree. It opens whatever is there, and a named pipe would never answer. */
export function treeFiles(bridge: Bridge, ref: Ref): TreeFiles {
  const read = async (path: string) => (await bridge.readFile(ref, path)).toString('utf8');
  const text = async (path: string, most: number) => {
    // BuildKit has no code for a file that is not there.
    const stat = await bridge.statFile(ref, path).catch(() => undefined);
    if (stat === undefined) {
      const { dir, base } = posix.parse(path);
      const listed = await bridge.readDir(ref, dir, base).catch(() => []);
      if (listed.length > 0) throw new FileFault(path, 'is a link that leads to no file of it');
      return undefined;
    }
    const kind = kindOf(stat);
    if (kind !== 'file') throw new FileFault(path, `is a ${kind}, and no file`);
    if (sizeOf(stat) > most) throw new FileFault(path, sizeFault(sizeOf(stat), most));
    return read(path);
  };
  const texts = async (folder: string, most: Amount) => {
    const all = await bridge.readDir(ref, folder).catch(() => []);
    const files = all.filter((stat) => kindOf(stat) === 'file');
    const bytes = files.reduce((sum, stat) => sum + sizeOf(stat), 0);
    if (files.length > most.files)
      throw new FileFault(folder, `holds ${files.length} files, and more than ${most.files} are not read`);
    if (bytes > most.bytes) throw new FileFault(folder, sizeFault(bytes, most.bytes));
    const found = new Map<string, string>();
    for (const { path } of files) if (path) found.set(path, await read(posix.join(folder, path)));
    return found;
  };
  const has = (path: string) =>
    bridge.statFile(ref, path).then(
      () => true,
      () => false,
    );
  return { text, has, texts };
}

function sizeFault(bytes: number, most: number): string {
  return `holds ${megabytes(bytes)} MB, and more than ${megabytes(most)} MB are not read`;
}

function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}

function sizeOf({ size }: Stat): number {
  return Number(size ?? 0);
}

/** Kinds by their bits in Go's `fs.FileMode`, the form in which BuildKit says it. */
const KINDS: readonly (readonly [bit: number, kind: string])[] = [
  [0x8000_0000, 'folder'],
  [0x0800_0000, 'link'],
  [0x0200_0000, 'named pipe'],
  [0x0100_0000, 'socket'],
  [0x0400_0000, 'device'],
  [0x0020_0000, 'device'],
  [0x0008_0000, 'thing of unknown kind'],
];

function kindOf({ mode }: Stat): string {
  const bits = Number(mode ?? 0) >>> 0;
  return KINDS.find(([bit]) => (bits & bit) !== 0)?.[1] ?? 'file';
}
