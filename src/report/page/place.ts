import type { View } from './branches.ts';

/**
 * Place is the shown part of the image, as in the URL after `#`: `/usr/bin` is a folder or a file, `package/libc6/usr/lib` a
 * package or a folder in it, `left/perl-base` the same for files left out. So every place has a link, and the browser's
 * back button works.
 */
export interface Place {
  readonly view: View;
  /** Names on the path to it. */
  readonly names: readonly string[];
}

export const START: Place = { view: 'package', names: [] };

/** Parses the fragment of a URL; undefined for a heading of the page. */
export function placeOf(hash: string): Place | undefined {
  const [first = '', ...names] = hash.replace(/^#/, '').split('/').map(decoded);
  const rest = names.filter((name) => name !== '');
  if (first === 'package' || first === 'left') return { view: first, names: rest };
  if (first !== '') return undefined;
  return hash.startsWith('#/') ? { view: 'folder', names: rest } : START;
}

export function hashOf({ view, names }: Place): string {
  const path = names.map((name) => `/${encoded(name)}`).join('');
  return `#${view === 'folder' ? '' : view}${path === '' && view === 'folder' ? '/' : path}`;
}

/** Encodes a name. A byte that is not UTF-8 (src/tree/names.ts) follows a NUL, which is in no name. */
function encoded(name: string): string {
  const plain = name.replaceAll(
    /[\udc80-\udcff]/gu,
    (byte) => `\0${(byte.charCodeAt(0) - 0xdc00).toString(16)}`,
  );
  return encodeURIComponent(plain);
}

function decoded(text: string): string {
  try {
    const plain = decodeURIComponent(text);
    return plain.replaceAll(/\0([89a-f][0-9a-f])/g, (_, hex) =>
      String.fromCharCode(0xdc00 + Number.parseInt(hex, 16)),
    );
  } catch {
    return text;
  }
}
