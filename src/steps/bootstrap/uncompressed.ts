import { closeSync, fstatSync, openSync, readFileSync, writeSync } from 'node:fs';
import { debMembers, debStart, type Member, memberHeader } from '../../debian/deb.ts';
import { pipe } from '../process.ts';

const COMPRESSED = 'data.tar.xz';
const PLAIN_NAME = 'data.tar';

/**
 * Writes a package with its files uncompressed, which deb(5) allows. debootstrap unpacks each package twice, the second
 * time with the tree's own programs. Decompression would take a quarter of its time, and half of it under emulation.
 */
export async function writeUncompressed(
  members: readonly Member[],
  path: string,
  change?: Change,
): Promise<void> {
  const file = openSync(path, 'w');
  writeSync(file, debStart());
  for (const { name, time, content } of members) {
    if (name === COMPRESSED) await writeInflated(file, time, content);
    else writeMember(file, name, time, content);
  }
  closeSync(file);
  if (change !== undefined) rewrite(path, change);
}

/** Change returns the new archive of a package's files; the same array if nothing changes. */
export type Change = (tar: Uint8Array) => Uint8Array;

/** Applies a change to a written package. Most do not change, so reading them again is cheaper than piping each from xz. */
function rewrite(path: string, change: Change): void {
  const members = debMembers(readFileSync(path));
  const changed = members.map((member) =>
    member.name === PLAIN_NAME ? { ...member, content: change(member.content) } : member,
  );
  if (changed.every(({ content }, position) => content === members[position]?.content)) return;
  const file = openSync(path, 'w');
  writeSync(file, debStart());
  for (const { name, time, content } of changed) writeMember(file, name, time, content);
  closeSync(file);
}

function writeMember(file: number, name: string, time: number, content: Uint8Array): void {
  writeSync(file, memberHeader(name, time, content.length));
  writeSync(file, content);
  if (content.length % 2 === 1) writeSync(file, '\n');
}

/** Decompresses a member into the file. Its size is known only afterwards, so the header is then written again. */
async function writeInflated(file: number, time: number, content: Uint8Array): Promise<void> {
  const before = writeSync(file, memberHeader(PLAIN_NAME, time, 0));
  const start = fstatSync(file).size;
  await pipe('xz', ['--decompress', '--stdout', '--threads=1'], content, file);
  const size = fstatSync(file).size - start;
  if (size % 2 === 1) writeSync(file, '\n', fstatSync(file).size);
  writeSync(file, memberHeader(PLAIN_NAME, time, size), 0, before, start - before);
}
