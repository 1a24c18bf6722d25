import { decodeName } from '../tree/names.ts';

/** Reads part of a file; may return fewer bytes than asked at the end of the file. */
export type ReadAt = (offset: number, length: number) => Uint8Array;

/** ElfError reports an inconsistent ELF file. `message` does not contain its name. */
export class ElfError extends Error {
  override readonly name = 'ElfError';
}

/** Piece is a part of an ELF file, read in the byte order of the file. @throws {ElfError} on reads beyond its end */
export interface Piece {
  readonly length: number;
  u8(at: number): number;
  u16(at: number): number;
  u32(at: number): number;
  /** Reads a 64-bit word if `wide`, else a 32-bit word. */
  word(at: number, wide: boolean): number;
  /** Reads text up to the next NUL; undefined if none follows. */
  text(at: number): string | undefined;
}

/** Reads exactly `length` bytes at `offset`. @throws {ElfError} if the file is shorter */
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
      // No file offset exceeds 2^53; the largest exact number fails every bounds check.
      return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(value);
    },
    text: (at) => {
      const end = bytes.indexOf(0, at);
      return end < 0 ? undefined : decodeName(bytes.subarray(at, end));
    },
  };
}
