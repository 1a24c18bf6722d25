/** Member is a file in a package, which is an ar archive (deb(5)). */
export interface Member {
  readonly name: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly content: Uint8Array;
}

const MAGIC = '!<arch>\n';
/** Widths of name, time, owner, group, mode, size, each padded with blanks, and the end mark. */
const WIDTHS = [16, 12, 6, 6, 8, 10, 2] as const;
const HEADER = 60;

/** Returns the members of a package, as views of its bytes. @throws {Error} for another format or a truncated file */
export function debMembers(deb: Uint8Array): Member[] {
  if (latin1(deb.subarray(0, MAGIC.length)) !== MAGIC) throw new Error('this is not a package');
  const members: Member[] = [];
  for (let at = MAGIC.length; at < deb.length; ) {
    const [name = '', time = '', , , , size = ''] = split(latin1(deb.subarray(at, at + HEADER)));
    const start = at + HEADER;
    if (size !== '' && !/^\d+$/.test(size))
      throw new Error(`a member of the package has the size ${JSON.stringify(size)}`);
    const end = start + Number(size);
    if (end > deb.length) throw new Error('the package is truncated');
    members.push({ name: name.replace(/\/$/, ''), time: Number(time), content: deb.subarray(start, end) });
    at = end + (end % 2);
  }
  return members;
}

/** Returns the magic bytes before the first member. */
export function debStart(): Uint8Array {
  return Buffer.from(MAGIC);
}

/** Returns the header of a member. Content of odd size is followed by a line end. */
export function memberHeader(name: string, time: number, size: number): Uint8Array {
  const values = [name, `${time}`, '0', '0', '100644', `${size}`, '`\n'];
  return Buffer.from(values.map((value, index) => value.padEnd(WIDTHS[index] ?? 0)).join(''), 'latin1');
}

function split(header: string): string[] {
  let at = 0;
  return WIDTHS.map((width) => {
    at += width;
    return header.slice(at - width, at).trimEnd();
  });
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
