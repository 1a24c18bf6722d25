import { field, paragraphs } from './control.ts';

/**
 * The short names of the licences in a package's copyright file, as they are written there: those of a machine-readable one
 * (copyright-format/1.0, `License`, its first line), else the texts of /usr/share/common-licenses that it refers to. In the
 * order of the file, in which that of most files comes first.
 */
export function licencesOf(copyright: string): readonly string[] {
  const names = /^Format(-Specification)?:/im.test(copyright.slice(0, 500))
    ? synopses(copyright)
    : [...copyright.matchAll(COMMON)].map(([, name = '']) => name);
  return [...new Set(names)];
}

const COMMON = /\/usr\/share\/common-licenses\/([A-Za-z0-9][A-Za-z0-9.+-]*[A-Za-z0-9])/g;

/** What is longer is a sentence about licences, and none of their names. */
const LONGEST = 60;

function synopses(copyright: string): readonly string[] {
  // Lines of blanks alone part paragraphs here as well, for people write these files by hand.
  const text = copyright.replaceAll(/^[ \t]+$/gm, '');
  return [...paragraphs(text)].flatMap((span) => {
    const [synopsis = ''] = (field(text, span, 'License') ?? '').split('\n');
    const name = synopsis.trim().replaceAll(/\s+/g, ' ');
    return name === '' || name.length > LONGEST ? [] : [name];
  });
}
