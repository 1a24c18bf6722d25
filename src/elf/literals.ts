import type { ReadAt } from './bytes.ts';
import type { Elf } from './read.ts';

/** Bytes per read, and the overlap of two reads, which exceeds the longest name. */
const CHUNK = 1 << 20;
const OVERLAP = 512;
/** No real file has larger string tables and segments. */
const LARGEST = 1 << 28;

const LIBRARY = /^(?:\/[\w.+/-]+\/)?lib[\w.+-]*\.so(?:\.\d+)*$/;

/**
 * Returns the library names among the constants of a file, if it imports dlopen(3): usually the arguments of dlopen.
 * Names as written, bare or absolute; sorted, each once.
 */
export function libraryLiterals(read: ReadAt, elf: Elf): readonly string[] {
  if (!importsAny(read, elf, ['dlopen', 'dlmopen'])) return [];
  const found = new Set<string>();
  for (const { offset, size } of elf.loads) {
    for (const chunk of chunks(read, offset, size)) for (const name of namesIn(chunk)) found.add(name);
  }
  const known = new Set([...elf.needed, elf.soname]);
  return [...found].filter((name) => !known.has(name)).sort();
}

/** Reports whether a file looks up one of these functions in its libraries. */
export function importsAny(read: ReadAt, { strings }: Elf, names: readonly string[]): boolean {
  const texts = names.map((name) => `\0${name}\0`);
  for (const chunk of chunks(read, strings.offset, strings.size)) {
    if (texts.some((text) => chunk.includes(text))) return true;
  }
  return false;
}

/** Reports whether a file has a constant that is a text. */
export function hasConstant(read: ReadAt, { loads }: Elf, text: string): boolean {
  for (const { offset, size } of loads) {
    for (const chunk of chunks(read, offset, size)) if (chunk.includes(`\0${text}\0`)) return true;
  }
  return false;
}

function* chunks(read: ReadAt, offset: number, size: number): Generator<Buffer> {
  const end = offset + Math.min(size, LARGEST);
  for (let at = offset; at < end; at += CHUNK - OVERLAP) {
    const bytes = read(at, Math.min(CHUNK, end - at));
    yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (bytes.length < CHUNK) return;
  }
}

/** Yields texts that end in a NUL, begin after a byte that is not text, and name a library. */
function* namesIn(chunk: Buffer): Generator<string> {
  let next = 0;
  for (let at = chunk.indexOf('.so'); at >= 0; at = chunk.indexOf('.so', next)) {
    const length = chunk.subarray(at, at + OVERLAP).indexOf(0);
    // Each byte is examined a few times at most, for any input.
    next = at + (length < 0 ? OVERLAP / 2 : length);
    let start = at;
    while (start > 0 && at - start < OVERLAP && isText(chunk[start - 1] ?? 0)) start--;
    const name = length < 0 ? '' : chunk.toString('latin1', start, at + length);
    if (LIBRARY.test(name)) yield name;
  }
}

function isText(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f;
}
