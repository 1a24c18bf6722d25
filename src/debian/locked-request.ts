import { createHash } from 'node:crypto';
import type { PackageRequest, Repository, Spec } from '../imagefile/spec.ts';

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
}

export interface LockedRepository {
  readonly url: string;
  readonly suite: string;
  readonly components: readonly string[];
  /** `sha256:…` of the file. */
  readonly key: string;
}

/** @param repositories those of the Imagefile, with the digests of their keys */
export function lockedRequest(
  spec: Spec,
  repositories: readonly (Repository & { readonly digest: string })[],
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
  };
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
  const parts = [suite, components, snapshot ?? null, repositories, rest.recommends, rest.packages];
  if (rest.from !== undefined) parts.push(rest.from);
  return `sha256:${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
}
