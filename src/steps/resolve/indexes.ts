import { readFileSync } from 'node:fs';
import { field, type Span } from '../../debian/control.ts';
import type { LockedPackage } from '../../debian/lock.ts';
import { type PackageList, readPackageList } from '../../debian/packages.ts';
import type { MirroredList } from './mirror.ts';

/** Index has the packages of one component of an archive. */
export interface Index extends MirroredList, PackageList {}

/** Reads a list of packages. */
export function readIndex(list: MirroredList): Index {
  return { ...list, ...readPackageList(readFileSync(list.path, 'latin1')) };
}

/** Returns the text of a stanza, with the end of its last line. */
export function stanzaText(list: PackageList, span: Span): string {
  return `${list.text.slice(span.start, span.end).trimEnd()}\n`;
}

/** Returns the entry of a package for a lock. A field that the stanza lacks is empty, so the entry is invalid. */
export function lockedPackage(index: Index, span: Span): LockedPackage {
  const value = (name: string) => field(index.text, span, name) ?? '';
  return {
    name: value('Package'),
    version: value('Version'),
    architecture: value('Architecture'),
    archive: index.archive,
    path: value('Filename'),
    sha256: value('SHA256'),
    size: Number(value('Size') || Number.NaN),
  };
}
