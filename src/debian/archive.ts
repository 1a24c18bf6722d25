export interface Archive {
  /** Base URL without trailing slash. */
  readonly url: string;
  /** Folder in `dists/`, e.g. `trixie-security`. */
  readonly suite: string;
}

/** Suites without updates and security suites: fixes are new versions in the suite itself.
 * Source: the folders in `dists/` of the archive, and `debootstrap`'s scripts for the names. */
const ROLLING: Readonly<Record<string, readonly string[]>> = {
  sid: ['sid'],
  unstable: ['unstable'],
  // Has only the packages that differ from unstable.
  experimental: ['unstable', 'experimental'],
  'rc-buggy': ['sid', 'rc-buggy'],
};

/** Pockets of a suite in the same archive, e.g. `trixie-backports`. Requested by name, a pocket gets no further archives. */
const POCKET = /-(updates|backports|backports-sloppy|proposed-updates|security)$/;

/**
 * Returns the archives of a Debian suite: the suite itself first, then its updates and its security fixes. The URL of
 * the security archive has `debian-security` in place of `debian`, also for a snapshot; a mirror URL without `debian`
 * gets no security archive.
 */
export function suiteArchives(mirror: string, suite: string): Archive[] {
  const url = mirror.replace(/\/+$/, '');
  const rolling = ROLLING[suite];
  if (rolling !== undefined) return rolling.map((name) => ({ url, suite: name }));
  if (POCKET.test(suite)) return [{ url, suite }];
  const security = securityMirror(url);
  return [
    { url, suite },
    { url, suite: `${suite}-updates` },
    ...(security === undefined ? [] : [{ url: security, suite: `${suite}-security` }]),
  ];
}

/** Reports whether a suite holds the security fixes of another. */
export function isSecurity(suite: string): boolean {
  return suite.endsWith('-security');
}

/**
 * Returns the pockets that lines of `packages:` pick by name, e.g. `trixie-backports`, unless the suite includes them
 * anyway. @param picked names after `/`
 */
export function pickedArchives(mirror: string, suite: string, picked: readonly string[]): Archive[] {
  const own = suiteArchives(mirror, suite).map((archive) => archive.suite);
  const pockets = picked.filter((name) => name.startsWith(`${suite}-`) && POCKET.test(name));
  return [...new Set(pockets)]
    .filter((name) => !own.includes(name))
    .sort()
    .map((name) => ({ url: mirror.replace(/\/+$/, ''), suite: name }));
}

/**
 * Returns the URL of Debian's archive at a point in time within a snapshot archive.
 * @param base URL of the folder that has `archive/`
 * @param time RFC 3339, in UTC
 */
export function snapshotMirror(base: string, time: string): string {
  return `${base.replace(/\/+$/, '')}/archive/debian/${time.replaceAll(/[-:]/g, '')}`;
}

/** Replaces the last path component that equals `debian`. */
function securityMirror(url: string): string | undefined {
  const sibling = url.replace(/^(.*\/)debian(?=\/|$)/, '$1debian-security');
  return sibling === url ? undefined : sibling;
}

/** Returns the URL of the signed list of a suite's indexes. */
export function inReleaseUrl(archive: Archive): string {
  return indexUrl(archive, 'InRelease');
}

/** Returns the URL of a file in the suite's folder, e.g. the `path` of an index. */
export function indexUrl(archive: Archive, path: string): string {
  return `${archive.url}/dists/${archive.suite}/${path}`;
}
