import { fields, paragraphs } from './control.ts';

/** A package that dpkg has as installed. */
export interface StatusEntry {
  readonly name: string;
  /** Every field by its name in lower case. */
  readonly fields: ReadonlyMap<string, string>;
  /** As it is written, without the line break at its end. */
  readonly stanza: string;
}

/**
 * Reads the packages that dpkg's file `status` says are installed, in its order (dpkg-query(1), "db:Status"). One that was removed
 * leaves its stanza there as long as it has configuration files.
 */
export function readStatus(status: string): StatusEntry[] {
  return [...paragraphs(status)].flatMap((span) => {
    const found = fields(status, span);
    const name = found.get('package');
    if (name === undefined || !found.get('status')?.endsWith(' installed')) return [];
    return [{ name, fields: found, stanza: status.slice(span.start, span.end).replace(/\n+$/, '') }];
  });
}
