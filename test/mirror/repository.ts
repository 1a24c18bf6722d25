import { type Content, contentOf } from './answer.ts';
import { makeIndexes } from './indexes.ts';
import { archiveOf } from './layout.ts';
import type { Listed } from './packages.ts';
import { inRelease, type Keys, type ReleaseSettings } from './release.ts';

/** Repository is the state of a mirror. Changes of packages and settings are served after `publish`. */
export interface Repository {
  /** Lists a package, instead of other versions in the same suite for the same architecture. */
  list(suite: string, pkg: Listed, read: () => Promise<Buffer>): void;
  unlist(suite: string, name: string): void;
  /** Returns the listed package; without an architecture, for the first that has it. */
  get(suite: string, name: string, architecture?: string): Listed | undefined;
  /** Removes a file, e.g. `/debian/pool/…`, at once. Indexes still name it, and snapshots still serve it. */
  remove(path: string): void;
  settle(suite: string, settings: ReleaseSettings): void;
  publish(options?: PublishOptions): Promise<void>;
  /** Keeps the published state under a time such as `20250901T000000Z`. */
  snapshot(timestamp: string): void;
  find(path: string): Content | undefined;
}

export interface PublishOptions {
  /**
   * The part that is not updated, as in the middle of a mirror's update. `indexes`: the indexes of the new `InRelease` do
   * not exist yet. `InRelease`: the old one stays, and its indexes exist only by checksum.
   */
  readonly hold?: 'indexes' | 'InRelease';
}

/** Makes a repository. @param dates of all its suites */
export function makeRepository(
  dates: ReadonlyMap<string, Date>,
  architectures: readonly string[],
  keys: Keys,
): Repository {
  const lists = new Map([...dates.keys()].map((suite) => [suite, new Map<string, Listed>()]));
  const settings = new Map<string, ReleaseSettings>();
  const files = makeFiles();
  const indexes = makeIndexes(architectures);
  const listOf = (suite: string): Map<string, Listed> => {
    const found = lists.get(suite);
    if (found === undefined)
      throw new Error(`the mirror has no suite ${suite}, only ${[...dates.keys()].join(', ')}`);
    return found;
  };
  return {
    list(suite, pkg, read) {
      const list = listOf(suite);
      const others = pkg.architecture === 'all' ? [...architectures, 'all'] : [pkg.architecture, 'all'];
      for (const architecture of others) list.delete(`${pkg.name}:${architecture}`);
      list.set(`${pkg.name}:${pkg.architecture}`, pkg);
      const modified = dates.get(suite) ?? new Date(0);
      files.pool.set(poolUrlPath(suite, pkg.path), { size: pkg.size, sha256: pkg.sha256, modified, read });
    },
    unlist(suite, name) {
      for (const architecture of [...architectures, 'all']) listOf(suite).delete(`${name}:${architecture}`);
    },
    get(suite, name, architecture) {
      const wanted = architecture === undefined ? architectures : [architecture];
      const candidates = [...wanted, 'all'].map((one) => `${name}:${one}`);
      return candidates.map((key) => listOf(suite).get(key)).find((pkg) => pkg !== undefined);
    },
    remove: (path) => files.removed.add(path),
    settle(suite, wanted) {
      listOf(suite);
      settings.set(suite, wanted);
    },
    async publish({ hold } = {}) {
      for (const [suite, date] of dates) {
        const made = await indexes.of([...listOf(suite).values()]);
        const text = inRelease(suite, architectures, made.listed, { date, ...settings.get(suite) }, keys);
        const folder = `/${archiveOf(suite)}/dists/${suite}/`;
        if (hold !== 'indexes') put(files.published, folder, made.served, date);
        if (hold !== 'InRelease')
          put(files.published, folder, new Map([['InRelease', Buffer.from(text)]]), date);
      }
    },
    snapshot: files.snapshot,
    find: files.find,
  };
}

function poolUrlPath(suite: string, path: string): string {
  return `/${archiveOf(suite)}/${path}`;
}

function put(
  published: Map<string, Content>,
  folder: string,
  files: ReadonlyMap<string, Buffer>,
  date: Date,
): void {
  for (const [path, bytes] of files) published.set(`${folder}${path}`, contentOf(bytes, date));
}

interface Files extends Pick<Repository, 'snapshot' | 'find'> {
  /** All files that were ever in the pool. */
  readonly pool: Map<string, Content>;
  /** Paths of files that are no longer in the pool. */
  readonly removed: { add(path: string): void };
  /** The files below `dists/`. */
  readonly published: Map<string, Content>;
}

function makeFiles(): Files {
  const pool = new Map<string, Content>();
  const removed = new Set<string>();
  const published = new Map<string, Content>();
  const snapshots = new Map<string, ReadonlyMap<string, Content>>();
  return {
    pool,
    removed,
    published,
    snapshot: (timestamp) => snapshots.set(timestamp, new Map(published)),
    find(path) {
      const [, archive = '', time, below = ''] =
        /^\/archive\/([^/]+)\/(\d{8}T\d{6}Z)(\/.*)$/.exec(path) ?? [];
      const rest = `/${archive}${below}`;
      if (time === undefined) return removed.has(path) ? undefined : (published.get(path) ?? pool.get(path));
      // As the real snapshot archive does: the state that was current at that time.
      const kept = [...snapshots.keys()].filter((timestamp) => timestamp <= time).sort();
      return kept.length === 0 ? undefined : (snapshots.get(kept.at(-1) ?? '')?.get(rest) ?? pool.get(rest));
    },
  };
}
