import { createHash } from 'node:crypto';
import type { Build, PackageRequest, Repository, Source, Spec } from '../imagefile/spec.ts';

/** LockedRequest has the values of an Imagefile that determine the choice of packages. */
export interface LockedRequest {
  /** The base image, as written in the Imagefile. */
  readonly from?: string;
  readonly suite: string;
  readonly components: readonly string[];
  /** As the Imagefile writes it. */
  readonly snapshot?: string;
  /** In the order of the Imagefile, which is that of apt's sources. */
  readonly repositories: readonly LockedRepository[];
  readonly recommends: boolean;
  /** As in `packages:`, platforms by their Debian names; sorted. */
  readonly packages: readonly string[];
  /** Sorted by name; absent without builds. */
  readonly builds?: readonly RequestedBuild[];
}

/** RequestedBuild has the values of an entry of `build` that determine its inputs. */
export interface RequestedBuild {
  readonly name: string;
  /** The image that it is built in, as written in the Imagefile. */
  readonly from?: string;
  /** As in `packages:`; sorted. */
  readonly packages: readonly string[];
  /** As the Imagefile writes it. */
  readonly git?: RequestedRepository;
}

export interface RequestedRepository {
  readonly url: string;
  readonly ref?: string;
  readonly commit?: string;
  /** `sha256:…` of the key file that verifies the commit's signature. */
  readonly key?: string;
}

export interface LockedRepository {
  readonly url: string;
  readonly suite: string;
  readonly components: readonly string[];
  /** `sha256:…` of the file. */
  readonly key: string;
  /** Set if it may replace packages of Debian. */
  readonly override?: true;
}

/**
 * @param repositories the Imagefile's, with the digests of their keys
 * @param keys key digests of builds, by the Imagefile's value
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
      ...(each.override ? { override: true as const } : {}),
    })),
    recommends: spec.recommends,
    packages: spec.packages.map(packageLine).sort(),
    ...(spec.build.length === 0
      ? {}
      : { builds: spec.build.map((build) => requestedBuild(build, keys)).sort(byName) }),
  };
}

type Digests = ReadonlyMap<string, { readonly digest: string }>;

function requestedBuild({ name, from, packages, source }: Build, keys: Digests): RequestedBuild {
  return {
    name,
    ...(from === undefined ? {} : { from: from.value }),
    packages: packages.map(packageLine).sort(),
    ...gitOf(source, keys),
  };
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

/** Returns a line of `packages:` in canonical form. */
export function packageLine({ name, exclude, version, suite, architectures }: PackageRequest): string {
  const which = version === undefined ? (suite === undefined ? '' : `/${suite}`) : `=${version}`;
  const where = architectures.length === 0 ? '' : `[${architectures.join(' ')}]`;
  return `${exclude ? '-' : ''}${name}${which}${where}`;
}

/** Returns `sha256:…` of a request. */
export function requestDigest({ suite, components, snapshot, ...rest }: LockedRequest): string {
  const repositories = rest.repositories.map((each) => [
    ...[each.url, each.suite, each.components, each.key],
    ...(each.override === true ? ['override'] : []),
  ]);
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
    const builds = rest.builds.map(({ name, from, packages, git }) => {
      const { url = null, ref = null, commit = null, key } = git ?? {};
      const tree = from === undefined ? [] : [{ from }];
      return [name, packages, url, ref, commit, ...(key === undefined ? [] : [key]), ...tree];
    });
    parts.push({ builds });
  }
  return `sha256:${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
}
