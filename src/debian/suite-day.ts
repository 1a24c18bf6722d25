/** Release dates of suites. Source: the column `release` of Debian's distro-info-data, debian.csv. */
const RELEASED: Readonly<Record<string, string>> = {
  bullseye: '2021-08-14',
  bookworm: '2023-06-10',
  trixie: '2025-08-09',
};

/** The latest date in the table. */
const LATEST = '2025-08-09';

/**
 * Returns the date of images of a suite, in seconds since 1970: its release date at midnight UTC, or the latest in the
 * table for an unreleased or unknown suite.
 * @param suite as in the Imagefile; a pocket such as `trixie-backports` counts as its suite
 */
export function suiteDay(suite: string): number {
  const [name = ''] = suite.split('-');
  const day = Object.hasOwn(RELEASED, name) ? RELEASED[name] : undefined;
  return Date.parse(day ?? LATEST) / 1000;
}
