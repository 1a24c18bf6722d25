const BLOCK = 512;

/**
 * Replaces the contents of regular files in a tar archive; modes, owners and times stay (POSIX.1-2017, pax, "ustar
 * Interchange Format"; GNU's extensions pass through).
 * @param instead returns the new content of a file by its name in the archive, or undefined to keep it
 * @returns the same array if nothing is replaced
 * @throws {Error} for a size that is not octal
 */
export function withContents(
  tar: Uint8Array,
  instead: (name: string, content: Uint8Array) => Uint8Array | undefined,
): Uint8Array {
  const parts: Uint8Array[] = [];
  let same = 0;
  let at = 0;
  while (at + BLOCK <= tar.length) {
    const header = tar.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) break;
    const size = octal(header, 124, 12);
    const end = at + BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    const content = tar.subarray(at + BLOCK, at + BLOCK + size);
    const other = isRegular(header) ? instead(nameOf(header), content) : undefined;
    if (other !== undefined) {
      const padding = new Uint8Array(-other.length & (BLOCK - 1));
      parts.push(tar.subarray(same, at), sized(header, other.length), other, padding);
      same = end;
    }
    at = end;
  }
  return parts.length === 0 ? tar : Buffer.concat([...parts, tar.subarray(same)]);
}

/** Type `0`, or NUL in old archives. */
function isRegular(header: Uint8Array): boolean {
  const type = header[156];
  return header[0] !== 0 && (type === 0x30 || type === 0);
}

function nameOf(header: Uint8Array): string {
  const prefix = header[257] === 0x75 && header[263] === 0x30 ? text(header, 345, 155) : '';
  const name = text(header, 0, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Returns a header with another size. */
function sized(header: Uint8Array, size: number): Uint8Array {
  const changed = Buffer.from(header);
  changed.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  changed.fill(0x20, 148, 156);
  const sum = changed.reduce((total, byte) => total + byte, 0);
  changed.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return changed;
}

function octal(header: Uint8Array, start: number, length: number): number {
  const digits = text(header, start, length).trim();
  if (!/^[0-7]*$/.test(digits))
    throw new Error(`a member of the archive has the size ${JSON.stringify(digits)}`);
  return Number.parseInt(digits || '0', 8);
}

function text(header: Uint8Array, start: number, length: number): string {
  const field = Buffer.from(header.subarray(start, start + length)).toString('latin1');
  const end = field.indexOf('\0');
  return end < 0 ? field : field.slice(0, end);
}
