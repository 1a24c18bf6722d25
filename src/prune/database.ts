import { canonicalPath, DATABASE, type Package } from '../tree/dpkg.ts';
import { join } from '../tree/paths.ts';
import { type Entry, readText } from '../tree/tree.ts';
import type { Engine } from './engine.ts';

/** A file that mib writes itself. */
export interface NewFile {
  readonly path: string;
  readonly entry: Entry;
  readonly text: string;
}

export const DATABASE_FOLDERS = [DATABASE, `${DATABASE}/info`];

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
    return [newFile(engine, `info/${name}`, text)];
  };
  const stanzas = packages.map(({ stanza }) => `${stanza}\n\n`);
  return [
    newFile(engine, 'status', stanzas),
    ...packages.flatMap(({ info }) => [
      ...filtered(`${info}.list`, (line) => line),
      // Each line is an MD5 sum, two blanks and a path without its first slash (deb-md5sums(5)).
      ...filtered(`${info}.md5sums`, (line) => join('/', line.slice(34))),
    ]),
  ].filter(({ path }) => engine.droppedBy(path) === undefined);
}

function newFile({ request }: Engine, name: string, lines: readonly string[]): NewFile {
  const text = lines.join('');
  const size = new TextEncoder().encode(text).length;
  const entry = { type: 'file', mode: 0o644, uid: 0, gid: 0, size, mtime: request.epoch } as const;
  return { path: `${DATABASE}/${name}`, entry, text };
}
