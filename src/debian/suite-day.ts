/** The days on which suites were released. Source: the column `release` of Debian's distro-info-data, debian.csv. */
const RELEASED: Readonly<Record<string, string>> = {
  bullseye: '2021-08-14',
  bookworm: '2023-06-10',
  trixie: '2025-08-09',
};

/** The last day in the table. */
const LATEST = '2025-08-09';

/**
 * The date of what is made from a suite, in seconds since 1970: the day of its release, at midnight UTC. One that is not
 * released, or not known here, has the day of the latest that is.
 * @param suite as the Imagefile names it; a pocket such as `trixie-backports` counts as its suite
 */
export function suiteDay(suite: string): number {
  const [name = ''] = suite.split('-');
  const day = Object.hasOwn(RELEASED, name) ? RELEASED[name] : undefined;
  return Date.parse(day ?? LATEST) / 1000;
}
