import { fields, paragraphs } from './control.ts';

/** A paragraph of a machine-readable copyright file that names a licence (copyright-format/1.0, `License`). */
export interface LicenceParagraph {
  /** It says what files are under, and does not only give a text or speak of the package as a whole. */
  readonly isOfFiles: boolean;
  /** As it is written; with `text`, the lines below it. */
  readonly name: string;
  readonly text: string;
}

/** The licences of a machine-readable copyright file, in its order; undefined for a file in another form. */
export function readCopyright(copyright: string): readonly LicenceParagraph[] | undefined {
  // Lines of blanks alone part paragraphs here as well, for people write these files by hand.
  const clean = copyright.replaceAll(/^[ \t]+$/gm, '');
  const all = [...paragraphs(clean)].map((span) => fields(clean, span));
  const [head] = all;
  // Drafts of the format had the second word.
  if (head?.has('format') !== true && head?.has('format-specification') !== true) return undefined;
  return all.flatMap((each) => {
    const [name = '', ...lines] = (each.get('license') ?? '').split('\n');
    const text = lines.map((line) => (line === '.' ? '' : line)).join('\n');
    const isOfFiles = each.has('files');
    return each.has('license') ? [{ isOfFiles, name: name.trim(), text: text.trim() }] : [];
  });
}

/** The texts of /usr/share/common-licenses that a copyright file refers to, by their names, in its order. */
export function commonLicences(copyright: string): readonly string[] {
  return [...new Set([...copyright.matchAll(COMMON)].map(([, name = '']) => name))];
}

const COMMON = /\/usr\/share\/common-licenses\/([A-Za-z0-9][A-Za-z0-9.+-]*[A-Za-z0-9])/g;

/** What is longer is a sentence about licences, and none of their names. */
const LONGEST = 60;

/**
 * The short names of the licences in a package's copyright file, as they are written there: those of a machine-readable one,
 * else the texts that it refers to. In the order of the file, in which that of most files comes first.
 */
export function licencesOf(copyright: string): readonly string[] {
  const found = readCopyright(copyright);
  if (found === undefined) return commonLicences(copyright);
  const names = found.map(({ name }) => name.replaceAll(/\s+/g, ' '));
  return [...new Set(names.filter((name) => name !== '' && name.length <= LONGEST))];
}
