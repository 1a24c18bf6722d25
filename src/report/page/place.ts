import type { View } from './branches.ts';

/**
 * What the page shows, as it stands in the address behind `#`: `/usr/bin` a folder or a file, `package/libc6/usr/lib` a package
 * or what is in it, `left/perl-base` the same of what was left out. So every place can be linked to, and the browser's way back works.
 */
export interface Place {
  readonly view: View;
  /** The names that lead to it. */
  readonly names: readonly string[];
}

export const START: Place = { view: 'package', names: [] };

/** The place of an address; undefined where that is a heading of the page. */
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
