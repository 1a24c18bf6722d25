/** Reads the indexes of the archive, through the cache that test mirrors use. */
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { openCache } from '../mirror/cache.ts';
import { defaultUpstream } from '../mirror/default-upstream.ts';
import { type Listed, parsePackages } from '../mirror/packages.ts';
import { xz } from '../mirror/xz.ts';

const SUITE = 'trixie';
const ARCHITECTURES = ['amd64', 'arm64', 'armhf', 'i386', 'ppc64el', 'riscv64', 's390x'] as const;

export interface Archive {
  /** The packages of amd64. */
  readonly index: readonly Listed[];
  /** The names that each architecture has. */
  readonly everywhere: ReadonlySet<string>;
  /** Paths below /usr/bin and /usr/sbin, by package. */
  readonly programs: ReadonlyMap<string, readonly string[]>;
}

/** Reads the archive of the suite. The files stay in `folder`, so a later run chooses the same. */
export async function readArchive(folder: string): Promise<Archive> {
  const cache = openCache(folder);
  const get = (path: string) =>
    cache.get(path.replaceAll('/', '_'), async () => {
      const url = `${defaultUpstream()}/dists/${SUITE}/main/${path}`;
      const response = await fetch(url);
      if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
      return Buffer.from(await response.arrayBuffer());
    });
  const lists: Listed[][] = [];
  for (const architecture of ARCHITECTURES)
    lists.push(parsePackages((await xz(await get(`binary-${architecture}/Packages.xz`), '-d')).toString()));
  const programs = new Map<string, string[]>();
  for (const contents of ['Contents-all.gz', 'Contents-amd64.gz'])
    await readPrograms(await get(contents), programs);
  const names = lists.map((list) => new Set(list.map(({ name }) => name)));
  const [index = []] = lists;
  const everywhere = index.map(({ name }) => name).filter((name) => names.every((set) => set.has(name)));
  return { index, everywhere: new Set(everywhere), programs };
}

const LINE = /^(usr\/s?bin\/[^/\s]+)\s+(\S+)$/;

/** Adds the lines of a Contents index: a path, blanks, and `SECTION/PACKAGE` separated by commas. */
async function readPrograms(packed: Buffer, programs: Map<string, string[]>): Promise<void> {
  for await (const line of createInterface(Readable.from(packed).pipe(createGunzip()))) {
    const [, path = '', owners = ''] = LINE.exec(line) ?? [];
    if (path === '') continue;
    for (const owner of owners.split(',')) {
      const name = owner.slice(owner.lastIndexOf('/') + 1);
      programs.set(name, [...(programs.get(name) ?? []), `/${path}`]);
    }
  }
}
