/** Uids of the accounts of every Debian system. Source: base-passwd, passwd.master; ids below 100 never change. */
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

/** The account of every image. Its number is that of distroless, so that volumes work with both. */
export const NONROOT = { name: 'nonroot', uid: 65532 } as const;
