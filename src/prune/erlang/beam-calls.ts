import { gunzipSync, inflateSync } from 'node:zlib';
import { shellWords } from '../shell/words.ts';

/** Functions that start programs from a name or a command line, by module. */
const STARTS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['os', new Set(['cmd', 'find_executable'])],
  ['erlang', new Set(['open_port'])],
  ['Elixir.System', new Set(['cmd', 'shell', 'find_executable'])],
  ['Elixir.Port', new Set(['open'])],
]);

const MAGIC = { gzip: '\x1f\x8b', form: 'FOR1', type: 'BEAM' };
/** Bytes of a module or of its literals after decompression. */
const LARGEST = 64 << 20;
const LONGEST_TEXT = 2000;
/** Tags of the external term format: a list of characters, and a binary (erts, "External Term Format"). */
const STRING = 107;
const BINARY = 109;

/**
 * Returns the names among the texts of a compiled Erlang or Elixir module that starts programs, sorted. Texts of a message
 * are among them; they count only where the tree has a program of the name.
 */
export function programsOfBeam(bytes: Uint8Array): readonly string[] {
  try {
    const chunks = chunksOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (!startsPrograms(chunks)) return [];
    const texts = textsIn(literalsOf(chunks.get('LitT')));
    return [...new Set(texts.flatMap((text) => shellWords(text).called))].sort();
  } catch (error) {
    // Buffers and zlib throw these for a module that is cut off or no module. It starts nothing.
    if (error instanceof RangeError || (error instanceof Error && 'code' in error)) return [];
    throw error;
  }
}

/** Returns the chunks of a module by name (`beam_lib(3erl)`). */
function chunksOf(file: Buffer): ReadonlyMap<string, Buffer> {
  const form =
    file.toString('latin1', 0, 2) === MAGIC.gzip ? gunzipSync(file, { maxOutputLength: LARGEST }) : file;
  const chunks = new Map<string, Buffer>();
  if (form.toString('latin1', 0, 4) !== MAGIC.form || form.toString('latin1', 8, 12) !== MAGIC.type)
    return chunks;
  for (let at = 12; at + 8 <= form.length; ) {
    const size = form.readUInt32BE(at + 4);
    chunks.set(form.toString('latin1', at, at + 4), form.subarray(at + 8, at + 8 + size));
    at += 8 + Math.ceil(size / 4) * 4;
  }
  return chunks;
}

function startsPrograms(chunks: ReadonlyMap<string, Buffer>): boolean {
  const imports = chunks.get('ImpT');
  const atoms = atomsOf(chunks.get('AtU8'));
  if (imports === undefined) return false;
  for (let at = 4; at + 12 <= imports.length; at += 12) {
    const [module = '', name = ''] = [at, at + 4].map((place) => atoms[imports.readUInt32BE(place) - 1]);
    if (STARTS.get(module)?.has(name)) return true;
  }
  return false;
}

/** Returns the atoms of a module in order. Since OTP 28 the count is negative, and lengths are compact terms. */
function atomsOf(chunk: Buffer | undefined): readonly string[] {
  if (chunk === undefined) return [];
  const isCompact = chunk.readInt32BE(0) < 0;
  const atoms: string[] = [];
  for (let at = 4; at < chunk.length; ) {
    const first = chunk.readUInt8(at++);
    let length = first;
    if (isCompact) length = (first & 8) === 0 ? first >> 4 : ((first & 0xe0) << 3) | chunk.readUInt8(at++);
    atoms.push(chunk.toString('utf8', at, at + length));
    at += length;
  }
  return atoms;
}

/** Since OTP 28, the size is 0 and literals are not compressed. */
function literalsOf(chunk: Buffer | undefined): Buffer {
  if (chunk === undefined) return Buffer.of();
  const packed = chunk.subarray(4);
  return chunk.readUInt32BE(0) === 0 ? packed : inflateSync(packed, { maxOutputLength: LARGEST });
}

/** Returns the texts within terms, found by their tags and lengths. */
function textsIn(terms: Buffer): readonly string[] {
  const texts: string[] = [];
  for (let at = 0; at + 5 <= terms.length; at++) {
    const tag = terms[at];
    if (tag !== STRING && tag !== BINARY) continue;
    const start = at + (tag === STRING ? 3 : 5);
    const length = tag === STRING ? terms.readUInt16BE(at + 1) : terms.readUInt32BE(at + 1);
    if (length === 0 || length > LONGEST_TEXT || start + length > terms.length) continue;
    const text = terms.toString('latin1', start, start + length);
    if (/^[\x20-\x7e\n\t]+$/.test(text)) texts.push(text);
  }
  return texts;
}
