import type { Random } from './random.ts';

/** Longer inputs find nothing that these do not, but take their time. */
export const LONGEST = 1 << 16;

/** Numbers at which lengths, offsets and counts go wrong. */
const NUMBERS = [
  0, 1, -1, 2, 7, 8, 16, 64, 255, 256, 1024, 4096, 65_535, 65_536, 1e9, 0x7fffffff, 0x80000000, 0xffffffff,
];
const DECIMALS = [...NUMBERS, 9_007_199_254_740_991, 1e19, 1e300, -60].map(String);

type Mutation = (bytes: Buffer, random: Random, words: readonly Buffer[], other: Buffer) => Buffer;

/**
 * Returns a changed copy of an input: one to four mutations, one after the other.
 * @param words what is inserted besides bytes: keywords of the format
 * @param other an input to take a part of
 */
export function mutate(bytes: Buffer, random: Random, words: readonly Buffer[], other: Buffer): Buffer {
  let changed = bytes;
  for (let left = 1 + random.below(4); left > 0; left--)
    changed = random.pick(MUTATIONS)(changed, random, words, other);
  return changed.subarray(0, LONGEST);
}

const MUTATIONS: readonly Mutation[] = [
  flipBit,
  setByte,
  setByte,
  setNumber,
  remove,
  remove,
  duplicate,
  insertWord,
  insertWord,
  insertWord,
  replaceDigits,
  spliced,
  swapLines,
  removeLine,
  takeLine,
  replaceToken,
  truncate,
  repeat,
];

function replaced(bytes: Buffer, at: number, end: number, by: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(end)]);
}

/** A part of at most `most` bytes. */
function part({ length }: Buffer, random: Random, most = 64): readonly [number, number] {
  const at = random.below(length + 1);
  return [at, Math.min(length, at + 1 + random.below(random.below(4) === 0 ? most : 8))];
}

function flipBit(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length);
  return replaced(bytes, at, at + 1, Buffer.of((bytes[at] ?? 0) ^ (1 << random.below(8))));
}

function setByte(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length);
  const byte =
    random.below(2) === 0 ? random.below(256) : random.pick([0, 9, 10, 32, 0x2d, 0x2f, 0x7f, 0x80, 0xff]);
  return replaced(bytes, at, at + 1, Buffer.of(byte));
}

/** Writes a number of 16, 32 or 64 bits in either byte order. */
function setNumber(bytes: Buffer, random: Random): Buffer {
  const size = random.pick([2, 4, 8]);
  const number = Buffer.alloc(8);
  number.writeBigInt64LE(BigInt(random.pick(NUMBERS)));
  const written = number.subarray(0, size);
  const at = random.below(bytes.length);
  return replaced(bytes, at, at + size, random.below(2) === 0 ? written : written.reverse());
}

function remove(bytes: Buffer, random: Random): Buffer {
  return replaced(bytes, ...part(bytes, random, 512), Buffer.of());
}

function duplicate(bytes: Buffer, random: Random): Buffer {
  const [at, end] = part(bytes, random, 512);
  return replaced(bytes, at, at, bytes.subarray(at, end));
}

function insertWord(bytes: Buffer, random: Random, words: readonly Buffer[]): Buffer {
  const at = random.below(bytes.length + 1);
  const over = random.below(3) === 0 ? random.below(8) : 0;
  return replaced(bytes, at, at + over, random.pick(words));
}

/** Replaces a run of digits by a number. */
function replaceDigits(bytes: Buffer, random: Random): Buffer {
  const text = bytes.toString('latin1');
  const from = random.below(text.length);
  const found = /\d+/.exec(text.slice(from)) ?? /\d+/.exec(text);
  if (found === null) return setByte(bytes, random);
  const at = text.startsWith(found[0], from + found.index) ? from + found.index : found.index;
  return replaced(bytes, at, at + found[0].length, Buffer.from(random.pick(DECIMALS)));
}

function spliced(bytes: Buffer, random: Random, _words: readonly Buffer[], other: Buffer): Buffer {
  const [at, end] = part(bytes, random, 256);
  const [from, to] = part(other, random, 512);
  return replaced(bytes, at, end, other.subarray(from, to));
}

function linesOf(bytes: Buffer): string[] {
  return bytes.toString('latin1').split('\n');
}

function fromLines(lines: readonly string[]): Buffer {
  return Buffer.from(lines.join('\n'), 'latin1');
}

function swapLines(bytes: Buffer, random: Random): Buffer {
  const lines = linesOf(bytes);
  const [a, b] = [random.below(lines.length), random.below(lines.length)];
  const [first = '', second = ''] = [lines[a], lines[b]];
  return fromLines(lines.with(a, second).with(b, first));
}

function removeLine(bytes: Buffer, random: Random): Buffer {
  const lines = linesOf(bytes);
  return fromLines(lines.toSpliced(random.below(lines.length), 1 + random.below(3)));
}

/** Puts a line of another input into this one. */
function takeLine(bytes: Buffer, random: Random, _words: readonly Buffer[], other: Buffer): Buffer {
  const lines = linesOf(bytes);
  return fromLines(
    lines.toSpliced(random.below(lines.length + 1), random.below(2), random.pick(linesOf(other))),
  );
}

/** Replaces a word of letters and digits by one of the format. */
function replaceToken(bytes: Buffer, random: Random, words: readonly Buffer[]): Buffer {
  const text = bytes.toString('latin1');
  const from = random.below(text.length);
  const found = /[\w./-]+/.exec(text.slice(from, from + 256));
  if (found === null) return insertWord(bytes, random, words);
  const at = from + found.index;
  return replaced(bytes, at, at + found[0].length, random.pick(words));
}

function truncate(bytes: Buffer, random: Random): Buffer {
  return random.below(4) > 0 ? setByte(bytes, random) : bytes.subarray(0, random.below(bytes.length + 1));
}

/** Repeats a part, now and then up to the limit: what costs more than its length shows there. */
function repeat(bytes: Buffer, random: Random): Buffer {
  const [at, end] = part(bytes, random, 256);
  const one = bytes.subarray(at, end);
  const most = random.below(64) === 0 ? LONGEST : 256;
  const times = one.length === 0 ? 0 : 1 + random.below(Math.ceil(most / one.length));
  return replaced(bytes, at, at, Buffer.concat(Array.from({ length: times }, () => one)));
}
