import { byName } from './paths.ts';

/** How a tree keeps what it knows of its packages: dpkg's own files, one file for each package (distroless), or apk's. */
export type DatabaseFormat = 'dpkg' | 'status.d' | 'apk';

/** An installed package, as the tree's own database has it. */
export interface Package {
  readonly format: DatabaseFormat;
  readonly name: string;
  readonly architecture: string;
  /** The source package's name, without its version. */
  readonly source: string;
  readonly version: string;
  /** Its part of the database, unmodified, without the empty line after it. */
  readonly stanza: string;
  /** The name, with the architecture if dpkg needs it: `libc6:amd64`, `nginx`. The stem of dpkg's files in `info/`. */
  readonly info: string;
  /** The name of its file, where it has one of its own. */
  readonly file?: string;
}

/** Which package brought what. A note on the tree, not the truth about it: many files belong to none. */
export interface Packages {
  /** Sorted by `info`. */
  readonly all: readonly Package[];
  /** By name; of several architectures the one that sorts first. */
  get(name: string): Package | undefined;
  /** Canonical paths of everything the package lists, folders included, whether or not it is there. */
  files(of: Package): readonly string[];
  /** The packages that list a canonical path. */
  owners(path: string): readonly Package[];
}

/** @param lists the canonical paths that each package lists */
export function packagesOf(lists: ReadonlyMap<Package, readonly string[]>): Packages {
  const all = [...lists.keys()].sort((a, b) => byName(a.info, b.info));
  const owners = new Map<string, Package[]>();
  for (const each of all) {
    for (const file of lists.get(each) ?? []) {
      const known = owners.get(file);
      if (known === undefined) owners.set(file, [each]);
      else if (known.at(-1) !== each) known.push(each);
    }
  }
  const byNames = new Map([...all].reverse().map((each) => [each.name, each]));
  return {
    all,
    get: (name) => byNames.get(name),
    files: (of) => lists.get(of) ?? [],
    owners: (path) => owners.get(path) ?? [],
  };
}
