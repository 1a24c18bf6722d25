/**
 * Identifiers of the SPDX Licence List by the lower-case short names of machine-readable copyright files (Debian's
 * copyright format 1.0, "License specification"). Omits names used for several texts, such as `MIT` or `Artistic`.
 */
const NAMES: ReadonlyMap<string, string> = new Map(
  [
    ...['0BSD', 'Apache-1.0', 'Apache-1.1', 'Apache-2.0', 'Artistic-2.0', 'BSD-2-Clause', 'BSD-3-Clause'],
    ...['BSD-4-Clause', 'BSD-4-Clause-UC', 'BSL-1.0', 'Beerware', 'CC-BY-3.0', 'CC-BY-4.0', 'CC-BY-SA-3.0'],
    ...['CC-BY-SA-4.0', 'CC0-1.0', 'CDDL-1.0', 'CPL-1.0', 'EPL-1.0', 'EPL-2.0', 'FSFAP', 'FSFUL', 'FSFULLR'],
    ...['ISC', 'LPPL-1.3c', 'MPL-1.1', 'MPL-2.0', 'MS-PL', 'OFL-1.1', 'Python-2.0', 'QPL-1.0', 'Sleepycat'],
    ...['Unicode-DFS-2016', 'Unlicense', 'W3C', 'X11', 'Zlib', 'ZPL-2.1', 'curl'],
  ].map((id) => [id.toLowerCase(), id]),
);

const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['apache-2', 'Apache-2.0'],
  ['expat', 'MIT'],
  ['boost-1.0', 'BSL-1.0'],
]);

/** Versions of the GNU licences in the SPDX list. */
const GNU: Readonly<Record<string, readonly string[]>> = {
  AGPL: ['1.0', '3.0'],
  GFDL: ['1.1', '1.2', '1.3'],
  GPL: ['1.0', '2.0', '3.0'],
  LGPL: ['2.0', '2.1', '3.0'],
};

/** Returns the identifier of a short name; undefined if SPDX has none. */
export function licenceId(name: string): string | undefined {
  const lower = name.toLowerCase();
  return NAMES.get(lower) ?? OTHER_NAMES.get(lower) ?? gnuId(name);
}

/** `GPL-2+` and `GPL-2.0-or-later` are the same; `GFDL-NIV` has no invariant sections. */
function gnuId(name: string): string | undefined {
  const form = /^(A?GPL|LGPL|GFDL)(-NIV)?-(\d)(?:\.(\d))?(\+|-or-later|-only)?$/i;
  const [, family = '', plain, major = '', minor = '0', later] = form.exec(name) ?? [];
  const version = `${major}.${minor}`;
  const isKnown = GNU[family.toUpperCase()]?.includes(version) === true;
  if (!isKnown || (plain !== undefined && family.toUpperCase() !== 'GFDL')) return undefined;
  const end = later === '+' || later?.toLowerCase() === '-or-later' ? 'or-later' : 'only';
  return `${family.toUpperCase()}-${version}${plain === undefined ? '' : '-no-invariants'}-${end}`;
}
