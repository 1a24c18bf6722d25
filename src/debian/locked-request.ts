import { createHash } from 'node:crypto';
import type { Build, PackageRequest, Repository, Source, Spec } from '../imagefile/spec.ts';

/** What a lock was made for: all of an Imagefile that decides which packages are chosen. */
export interface LockedRequest {
  /** The image to build upon, as the Imagefile names it. */
  readonly from?: string;
  readonly suite: string;
  readonly components: readonly string[];
  /** As the Imagefile writes it. */
  readonly snapshot?: string;
  /** In the order of the Imagefile, in which apt asks them. */
  readonly repositories: readonly LockedRepository[];
  readonly recommends: boolean;
  /** As in `packages:`, platforms by their Debian names; sorted. */
  readonly packages: readonly string[];
  /** Sorted by name; absent where nothing is built. */
  readonly builds?: readonly RequestedBuild[];
}

/** All of an entry of `build` that decides what it is made from. */
export interface RequestedBuild {
  readonly name: string;
  /** As in `packages:`; sorted. */
  readonly packages: readonly string[];
  /** As the Imagefile writes it. */
  readonly git?: RequestedRepository;
}

export interface RequestedRepository {
  readonly url: string;
  readonly ref?: string;
  readonly commit?: string;
  /** `sha256:…` of the file of keys that the commit was signed by one of. */
  readonly key?: string;
}

export interface LockedRepository {
  readonly url: string;
  readonly suite: string;
  readonly components: readonly string[];
  /** `sha256:…` of the file. */
  readonly key: string;
}

/**
 * @param repositories those of the Imagefile, with the digests of their keys
 * @param keys those of what is built, by what the Imagefile says for them
 */
export function lockedRequest(
  spec: Spec,
  repositories: readonly (Repository & { readonly digest: string })[],
  keys: Digests,
): LockedRequest {
  const { name, components, snapshot } = spec.suite;
  return {
    ...(spec.from === undefined ? {} : { from: spec.from.value }),
    suite: name,
    components,
    ...(snapshot === undefined ? {} : { snapshot }),
    repositories: repositories.map((each) => ({
      url: each.url,
      suite: each.suite,
      components: each.components,
      key: each.digest,
    })),
    recommends: spec.recommends,
    packages: spec.packages.map(packageLine).sort(),
    ...(spec.build.length === 0
      ? {}
      : { builds: spec.build.map((build) => requestedBuild(build, keys)).sort(byName) }),
  };
}

type Digests = ReadonlyMap<string, { readonly digest: string }>;

function requestedBuild({ name, packages, source }: Build, keys: Digests): RequestedBuild {
  return { name, packages: packages.map(packageLine).sort(), ...gitOf(source, keys) };
}

function gitOf(source: Source, keys: Digests): Pick<RequestedBuild, 'git'> {
  if (source.kind !== 'git') return {};
  const { url, ref, commit } = source;
  const key = source.key && keys.get(source.key.value)?.digest;
  return {
    git: {
      url,
      ...(ref === undefined ? {} : { ref }),
      ...(commit === undefined ? {} : { commit }),
      ...(key === undefined ? {} : { key }),
    },
  };
}

function byName(a: RequestedBuild, b: RequestedBuild): number {
  return a.name < b.name ? -1 : 1;
}

/** A line of `packages:` in its plainest form. */
export function packageLine({ name, exclude, version, suite, architectures }: PackageRequest): string {
  const which = version === undefined ? (suite === undefined ? '' : `/${suite}`) : `=${version}`;
  const where = architectures.length === 0 ? '' : `[${architectures.join(' ')}]`;
  return `${exclude ? '-' : ''}${name}${which}${where}`;
}

/** `sha256:…` of a request. */
export function requestDigest({ suite, components, snapshot, ...rest }: LockedRequest): string {
  const repositories = rest.repositories.map((each) => [each.url, each.suite, each.components, each.key]);
  const parts: unknown[] = [
    suite,
    components,
    snapshot ?? null,
    repositories,
    rest.recommends,
    rest.packages,
  ];
  if (rest.from !== undefined) parts.push(rest.from);
  if (rest.builds !== undefined) {
    const builds = rest.builds.map(({ name, packages, git }) => {
      const { url = null, ref = null, commit = null, key } = git ?? {};
      return [name, packages, url, ref, commit, ...(key === undefined ? [] : [key])];
    });
    parts.push({ builds });
  }
  return `sha256:${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
}
