import { unzipSync } from 'fflate';

/** Bytes of a class file, and of an archive within an archive. */
const LARGEST_CLASS = 8 << 20;
const LARGEST_NESTED = 256 << 20;
/** Limits for one archive, so that a damaged or hostile one takes neither all memory nor all time. */
const MOST_BYTES = 1 << 30;
const MOST_ENTRIES = 1_000_000;
/** Bytes that deflate makes of one at most (RFC 1951: a match of 258 bytes takes two bits). */
const MOST_OF_ONE = 1032;
/** Bytes of an entry in the central directory of an archive, at least (APPNOTE.TXT 4.3.12). */
const SMALLEST_ENTRY = 46;
/** An EAR contains a WAR, which contains libraries. */
const DEEPEST = 2;

const CLASS = /\.class$/;
const NESTED = /\.[jw]ar$/;

export interface ArchivedClass {
  /** Its name in the innermost archive. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Reports whether it is in an archive within the archive: a dependency. */
  readonly isNested: boolean;
}

/** Returns the class files in a Java archive and in the archives in it. A file that is no archive has none. */
export function* classesOf(archive: Uint8Array, depth = 0): Generator<ArchivedClass> {
  for (const [name, bytes] of Object.entries(contentsOf(archive, depth < DEEPEST))) {
    if (CLASS.test(name)) yield { name, bytes, isNested: depth > 0 };
    else yield* classesOf(bytes, depth + 1);
  }
}

function contentsOf(archive: Uint8Array, mayNest: boolean): Readonly<Record<string, Uint8Array>> {
  let entries = 0;
  let total = 0;
  try {
    return unzipSync(archive, {
      filter: ({ name, size, originalSize }) => {
        if (++entries > Math.min(MOST_ENTRIES, archive.length / SMALLEST_ENTRY))
          throw new Error('too many entries');
        // Memory is taken for as many bytes as an entry says to have.
        if (originalSize > MOST_OF_ONE * Math.min(size, archive.length)) throw new Error('a wrong size');
        const limit = CLASS.test(name) ? LARGEST_CLASS : mayNest && NESTED.test(name) ? LARGEST_NESTED : 0;
        if (originalSize > limit || limit === 0) return false;
        total += originalSize;
        if (total > MOST_BYTES) throw new Error('too many bytes');
        return true;
      },
    });
  } catch {
    // Java cannot load classes from a damaged archive either.
    return {};
  }
}
