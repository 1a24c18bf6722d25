import { fields, paragraphs } from './control.ts';

/** StatusEntry is a package that dpkg records as installed. */
export interface StatusEntry {
  readonly name: string;
  /** Fields by lower-case name. */
  readonly fields: ReadonlyMap<string, string>;
  /** As written, without the line break at its end. */
  readonly stanza: string;
}

/**
 * Reads the installed packages from dpkg's `status` file, in its order (dpkg-query(1), "db:Status"). The stanza of a
 * removed package stays in the file while its configuration files exist, and is skipped.
 */
export function readStatus(status: string): StatusEntry[] {
  return [...paragraphs(status)].flatMap((span) => {
    const found = fields(status, span);
    const name = found.get('package');
    if (name === undefined || !found.get('status')?.endsWith(' installed')) return [];
    return [{ name, fields: found, stanza: status.slice(span.start, span.end).replace(/\n+$/, '') }];
  });
}
