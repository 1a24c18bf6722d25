import { readFileSync } from 'node:fs';
import { field, paragraphs } from '../../debian/control.ts';
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

/** The packages that a `status` (dpkg-query(1), "db:Status") says are installed; what was removed leaves its name there. */
export function readInstalled(path: string): InstalledPackage[] {
  const text = readFileSync(path, 'latin1');
  return [...paragraphs(text)].flatMap((span) => {
    const name = field(text, span, 'Package');
    if (name === undefined || !field(text, span, 'Status')?.endsWith(' ok installed')) return [];
    const stanza = text
      .slice(span.start, span.end)
      .trimEnd()
      .replace(/^Status: .*\n/m, '');
    return [{ name, stanza: `${stanza}\n` }];
  });
}
