import type { Elf } from './read.ts';

/** A loader of musl in a tree, and the folders that it searches after all others. */
export interface MuslLoader {
  /** As programs name it: `/lib/ld-musl-x86_64.so.1`. */
  readonly path: string;
  readonly folders: readonly string[];
}

/** Folders that the loader searches if its path file is missing (musl ldso/dynlink.c, load_library). */
const DEFAULT_FOLDERS = ['/lib', '/usr/local/lib', '/usr/lib'];
const LOADER = /^(.*)\/[^/]+\/ld-musl-([^/]+)\.so\.1$/;
/** Parts of libc that are none of their own: the loader, which is libc, answers for them. */
const OWN_NAME = /^lib(?:c|pthread|rt|m|dl|util|xnet)\./;

export function isMuslLoader(path: string): boolean {
  return LOADER.test(path);
}

/** Whether a needed name stands for the loader itself. */
export function isOwnName(name: string): boolean {
  return OWN_NAME.test(name);
}

/** The file that names a loader's search path: below `etc` beside the folder that the loader lies in. */
export function pathFileOf(loader: string): string | undefined {
  const [, prefix, architecture] = LOADER.exec(loader) ?? [];
  return architecture === undefined ? undefined : `${prefix}/etc/ld-musl-${architecture}.path`;
}

/** @param text of the path file; undefined where there is none */
export function muslLoader(path: string, text: string | undefined): MuslLoader {
  const folders = text?.split(/[:\n]+/).filter((folder) => folder.startsWith('/')) ?? DEFAULT_FOLDERS;
  return { path, folders: folders.map((folder) => folder.replace(/(.)\/+$/, '$1')) };
}

/**
 * The loader of musl that maps an object; undefined for one of glibc. A library does not name its loader, but it needs
 * libc by a name of musl's or glibc's own; one that needs no libc counts as the tree's programs do.
 * @param isMusl whether the tree's programs are musl's
 */
export function muslLoaderOf(
  { interpreter, needed }: Elf,
  loaders: readonly MuslLoader[],
  isMusl: boolean,
): MuslLoader | undefined {
  if (interpreter !== undefined) {
    if (!isMuslLoader(interpreter)) return undefined;
    return loaders.find(({ path }) => path === interpreter) ?? muslLoader(interpreter, undefined);
  }
  const [, architecture] = needed.map((name) => /^libc\.musl-(.+)\.so\.1$/.exec(name)).find(Boolean) ?? [];
  if (architecture !== undefined) {
    const path = `/lib/ld-musl-${architecture}.so.1`;
    return loaders.find((loader) => loader.path === path) ?? muslLoader(path, undefined);
  }
  if (needed.includes('libc.so')) return loaders[0];
  return isMusl && !needed.includes('libc.so.6') ? loaders[0] : undefined;
}

/**
 * The folders of DT_RUNPATH, else of DT_RPATH; none where a name has another variable than `$ORIGIN` in it, for musl
 * then ignores all of them (fixup_rpath).
 * @param file canonical
 */
export function muslRunFolders({ rpath, runpath }: Elf, file: string): readonly string[] {
  const origin = file.slice(0, file.lastIndexOf('/')) || '/';
  const entries = runpath ?? rpath;
  if (/\$(?!ORIGIN|\{ORIGIN\})/.test(entries.join(':'))) return [];
  return entries.map((entry) => entry.replaceAll(/\$(?:ORIGIN|\{ORIGIN\})/g, origin));
}
