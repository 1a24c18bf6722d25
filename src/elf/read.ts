import { ElfError, type Piece, piece, type ReadAt, readPiece } from './bytes.ts';
import { type DlopenNote, dlopenNotes } from './notes.ts';

/** Elf has the parts of an ELF file that the loader uses, from the program headers alone (gABI chapters 4 and 5). */
export interface Elf {
  readonly bits: 32 | 64;
  readonly littleEndian: boolean;
  /** e_machine. */
  readonly machine: number;
  /** e_flags; on ARM it tells hard float from soft. */
  readonly flags: number;
  /** PT_INTERP: the program's loader; absent for a library and a static program. */
  readonly interpreter?: string;
  readonly soname?: string;
  /** DT_NEEDED in the order of the file, then DT_FILTER and DT_AUXILIARY. */
  readonly needed: readonly string[];
  /** DT_RPATH, split at colons; empty if the file has DT_RUNPATH, which replaces it. */
  readonly rpath: readonly string[];
  readonly runpath?: readonly string[];
  /** DF_1_NODEFLIB: the cache and the system folders are not searched. */
  readonly noDefaultLibraries: boolean;
  readonly dlopen: readonly DlopenNote[];
  /** The string table of the dynamic section, which also names the symbols that the loader looks up. */
  readonly strings: Span;
  /** Mapped segments (PT_LOAD). */
  readonly loads: readonly Span[];
}

/** Span is a part of a file, in bytes. */
export interface Span {
  readonly offset: number;
  readonly size: number;
}

const PT = { load: 1, dynamic: 2, interp: 3, note: 4 };
const DT = {
  needed: 1,
  strtab: 5,
  strsz: 10,
  soname: 14,
  rpath: 15,
  runpath: 29,
  flags1: 0x6ffffffb,
  auxiliary: 0x7ffffffd,
  filter: 0x7fffffff,
};
const NODEFLIB = 0x800;
/** Linux' PATH_MAX; the loader cannot open a longer name. */
const LONGEST_NAME = 4096;
/** The kernel refuses a larger table (fs/binfmt_elf.c, load_elf_phdrs). */
const LARGEST_TABLE = 65_536;
/** Maximum entries of a dynamic section: far more than in any real file, few enough for a hostile one. */
const MOST_DYNAMIC = 1024;
const LARGEST_NOTE = 1 << 20;

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly fileSize: number;
  readonly align: number;
}

/** Reports whether a file begins with the magic of ELF. */
export function isElf(start: Uint8Array): boolean {
  return start[0] === 0x7f && start[1] === 0x45 && start[2] === 0x4c && start[3] === 0x46;
}

/**
 * Reads the loader's view of a file, from a few small pieces of it. Does not use section headers, which a stripped file
 * may lack. @throws {ElfError} for a truncated or hostile file; other errors come only from `read`
 */
export function readElf(read: ReadAt): Elf {
  const start = read(0, 64);
  if (!isElf(start)) throw new ElfError('is not an ELF file');
  const bits = start[4] === 1 ? 32 : start[4] === 2 ? 64 : undefined;
  const order = start[5];
  if (bits === undefined) throw new ElfError(`has the unknown class ${start[4]}`);
  if (order !== 1 && order !== 2) throw new ElfError(`has the unknown byte order ${order}`);
  const littleEndian = order === 1;
  const wide = bits === 64;
  const header = piece(start, littleEndian);
  const segments = programHeaders(read, header, wide, littleEndian);
  const interp = segments.find((segment) => segment.type === PT.interp);
  const interpreter = interp && nameAt(read, interp.offset, interp.fileSize);
  return {
    bits,
    littleEndian,
    machine: header.u16(18),
    flags: header.u32(wide ? 48 : 36),
    ...(interpreter && { interpreter }),
    ...dynamicSection(read, segments, wide, littleEndian),
    dlopen: segments
      .filter((segment) => segment.type === PT.note)
      .flatMap((segment) => notes(read, segment, littleEndian)),
    loads: segments
      .filter(({ type }) => type === PT.load)
      .map(({ offset, fileSize }) => ({ offset, size: fileSize })),
  };
}

