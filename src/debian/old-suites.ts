/**
 * Suites that have moved from the mirrors to a separate archive. Source: the releases in Debian's distro-info-data,
 * debian.csv, whose support has ended and that the mirrors no longer have.
 */
const OLD: ReadonlySet<string> = new Set(
  'buzz rex bo hamm slink potato woody sarge etch lenny squeeze wheezy jessie stretch buster'.split(' '),
);

/** @param suite name of a suite, or of a pocket such as `buster-updates` */
export function isOldSuite(suite: string): boolean {
  return OLD.has(suite.split(/[-/]/)[0] ?? '');
}
