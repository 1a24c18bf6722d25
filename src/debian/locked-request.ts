import { createHash } from 'node:crypto';
import type { PackageRequest, Spec } from '../imagefile/spec.ts';

/** What a lock was made for: all of an Imagefile that decides which packages are chosen. */
export interface LockedRequest {
  readonly suite: string;
  readonly components: readonly string[];
  readonly recommends: boolean;
  /** As in `packages:`, platforms by their Debian names; sorted. */
  readonly packages: readonly string[];
}

export function lockedRequest(spec: Spec): LockedRequest {
  return {
    suite: spec.suite.name,
    components: spec.suite.components,
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
export function requestDigest({ suite, components, recommends, packages }: LockedRequest): string {
  const text = JSON.stringify([suite, components, recommends, packages]);
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
