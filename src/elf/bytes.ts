/** Reads part of a file; may return fewer bytes than asked at the end of the file. */
export type ReadAt = (offset: number, length: number) => Uint8Array;

/** An ELF file that contradicts itself. `message` says what is wrong with it, without its name. */
export class ElfError extends Error {
  override readonly name = 'ElfError';
}

/** A piece of an ELF file, read in the file's own byte order; reading beyond its end is an ElfError. */
export interface Piece {
  readonly length: number;
  u8(at: number): number;
  u16(at: number): number;
  u32(at: number): number;
  /** An Elf32 or Elf64 word, as the class has it. */
  word(at: number, wide: boolean): number;
  /** The bytes from `at` up to the next NUL, or undefined where none follows. */
  text(at: number): string | undefined;
}

/** Reads exactly `length` bytes at `offset`. @throws ElfError where the file is shorter. */
export function readPiece(read: ReadAt, offset: number, length: number, littleEndian: boolean): Piece {
  const bytes = read(offset, length);
  if (bytes.length < length) throw new ElfError(`ends before byte ${offset + length}`);
  return piece(bytes, littleEndian);
}

export function piece(bytes: Uint8Array, littleEndian: boolean): Piece {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const check = (at: number, size: number) => {
    if (at < 0 || at + size > bytes.length) throw new ElfError('has a header that is too short');
  };
  const u32 = (at: number) => {
    check(at, 4);
    return view.getUint32(at, littleEndian);
  };
  return {
    length: bytes.length,
    u8: (at) => {
      check(at, 1);
      return view.getUint8(at);
    },
    u16: (at) => {
      check(at, 2);
      return view.getUint16(at, littleEndian);
    },
    u32,
    word: (at, wide) => {
      if (!wide) return u32(at);
      check(at, 8);
      const value = view.getBigUint64(at, littleEndian);
      // Beyond 2^53 nothing can be a place in a file; the largest exact number fails every bounds check.
      return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(value);
    },
    text: (at) => {
      const end = bytes.indexOf(0, at);
      return end < 0 ? undefined : decode(bytes.subarray(at, end));
    },
  };
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}
