import type { ReadAt } from './bytes.ts';
import { isElf } from './read.ts';

/** Bytes of the section names, and of a section. */
const LARGEST = 16 << 20;

/** Returns the bytes of a section of an ELF file; undefined if it has none of that name, or is damaged. */
export function sectionNamed(read: ReadAt, name: string): Uint8Array | undefined {
  const head = read(0, 64);
  if (head.length < 52 || !isElf(head)) return undefined;
  const wide = head[4] === 2;
  if (wide && head.length < 64) return undefined;
  const little = head[5] === 1;
  const view = viewOf(head);
  const table = wide ? Number(view.getBigUint64(40, little)) : view.getUint32(32, little);
  const [size, count, names] = (wide ? [58, 60, 62] : [46, 48, 50]).map((at) => view.getUint16(at, little));
  const length = wide ? 64 : 40;
  if (table === 0 || size !== length || count === undefined || names === undefined) return undefined;
  const headers = read(table, length * count);
  if (headers.length < length * count || names >= count) return undefined;
  const all = viewOf(headers);
  const bytesOf = (index: number) => {
    const at = index * length;
    const field = (narrow: number, broad: number) =>
      wide ? Number(all.getBigUint64(at + broad, little)) : all.getUint32(at + narrow, little);
    const bytes = field(20, 32);
    return bytes > LARGEST ? undefined : read(field(16, 24), bytes);
  };
  const texts = Buffer.from(bytesOf(names) ?? []);
  for (let index = 0; index < count; index++) {
    const start = all.getUint32(index * length, little);
    if (texts.subarray(start, start + name.length + 1).toString('latin1') === `${name}\0`)
      return bytesOf(index);
  }
  return undefined;
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}
