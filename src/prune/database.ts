import { canonicalPath, DATABASE, type Package } from './dpkg.ts';
import type { Engine } from './engine.ts';
import { join } from './paths.ts';
import { readText } from './tree.ts';

/** A file that mib writes itself; owned by root, mode 0644. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The dpkg database of the image: the contributing packages' own stanzas, unmodified, and their lists and checksums
 * with the lines of what is there. Scanners read the packages from `status` and ask `info/` which files are theirs.
 */
export function dpkgDatabase(engine: Engine, packages: readonly Package[]): readonly NewFile[] {
  const canonical = canonicalPath(engine.resolver);
  const isKept = (path: string) => engine.graph.nodes.has(canonical(path));
  const filtered = (name: string, pathOf: (line: string) => string): NewFile[] => {
    const lines = readText(engine.tree, `${DATABASE}/info/${name}`)
      ?.split('\n')
      .filter((line) => line !== '');
    if (lines === undefined) return [];
    const text = lines.filter((line) => isKept(pathOf(line))).map((line) => `${line}\n`);
    return [{ path: `${DATABASE}/info/${name}`, text: text.join('') }];
  };
  return [
    { path: `${DATABASE}/status`, text: packages.map(({ stanza }) => `${stanza}\n\n`).join('') },
    ...packages.flatMap(({ info }) => [
      ...filtered(`${info}.list`, (line) => line),
      // Each line is an MD5 sum, two blanks and a path without its first slash (deb-md5sums(5)).
      ...filtered(`${info}.md5sums`, (line) => join('/', line.slice(34))),
    ]),
  ];
}
