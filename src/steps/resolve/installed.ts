import { readFileSync } from 'node:fs';
import { readStatus } from '../../debian/dpkg-status.ts';
import type { LockedPackage } from '../../debian/lock.ts';

/** A package that apt chose. */
export interface Choice {
  readonly locked: LockedPackage;
  readonly stanza: string;
}

/** A package that counts as installed while others are chosen. */
export interface InstalledPackage {
  readonly name: string;
  /** As apt reads it in `status`, without its state; latin1. */
  readonly stanza: string;
}

/** A package of the base, as it will be installed. */
export function installedOf({ locked, stanza }: Choice): InstalledPackage {
  return { name: locked.name, stanza };
}

/** The packages that a `status` says are installed. */
export function readInstalled(path: string): InstalledPackage[] {
  return readStatus(readFileSync(path, 'latin1')).map(({ name, stanza }) => ({
    name,
    stanza: `${stanza.replace(/^Status: .*\n/m, '')}\n`,
  }));
}
