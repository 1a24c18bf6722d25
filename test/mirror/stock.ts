/** Puts packages into the repository. */
import { createHash } from 'node:crypto';
import { atVersion, makeDeb, type PackageSource, withVersion } from './deb.ts';
import { archiveOf, poolPath } from './layout.ts';
import { type Listed, listed, sourceOf } from './packages.ts';
import type { Repository } from './repository.ts';
import { DATE } from './tar.ts';
import type { Upstream } from './upstream.ts';

/** Returns the dates of the suites by name: the real ones, or a fixed one. */
export async function datesOf(
  suites: readonly string[],
  upstream: Upstream | undefined,
): Promise<Map<string, Date>> {
  const dates = await Promise.all(suites.map((suite) => upstream?.date(suite) ?? DATE));
  return new Map(suites.map((suite, at) => [suite, dates[at] ?? DATE]));
}

/** Lists real packages, which are fetched on demand. */
export async function stockUpstream(
  repository: Repository,
  upstream: Upstream,
  suites: readonly string[],
  architecture: string,
  roots: readonly string[],
): Promise<void> {
  const lists = await upstream.packages(suites, architecture, roots);
  for (const [at, suite] of suites.entries()) {
    for (const pkg of lists[at] ?? []) {
      repository.list(suite, pkg, () => upstream.file(archiveOf(suite), pkg));
    }
  }
}

/** Builds a package and lists it. */
export async function stockMade(
  repository: Repository,
  suite: string,
  source: PackageSource,
): Promise<Listed> {
  const { control, bytes } = await makeDeb(source);
  const { name, version, architecture = 'all' } = source;
  const built = source.fields?.Source?.replace(/ .*/, '') ?? name;
  return stock(repository, suite, control, poolPath(suite, built, { name, version, architecture }), bytes);
}

/** Lists `pkg`, which is served at `served`, in a suite under another version. */
export async function stockUpdate(
  repository: Repository,
  suite: string,
  pkg: Listed,
  served: string,
  version: string,
): Promise<Listed> {
  const content = repository.find(served);
  if (content === undefined) throw new Error(`${served} is not in the pool`);
  const bytes = await withVersion(await content.read(), version);
  const path = poolPath(suite, sourceOf(pkg).name, { ...pkg, version });
  return stock(repository, suite, atVersion(pkg.paragraph, version), path, bytes);
}

function stock(repository: Repository, suite: string, control: string, path: string, bytes: Buffer): Listed {
  const pkg = listed(`${withoutPlace(control)}${place(path, bytes)}`);
  repository.list(suite, pkg, () => Promise.resolve(bytes));
  return pkg;
}

/** Returns the fields of an index for a package's location, size and checksum. */
function place(path: string, bytes: Buffer): string {
  const digest = (algorithm: string): string => createHash(algorithm).update(bytes).digest('hex');
  return `Filename: ${path}\nSize: ${bytes.length}\nMD5sum: ${digest('md5')}\nSHA256: ${digest('sha256')}`;
}

function withoutPlace(control: string): string {
  return `${control.trim()}\n`.replaceAll(/^(Filename|Size|MD5sum|SHA1|SHA256): .*\n/gm, '');
}
