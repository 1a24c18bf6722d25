import { unzipSync } from 'fflate';
import { nameOf } from '../../tree/paths.ts';
import { isWord, type Library, libraryOf, type Reader } from './library.ts';

/** Bytes. */
const LARGEST = 512 << 20;
const LARGEST_NESTED = 128 << 20;
const LARGEST_TEXT = 1 << 20;
/** Limits for one file with all archives in it, so that a hostile one takes neither all memory nor all time. */
const MOST_BYTES = 1 << 30;
const MOST_ENTRIES = 1_000_000;
/** Bytes that deflate makes of one at most (RFC 1951: a match of 258 bytes takes two bits). */
const MOST_OF_ONE = 1032;
/** An EAR contains a WAR, which contains libraries. */
const DEEPEST = 3;

const ARCHIVE = /\.(?:[jwe]ar)$/;
const PROPERTIES = /^META-INF\/maven\/[^/]+\/[^/]+\/pom\.properties$/;
const MANIFEST = 'META-INF/MANIFEST.MF';

/** JAR reads pom.properties, else the manifest and the file name, of an archive and of the archives in it. */
export const JAR: Reader = {
  isFor: (path) => ARCHIVE.test(path),
  read: (tree, path) => {
    const size = tree.lstat(path)?.size ?? 0;
    if (size > LARGEST) throw new Error('too large');
    const spent = { entries: 0, bytes: 0 };
    return librariesIn({ archive: tree.read(path, 0, size), name: nameOf(path), path, depth: 0 }, spent);
  },
};

interface Place {
  readonly archive: Uint8Array;
  readonly name: string;
  /** The outermost archive. */
  readonly path: string;
  readonly depth: number;
}

interface Spent {
  entries: number;
  bytes: number;
}

function librariesIn({ archive, name, path, depth }: Place, spent: Spent): readonly Library[] {
  const found = Object.entries(contentsOf(archive, depth, spent));
  const roots = [path];
  const poms = found.flatMap(([entry, bytes]) =>
    PROPERTIES.test(entry) ? ofProperties(decoded(bytes), roots) : [],
  );
  const manifest = found.find(([entry]) => entry === MANIFEST)?.[1];
  const [, stem = name, version] = /^(.+?)(?:-(\d[^/]*))?\.[jwe]ar$/.exec(name) ?? [];
  const isNamed = poms.some((each) => each.name === stem);
  const own = isNamed
    ? []
    : ofManifest(manifest === undefined ? '' : decoded(manifest), stem, version, roots);
  const nested = found.flatMap(([entry, bytes]) =>
    ARCHIVE.test(entry)
      ? librariesIn({ archive: bytes, name: nameOf(`/${entry}`), path, depth: depth + 1 }, spent)
      : [],
  );
  return [...poms, ...own, ...nested];
}

function contentsOf(archive: Uint8Array, depth: number, spent: Spent): Readonly<Record<string, Uint8Array>> {
  return unzipSync(archive, {
    filter: ({ name, size, originalSize }) => {
      if (++spent.entries > MOST_ENTRIES) throw new Error('too many entries');
      const isText = name === MANIFEST || PROPERTIES.test(name);
      const isNested = depth < DEEPEST && ARCHIVE.test(name);
      if (!isText && !isNested) return false;
      // Memory is taken for as many bytes as an entry says to have.
      if (originalSize > MOST_OF_ONE * Math.min(size, archive.length)) throw new Error('a wrong size');
      if (originalSize > (isText ? LARGEST_TEXT : LARGEST_NESTED)) throw new Error('too large');
      spent.bytes += originalSize;
      if (spent.bytes > MOST_BYTES) throw new Error('too many bytes');
      return true;
    },
  });
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function ofProperties(text: string, roots: readonly string[]): readonly Library[] {
  const value = (key: string) => new RegExp(`^${key}\\s*[=:]\\s*(.*?)\\s*$`, 'm').exec(text)?.[1];
  const namespace = value('groupId');
  const found = libraryOf('maven', value('artifactId'), value('version'), { licence: undefined, roots });
  return found.map((each) => (isWord(namespace) ? { ...each, namespace } : each));
}

function ofManifest(text: string, name: string, version: string | undefined, roots: readonly string[]) {
  const lines = text.replace(/\r?\n /g, '');
  const value = (key: string) => new RegExp(`^${key}: *(.*?)\\s*$`, 'im').exec(lines)?.[1];
  const known = version ?? value('Implementation-Version') ?? value('Bundle-Version');
  const [licence] = [value('Bundle-License')];
  return libraryOf('maven', name, known, { licence, roots });
}
