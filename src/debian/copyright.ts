import { fields, paragraphs } from './control.ts';

/** LicenceParagraph is a paragraph of a machine-readable copyright file with a `License` field (copyright-format/1.0). */
export interface LicenceParagraph {
  /** Whether it is the licence of files, not of the package as a whole or just a licence text. */
  readonly isOfFiles: boolean;
  /** As written; `text` has the lines after it. */
  readonly name: string;
  readonly text: string;
}

/** Returns the licences of a machine-readable copyright file, in its order; undefined for a file in another form. */
export function readCopyright(copyright: string): readonly LicenceParagraph[] | undefined {
  // Lines with only blanks separate paragraphs, too: these files are written by hand.
  const clean = copyright.replaceAll(/^[ \t]+$/gm, '');
  const all = [...paragraphs(clean)].map((span) => fields(clean, span));
  const [head] = all;
  // Drafts of the format used the second name.
  if (head?.has('format') !== true && head?.has('format-specification') !== true) return undefined;
  return all.flatMap((each) => {
    const [name = '', ...lines] = (each.get('license') ?? '').split('\n');
    const text = lines.map((line) => (line === '.' ? '' : line)).join('\n');
    const isOfFiles = each.has('files');
    return each.has('license') ? [{ isOfFiles, name: name.trim(), text: text.trim() }] : [];
  });
}

/** Returns the names of the texts in /usr/share/common-licenses that a copyright file refers to, in its order. */
export function commonLicences(copyright: string): readonly string[] {
  return [...new Set([...copyright.matchAll(COMMON)].map(([, name = '']) => name))];
}

const COMMON = /\/usr\/share\/common-licenses\/([A-Za-z0-9][A-Za-z0-9.+-]*[A-Za-z0-9])/g;

/** Longer names are sentences about licences. */
const LONGEST = 60;

/**
 * Returns the short licence names of a package's copyright file as written: those of a machine-readable file, else the
 * common licences it refers to. In the order of the file, where the licence of most files usually comes first.
 */
export function licencesOf(copyright: string): readonly string[] {
  const found = readCopyright(copyright);
  if (found === undefined) return commonLicences(copyright);
  const names = found.map(({ name }) => name.replaceAll(/\s+/g, ' '));
  return [...new Set(names.filter((name) => name !== '' && name.length <= LONGEST))];
}
