/**
 * Suites that mirrors no longer have: they lie in an archive of their own. Source: the releases in Debian's
 * distro-info-data, debian.csv, whose support has ended, as far as they have left the mirrors.
 */
const OLD: ReadonlySet<string> = new Set(
  'buzz rex bo hamm slink potato woody sarge etch lenny squeeze wheezy jessie stretch buster'.split(' '),
);

/** @param suite its name, or that of a pocket of it such as `buster-updates` */
export function isOldSuite(suite: string): boolean {
  return OLD.has(suite.split(/[-/]/)[0] ?? '');
}