function programHeaders(read: ReadAt, header: Piece, wide: boolean, littleEndian: boolean): Segment[] {
  const offset = header.word(wide ? 32 : 28, wide);
  const entry = header.u16(wide ? 54 : 42);
  const count = header.u16(wide ? 56 : 44);
  if (count === 0) return [];
  if (entry !== (wide ? 56 : 32)) throw new ElfError(`has program headers of ${entry} bytes`);
  if (entry * count > LARGEST_TABLE) throw new ElfError(`has ${count} program headers`);
  const table = readPiece(read, offset, entry * count, littleEndian);
  return Array.from({ length: count }, (_, index) => {
    const at = index * entry;
    const [offsetAt, addressAt, sizeAt, alignAt] = wide ? [8, 16, 32, 48] : [4, 8, 16, 28];
    return {
      type: table.u32(at),
      offset: table.word(at + offsetAt, wide),
      address: table.word(at + addressAt, wide),
      fileSize: table.word(at + sizeAt, wide),
      align: table.word(at + alignAt, wide),
    };
  });
}

type Dynamic = Pick<Elf, 'soname' | 'needed' | 'rpath' | 'runpath' | 'noDefaultLibraries' | 'strings'>;

function dynamicSection(
  read: ReadAt,
  segments: readonly Segment[],
  wide: boolean,
  littleEndian: boolean,
): Dynamic {
  const segment = segments.find(({ type }) => type === PT.dynamic);
  if (segment === undefined || segment.fileSize === 0)
    return { needed: [], rpath: [], noDefaultLibraries: false, strings: { offset: 0, size: 0 } };
  const entries = dynamicEntries(read, segment, wide, littleEndian);
  const last = (tag: number) => entries.findLast((entry) => entry.tag === tag)?.value;
  const table = stringTable(segments, last(DT.strtab), last(DT.strsz));
  const text = (offset: number) => {
    if (offset >= table.size) throw new ElfError(`names byte ${offset} of a string table of ${table.size}`);
    return nameAt(read, table.offset + offset, table.size - offset);
  };
  const all = (...tags: number[]) =>
    entries.filter(({ tag }) => tags.includes(tag)).map(({ value }) => text(value));
  const [soname, rpath, runpath] = [last(DT.soname), last(DT.rpath), last(DT.runpath)];
  return {
    needed: [...all(DT.needed), ...all(DT.filter, DT.auxiliary)],
    rpath: rpath === undefined || runpath !== undefined ? [] : text(rpath).split(':'),
    strings: table,
    noDefaultLibraries: ((last(DT.flags1) ?? 0) & NODEFLIB) !== 0,
    ...(soname !== undefined && { soname: text(soname) }),
    ...(runpath !== undefined && { runpath: text(runpath).split(':') }),
  };
}

/** Returns the entries up to DT_NULL. */
function dynamicEntries(read: ReadAt, segment: Segment, wide: boolean, littleEndian: boolean) {
  const size = wide ? 16 : 8;
  const count = Math.min(Math.floor(segment.fileSize / size), MOST_DYNAMIC);
  const table = readPiece(read, segment.offset, count * size, littleEndian);
  const entries: { readonly tag: number; readonly value: number }[] = [];
  for (let at = 0; at < count * size; at += size) {
    const tag = table.word(at, wide);
    if (tag === 0) break;
    entries.push({ tag, value: table.word(at + size / 2, wide) });
  }
  return entries;
}

/** Finds the string table in the file: DT_STRTAB is an address, which a PT_LOAD maps. */
function stringTable(
  segments: readonly Segment[],
  address: number | undefined,
  size: number | undefined,
): Span {
  if (address === undefined || size === undefined) return { offset: 0, size: 0 };
  const load = segments.find(
    (segment) =>
      segment.type === PT.load && address >= segment.address && address < segment.address + segment.fileSize,
  );
  if (load === undefined) throw new ElfError('has a string table outside of what is loaded');
  const inside = address - load.address;
  return { offset: load.offset + inside, size: Math.min(size, load.fileSize - inside) };
}

/** Reads the NUL-terminated name at `offset`, in a table that ends `room` bytes later. */
function nameAt(read: ReadAt, offset: number, room: number): string {
  const most = Math.min(room, LONGEST_NAME);
  for (let length = Math.min(256, most); ; length = Math.min(length * 4, most)) {
    const text = readPiece(read, offset, length, true).text(0);
    if (text !== undefined) return text;
    if (length === most) throw new ElfError(`has a name at byte ${offset} that does not end`);
  }
}

function notes(read: ReadAt, segment: Segment, littleEndian: boolean): readonly DlopenNote[] {
  if (segment.fileSize > LARGEST_NOTE) return [];
  return dlopenNotes(readPiece(read, segment.offset, segment.fileSize, littleEndian), segment.align);
}
