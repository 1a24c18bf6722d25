/** The accounts that every Debian has, by their numbers. Source: base-passwd, passwd.master; ids below 100 never change. */
export const DEBIAN_ACCOUNTS: ReadonlyMap<string, number> = new Map([
  ['root', 0],
  ['daemon', 1],
  ['bin', 2],
  ['sys', 3],
  ['sync', 4],
  ['games', 5],
  ['man', 6],
  ['lp', 7],
  ['mail', 8],
  ['news', 9],
  ['uucp', 10],
  ['proxy', 13],
  ['www-data', 33],
  ['backup', 34],
  ['list', 38],
  ['irc', 39],
  ['_apt', 42],
  ['nobody', 65534],
]);

/** The account that every image has. The number is the one of distroless, so that volumes made for either fit. */
export const NONROOT = { name: 'nonroot', uid: 65532 } as const;
