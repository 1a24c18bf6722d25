import { readFileSync } from 'node:fs';
import { field, type Span } from '../../debian/control.ts';
import type { LockedPackage } from '../../debian/lock.ts';
import { type PackageList, readPackageList } from '../../debian/packages.ts';
import type { MirroredList } from './mirror.ts';

/** The packages of one component of an archive. */
export interface Index extends MirroredList, PackageList {}

export function readIndex(list: MirroredList): Index {
  return { ...list, ...readPackageList(readFileSync(list.path, 'latin1')) };
}

/** A stanza as it stands in the file, with its last line's end. */
export function stanzaText(list: PackageList, span: Span): string {
  return `${list.text.slice(span.start, span.end).trimEnd()}\n`;
}

/** What a lock says of a package. @throws when the archive's stanza lacks a field that it must have. */
export function lockedPackage(index: Index, span: Span): LockedPackage {
  const value = (name: string): string => {
    const found = field(index.text, span, name);
    if (found === undefined) throw new Error(`a package of ${index.component} has no field ${name}`);
    return found;
  };
  return {
    name: value('Package'),
    version: value('Version'),
    architecture: value('Architecture'),
    archive: index.archive,
    path: value('Filename'),
    sha256: value('SHA256'),
    size: Number(value('Size')),
  };
}
