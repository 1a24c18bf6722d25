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
  const path = names.map((name) => `/${encodeURIComponent(name)}`).join('');
  return `#${view === 'folder' ? '' : view}${path === '' && view === 'folder' ? '/' : path}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
