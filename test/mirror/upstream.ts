import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type Cache, openCache } from './cache.ts';
import { archiveOf } from './layout.ts';
import { type Listed, parsePackages } from './packages.ts';
import { select } from './selection.ts';
import { xz } from './xz.ts';

/** Upstream is a real mirror, read through a cache that outlives the run. */
export interface Upstream {
  /** Returns the packages that `roots` need, for each suite. */
  packages(suites: readonly string[], architecture: string, roots: readonly string[]): Promise<Listed[][]>;
  /** The `Date` of a suite. */
  date(suite: string): Promise<Date>;
  /** Returns a file of the pool. @throws if its checksum is not that of the index */
  file(archive: string, pkg: Listed): Promise<Buffer>;
}

const CACHE = fileURLToPath(new URL('../../.cache/mirror/', import.meta.url));
/** Part of the cache key of a selection. Increase it if the selection changes. */
const SELECTION = 2;

/**
 * Opens a mirror.
 * @param url of the archive `debian`; its security archive is the sibling
 * @param folder for fetched files, which are never deleted
 */
export function openUpstream(url: string, folder = CACHE): Upstream {
  const base = url.replace(/\/debian\/*$/, '');
  const cache = openCache(folder);
  const releases = new Map<string, Promise<string>>();
  const release = (suite: string): Promise<string> => {
    const known =
      releases.get(suite) ?? fetchRelease(cache, `${base}/${archiveOf(suite)}/dists/${suite}/InRelease`);
    releases.set(suite, known);
    return known;
  };
  const index = async (suite: string, architecture: string, checksum: string): Promise<Listed[]> => {
    const lists = `${base}/${archiveOf(suite)}/dists/${suite}/main/binary-${architecture}`;
    const compressed = await fetchChecked(cache, `${lists}/by-hash/SHA256/${checksum}`, checksum);
    return parsePackages((await xz(compressed, '-d')).toString());
  };
  return {
    async packages(suites, architecture, roots) {
      const checksums = await Promise.all(
        suites.map(async (suite) => indexChecksum(await release(suite), architecture)),
      );
      const key = sha256(JSON.stringify([SELECTION, suites, architecture, checksums, [...roots].sort()]));
      const text = await cache.get(`selection-${key}.json`, async () => {
        const lists = suites.map((suite, at) => index(suite, architecture, checksums[at] ?? ''));
        return Buffer.from(JSON.stringify(select(await Promise.all(lists), roots)));
      });
      return JSON.parse(text.toString());
    },
    async date(suite) {
      return new Date(/^Date: (.*)$/m.exec(await release(suite))?.[1] ?? Number.NaN);
    },
    file: (archive, pkg) => fetchChecked(cache, `${base}/${archive}/${pkg.path}`, pkg.sha256),
  };
}

/** Returns the newest one, or that of an earlier run if the mirror cannot be reached. */
async function fetchRelease(cache: Cache, url: string): Promise<string> {
  const name = `release-${sha256(url)}`;
  try {
    return (await cache.put(name, await download(url))).toString();
  } catch (error) {
    const old = await cache.get(name, () => Promise.reject(error));
    return old.toString();
  }
}

function indexChecksum(release: string, architecture: string): string {
  const line = new RegExp(`^ ([0-9a-f]{64}) +\\d+ main/binary-${architecture}/Packages\\.xz$`, 'm');
  const found = line.exec(release)?.[1];
  if (found === undefined) throw new Error(`the upstream mirror has no packages for ${architecture}`);
  return found;
}

/** Reads an `InRelease` without verifying its signature: nothing built from these packages is kept. */
function fetchChecked(cache: Cache, url: string, checksum: string): Promise<Buffer> {
  return cache.get(checksum, async () => {
    const bytes = await download(url);
    if (sha256(bytes) !== checksum) throw new Error(`${url} does not have the checksum ${checksum}`);
    return bytes;
  });
}

async function download(url: string): Promise<Buffer> {
  const response = await fetch(url).catch((cause) => {
    throw new Error(`${url} cannot be reached`, { cause });
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  return Buffer.from(await response.arrayBuffer());
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
