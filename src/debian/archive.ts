export interface Archive {
  /** Base URL without trailing slash. */
  readonly url: string;
  /** The name below `dists/`, e.g. `trixie-security`. */
  readonly suite: string;
}

/** Suites that are complete in themselves: their fixes come as new versions of the suite.
 * Source: the folders that the archive has below `dists/`, and `debootstrap`'s scripts for the names. */
const ROLLING: Readonly<Record<string, readonly string[]>> = {
  sid: ['sid'],
  unstable: ['unstable'],
  // Holds only what differs from unstable.
  experimental: ['unstable', 'experimental'],
  'rc-buggy': ['sid', 'rc-buggy'],
};

/** Pockets of a suite that lie in the same archive, e.g. `trixie-backports`; asked for by name, they stand alone. */
const POCKET = /-(updates|backports|backports-sloppy|proposed-updates|security)$/;

/**
 * The archives that together are a suite of Debian: the suite itself first, then its updates and its security fixes.
 * The security archive is the mirror's sibling: `debian-security` where the mirror says `debian`, also in a snapshot's
 * URL; a mirror without that word has none that could be known.
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

/** Whether a suite holds the security fixes of another. */
export function isSecurity(suite: string): boolean {
  return suite.endsWith('-security');
}

/**
 * Pockets of the suite that lines of `packages:` pick by name, e.g. `trixie-backports`, as far as they are no part of it
 * anyway. @param picked names behind `/`
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
 * Where an archive of past states has Debian's archive as it was at a time.
 * @param base what `archive/` lies in
 * @param time as RFC 3339 writes it in UTC
 */
export function snapshotMirror(base: string, time: string): string {
  return `${base.replace(/\/+$/, '')}/archive/debian/${time.replaceAll(/[-:]/g, '')}`;
}

/** Replaces the last part of the path that is just `debian`. */
function securityMirror(url: string): string | undefined {
  const sibling = url.replace(/^(.*\/)debian(?=\/|$)/, '$1debian-security');
  return sibling === url ? undefined : sibling;
}

/** The signed list of a suite's indexes. */
export function inReleaseUrl(archive: Archive): string {
  return indexUrl(archive, 'InRelease');
}

/** A file below the suite's folder, e.g. the `path` of an index. */
export function indexUrl(archive: Archive, path: string): string {
  return `${archive.url}/dists/${archive.suite}/${path}`;
}
