import type { Tree } from '../../tree/tree.ts';

/** Library is a dependency that a package manager of a language installed. */
export interface Library {
  /** The type of its package URL. */
  readonly type: 'cargo' | 'composer' | 'gem' | 'maven' | 'npm' | 'nuget' | 'pypi';
  /** The part before the name in its package URL: a scope, a vendor, a group of Maven. */
  readonly namespace?: string;
  readonly name: string;
  readonly version: string;
  /** As its metadata has it. */
  readonly licence?: string;
  /** Files and folders that belong to it. */
  readonly roots: readonly string[];
}

/** Reader finds libraries in one kind of metadata. */
export interface Reader {
  readonly isFor: (path: string) => boolean;
  /** Throws if the file cannot be read as what its name says. */
  readonly read: (tree: Tree, path: string) => readonly Library[];
}

/** Bytes. The metadata of all libraries of a large application of PHP is in one file. */
const LARGEST_TEXT = 16 << 20;

/** Returns the text of a metadata file. Throws if it is too large or not UTF-8. */
export function textOf(tree: Tree, path: string): string {
  const size = tree.lstat(path)?.size ?? 0;
  if (size > LARGEST_TEXT) throw new Error('too large');
  return new TextDecoder('utf-8', { fatal: true }).decode(tree.read(path, 0, size));
}

export type Fields = Readonly<Record<string, unknown>>;

export function record(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function string(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Reports whether a text can be a name or version: metadata can hold anything. */
export function isWord(text: string | undefined): text is string {
  return text !== undefined && text.length <= 256 && /^[^\s\p{C}]+$/u.test(text);
}

/** Returns one library, or none without a name and a version. */
export function libraryOf(
  type: Library['type'],
  fullName: string | undefined,
  version: string | undefined,
  more: { readonly licence: string | undefined; readonly roots: readonly string[] },
): readonly Library[] {
  if (!isWord(fullName) || !isWord(version)) return [];
  const at = type === 'npm' || type === 'composer' ? fullName.lastIndexOf('/') : -1;
  const { licence, roots } = more;
  return [
    {
      type,
      ...(at < 0 ? {} : { namespace: fullName.slice(0, at) }),
      name: fullName.slice(at + 1),
      version,
      ...(licence === undefined ? {} : { licence }),
      roots,
    },
  ];
}
