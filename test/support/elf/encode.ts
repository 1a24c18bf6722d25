/** ElfShape has the contents of a small ELF file; everything else about it is minimal. */
export interface ElfShape {
  readonly bits?: 32 | 64;
  readonly littleEndian?: boolean;
  readonly machine?: number;
  readonly flags?: number;
  readonly interpreter?: string;
  readonly soname?: string;
  readonly needed?: readonly string[];
  readonly rpath?: string;
  readonly runpath?: string;
  readonly flags1?: number;
  /** JSON for `.note.dlopen`, or any other text. */
  readonly note?: string;
  /** Names of functions that it imports. */
  readonly imports?: readonly string[];
  /** Bytes in the mapped part, at a multiple of 16. */
  readonly data?: Uint8Array;
  /** Strings among its constants. */
  readonly constants?: readonly string[];
}

/** The difference between addresses and file offsets, so that a reader that mixes them up fails. */
const BASE = 0x10000;

/** Encodes an ELF file with program headers, dynamic section, string table, interpreter and note, but no sections. */
export function encodeElf(shape: ElfShape): Uint8Array {
  const { bits = 64, littleEndian = true, machine = 62, flags = 0 } = shape;
  const wide = bits === 64;
  const strings = stringTable();
  const entries = dynamicEntries(shape, strings.add);
  for (const name of shape.imports ?? []) strings.add(name);
  const [headerSize, programSize, word] = wide ? [64, 56, 8] : [52, 32, 4];
  const parts: { type: number; bytes: Uint8Array }[] = [];
  const text = (value: string) => new TextEncoder().encode(`${value}\0`);
  if (shape.interpreter !== undefined) parts.push({ type: 3, bytes: text(shape.interpreter) });
  if (shape.note !== undefined) parts.push({ type: 4, bytes: noteBytes(text(shape.note), littleEndian) });
  const stringsAt = align(headerSize + programSize * (parts.length + 2));
  const dynamicAt = align(stringsAt + strings.size());
  entries.push([5, BASE + stringsAt], [10, strings.size()], [0, 0]);
  let end = align(dynamicAt + entries.length * word * 2);
  const placed = parts.map(({ type, bytes }) => {
    const at = end;
    end = align(end + bytes.length);
    return { type, at, bytes, size: bytes.length };
  });
  const constants = text((shape.constants ?? []).map((constant) => `\0${constant}\0`).join(''));
  const constantsAt = end;
  if (shape.constants !== undefined) end = align(end + constants.length);
  const dataAt = Math.ceil(end / 16) * 16;
  if (shape.data !== undefined) end = align(dataAt + shape.data.length);
  const file = new Uint8Array(end);
  const view = new DataView(file.buffer);
  const put = (at: number, value: number, size: number) => {
    if (size === 2) view.setUint16(at, value, littleEndian);
    else if (size === 4) view.setUint32(at, value, littleEndian);
    else view.setBigUint64(at, BigInt(value), littleEndian);
  };
  file.set([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, littleEndian ? 1 : 2, 1]);
  put(16, 3, 2);
  put(18, machine, 2);
  put(wide ? 32 : 28, headerSize, word);
  put(wide ? 48 : 36, flags, 4);
  put(wide ? 54 : 42, programSize, 2);
  put(wide ? 56 : 44, placed.length + 2, 2);
  const dynamic = { type: 2, at: dynamicAt, size: entries.length * word * 2 };
  [{ type: 1, at: 0, size: end }, dynamic, ...placed].forEach(({ type, at, size }, index) => {
    const header = headerSize + index * programSize;
    put(header, type, 4);
    const fields = wide ? [8, 16, 24, 32, 40, 48] : [4, 8, 12, 16, 20, 28];
    [at, BASE + at, BASE + at, size, size, 4].forEach((value, field) => {
      put(header + (fields[field] ?? 0), value, word);
    });
  });
  file.set(strings.bytes(), stringsAt);
  entries.forEach(([tag, value], index) => {
    put(dynamicAt + index * word * 2, tag, word);
    put(dynamicAt + index * word * 2 + word, value, word);
  });
  for (const { at, bytes } of placed) file.set(bytes, at);
  if (shape.constants !== undefined) file.set(constants, constantsAt);
  if (shape.data !== undefined) file.set(shape.data, dataAt);
  return file;
}

function dynamicEntries(shape: ElfShape, add: (text: string) => number): [tag: number, value: number][] {
  const entries = (shape.needed ?? []).map((name): [number, number] => [1, add(name)]);
  if (shape.soname !== undefined) entries.push([14, add(shape.soname)]);
  if (shape.rpath !== undefined) entries.push([15, add(shape.rpath)]);
  if (shape.runpath !== undefined) entries.push([29, add(shape.runpath)]);
  if (shape.flags1 !== undefined) entries.push([0x6ffffffb, shape.flags1]);
  return entries;
}

function stringTable() {
  let table = '\0';
  return {
    add: (text: string) => {
      const at = table.length;
      table += `${text}\0`;
      return at;
    },
    size: () => table.length,
    bytes: () => new TextEncoder().encode(table),
  };
}

function noteBytes(text: Uint8Array, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(align(16 + text.length));
  const view = new DataView(bytes.buffer);
  [4, text.length, 0x407c0c0a].forEach((value, index) => {
    view.setUint32(index * 4, value, littleEndian);
  });
  bytes.set(new TextEncoder().encode('FDO\0'), 12);
  bytes.set(text, 16);
  return bytes;
}

function align(at: number): number {
  return Math.ceil(at / 8) * 8;
}
