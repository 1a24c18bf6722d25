import { readFileSync } from 'node:fs';
import { readStatus } from '../../debian/dpkg-status.ts';
import type { LockedPackage } from '../../debian/lock.ts';
import { type PackageList, readPackageList } from '../../debian/packages.ts';

/** Choice is a package that apt chose. */
export interface Choice {
  readonly locked: LockedPackage;
  readonly stanza: string;
}

/** InstalledPackage is a package that counts as installed while others are chosen. */
export interface InstalledPackage {
  readonly name: string;
  /** The stanza of dpkg's `status` without the field Status; latin1. */
  readonly stanza: string;
}

/** Returns a package of the minimal system as an installed one. */
export function installedOf({ locked, stanza }: Choice): InstalledPackage {
  return { name: locked.name, stanza };
}

/** Returns installed packages as a list. */
export function listOf(installed: readonly InstalledPackage[]): PackageList {
  return readPackageList(installed.map(({ stanza }) => stanza).join('\n'));
}

/** Reads the installed packages of a dpkg `status`. */
export function readInstalled(path: string): InstalledPackage[] {
  return readStatus(readFileSync(path, 'latin1')).map(({ name, stanza }) => ({
    name,
    stanza: `${stanza.replace(/^Status: .*\n/m, '')}\n`,
  }));
}
