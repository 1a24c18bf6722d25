import { byName } from '../../tree/paths.ts';
import type { Entry, Tree } from '../../tree/tree.ts';
import { cratesIn } from './crates.ts';
import { COMPOSER, DOTNET, GEM, NPM, PYTHON } from './described.ts';
import { JAR } from './jars.ts';
import type { Library } from './library.ts';

const READERS = [NPM, PYTHON, GEM, COMPOSER, DOTNET, JAR];

/** Libraries are what the metadata files of a tree describe. */
export interface Libraries {
  /** Each once, sorted by package URL. */
  readonly all: readonly Library[];
  /** Canonical paths of metadata that is damaged or too large. */
  readonly unreadable: readonly string[];
}

/** A file that can be run or loaded; to open every file of a large image would take long. */
function isProgram(path: string, { mode }: Entry): boolean {
  return (mode & 0o111) !== 0 || /\.(?:node|so)(?:\.|$)/.test(path);
}

/** Reads the metadata of libraries. @param files regular files by canonical path */
export function readLibraries(tree: Tree, files: readonly (readonly [string, Entry])[]): Libraries {
  const found = new Map<string, Library>();
  const unreadable: string[] = [];
  for (const [path, entry] of files) {
    const reader = READERS.find(({ isFor }) => isFor(path));
    if (reader === undefined && !isProgram(path, entry)) continue;
    const read = () =>
      reader === undefined
        ? cratesIn((offset, length) => tree.read(path, offset, length), path)
        : reader.read(tree, path);
    for (const each of librariesAt(read, path, unreadable)) {
      const url = libraryUrl(each);
      const known = found.get(url);
      found.set(url, known === undefined ? each : { ...known, roots: [...known.roots, ...each.roots] });
    }
  }
  return { all: [...found].sort(([a], [b]) => byName(a, b)).map(([, each]) => each), unreadable };
}

function librariesAt(read: () => readonly Library[], path: string, unreadable: string[]) {
  try {
    return read();
  } catch (error) {
    // A system call that fails says nothing of the file.
    if (error instanceof Error && 'syscall' in error) throw error;
    // A damaged file must not take the description of everything else with it: the document names it.
    unreadable.push(path);
    return [];
  }
}

/** Returns the purl of a library. PyPI's names are normalised (purl specification, type `pypi`). */
export function libraryUrl({ type, namespace, name, version }: Library): string {
  const plain = type === 'pypi' ? name.toLowerCase().replaceAll('_', '-') : name;
  const parts = [...(namespace === undefined ? [] : namespace.split('/')), plain].map(encodeURIComponent);
  return `pkg:${type}/${parts.join('/')}@${encodeURIComponent(version)}`;
}
