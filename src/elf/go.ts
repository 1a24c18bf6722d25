import type { ReadAt } from './bytes.ts';
import type { Elf, Span } from './read.ts';

/** GoBuild is the build information of a Go program (Go's package `runtime/debug`, type `BuildInfo`). */
export interface GoBuild {
  /** Version of the toolchain, e.g. `go1.24.4`; longer for a development version. */
  readonly go: string;
  /** The main module; absent if the program was built outside a module. */
  readonly main?: GoModule;
  /** Other modules, sorted by path. */
  readonly modules: readonly GoModule[];
}

export interface GoModule {
  /** e.g. `golang.org/x/text`. */
  readonly path: string;
  /** e.g. `v0.3.0`; absent for a module in a local folder. */
  readonly version?: string;
}

/** Header of the build information and its alignment (Go's package `debug/buildinfo`, since Go 1.18). */
const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
const ALIGNMENT = 16;
const HEAD = 32;
/** Position of the flags, and the flag for two strings that follow inline. */
const FLAGS = { at: 15, inline: 2 };
/** Length of the marks at both ends of the second string. */
const SENTINEL = 16;
const VERSION = /^(?:go\d|devel )[\x20-\x7e]*$/;
/** Maximum bytes of a string: many times that of a program with a thousand modules. */
const LONGEST = 1 << 22;

/** Bytes per read; a multiple of the alignment. */
const CHUNK = 1 << 20;
/** No real program has larger segments. */
const LARGEST = 1 << 28;

/**
 * Reads the build information of a Go program, also without symbols and section headers; undefined for other files, and
 * for programs built by Go before 1.18.
 */
export function goBuild(read: ReadAt, { loads }: Pick<Elf, 'loads'>): GoBuild | undefined {
  for (const load of loads) {
    for (const at of headsIn(read, load)) {
      const found = buildAt(read, at, load.offset + load.size);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Yields possible offsets of the header. Programs that read build information also contain the magic elsewhere. */
function* headsIn(read: ReadAt, { offset, size }: Span): Generator<number> {
  const end = offset + Math.min(size, LARGEST);
  for (let start = offset; start < end; start += CHUNK) {
    const bytes = read(start, Math.min(CHUNK + ALIGNMENT, end - start));
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = chunk.indexOf(MAGIC); at >= 0; at = chunk.indexOf(MAGIC, at + 1)) {
      if ((start + at) % ALIGNMENT === 0 && at < CHUNK) yield start + at;
    }
    if (bytes.length < CHUNK) return;
  }
}

function buildAt(read: ReadAt, at: number, end: number): GoBuild | undefined {
  const flags = read(at, HEAD)[FLAGS.at];
  if (flags === undefined || (flags & FLAGS.inline) === 0) return undefined;
  const go = textAt(read, at + HEAD, end);
  if (go === undefined || !VERSION.test(go.text)) return undefined;
  const modules = textAt(read, go.end, end)?.text ?? '';
  return { go: go.text, ...modulesOf(modules.slice(SENTINEL, -SENTINEL)) };
}

/** Reads a string after its length, a varint with the lowest 7 bits first. */
function textAt(
  read: ReadAt,
  at: number,
  end: number,
): { readonly text: string; readonly end: number } | undefined {
  const head = read(at, 4);
  const last = head.findIndex((byte) => byte < 0x80);
  if (last < 0) return undefined;
  const length = head.subarray(0, last + 1).reduceRight((sum, byte) => (sum << 7) | (byte & 0x7f), 0);
  const start = at + last + 1;
  if (length > LONGEST || start + length > end) return undefined;
  // The marks are not text, so each byte must stay one character.
  const text = Buffer.from(read(start, length)).toString('latin1');
  return { text, end: start + length };
}

/** Parses lines of `mod`, `dep` and `=>`, which replaces the module above it: path, version and checksum, separated by tabs. */
function modulesOf(text: string): Pick<GoBuild, 'main' | 'modules'> {
  const found: { readonly isMain: boolean; readonly module: GoModule }[] = [];
  for (const line of text.split('\n')) {
    const [word = '', path = '', version = ''] = line.split('\t');
    if (!['mod', 'dep', '=>'].includes(word) || path === '') continue;
    const replaced = word === '=>' ? found.pop() : undefined;
    const isMain = replaced?.isMain ?? word === 'mod';
    found.push({ isMain, module: moduleOf(path, version, replaced?.module) });
  }
  const main = found.find(({ isMain }) => isMain)?.module;
  const modules = found.flatMap(({ isMain, module }) => (isMain ? [] : [module]));
  return { ...(main === undefined ? {} : { main }), modules };
}

/** A folder that replaces a module has no version, and only a local path. */
function moduleOf(path: string, version: string, replaced: GoModule | undefined): GoModule {
  if (version === '' && replaced !== undefined) return { path: replaced.path };
  return version === '' || version === '(devel)' ? { path } : { path, version };
}
