import { createHash } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

/** GitObject is an object of a git repository whose content matches its id. */
export interface GitObject {
  /** Hex. */
  readonly id: string;
  readonly type: string;
  readonly content: Buffer;
}

const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** The largest accepted commit or tag, in bytes. */
const LARGEST = 1 << 24;

/**
 * Reads the id of a ref in a `.git` folder, or of a detached `HEAD`; undefined if it does not exist.
 * @param ref e.g. `refs/tags/v1.0`
 */
export function readRef(folder: string, ref: string): string | undefined {
  const path = `${folder}/${ref}`;
  const loose = existsSync(path) ? readFileSync(path, 'utf8').trim() : packedRef(folder, ref);
  if (loose === undefined || ID.test(loose)) return loose;
  throw new Error(`${ref} of the repository is not an object id: ${loose.slice(0, 100)}`);
}

function packedRef(folder: string, ref: string): string | undefined {
  const path = `${folder}/packed-refs`;
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  return lines.find((line) => line.endsWith(` ${ref}`))?.split(' ')[0];
}

/**
 * Reads an object from its own file or a pack (gitrepository-layout(5), gitformat-pack(5)), and verifies that its content
 * has that id.
 * @throws {Error} if it does not exist, has another id, or is stored as a delta
 */
export function readObject(folder: string, id: string): GitObject {
  const found = looseObject(folder, id) ?? packedObject(folder, id);
  if (found === undefined) throw new Error(`the repository does not have the object ${id}`);
  const sum = createHash(id.length === 64 ? 'sha256' : 'sha1');
  sum.update(`${found.type} ${found.content.length}\0`).update(found.content);
  if (sum.digest('hex') !== id) throw new Error(`the content of the object ${id} does not match its id`);
  return { id, ...found };
}

type Found = Pick<GitObject, 'type' | 'content'>;

function looseObject(folder: string, id: string): Found | undefined {
  const path = `${folder}/objects/${id.slice(0, 2)}/${id.slice(2)}`;
  if (!existsSync(path)) return undefined;
  const bytes = inflateSync(readFileSync(path), { maxOutputLength: LARGEST });
  const end = bytes.indexOf(0);
  const [type = ''] = bytes.toString('latin1', 0, end).split(' ');
  return { type, content: bytes.subarray(end + 1) };
}

function packedObject(folder: string, id: string): Found | undefined {
  const packs = `${folder}/objects/pack`;
  const indexes = existsSync(packs) ? readdirSync(packs).filter((name) => name.endsWith('.idx')) : [];
  for (const name of indexes) {
    const offset = offsetIn(readFileSync(`${packs}/${name}`), Buffer.from(id, 'hex'));
    if (offset !== undefined) return entryAt(`${packs}/${name.replace(/idx$/, 'pack')}`, offset, id);
  }
  return undefined;
}

/** Returns the offset of an object in a pack, by the pack's index (version 2). */
function offsetIn(index: Buffer, id: Buffer): number | undefined {
  const count = index.readUInt32BE(8 + 255 * 4);
  const ids = 8 + 256 * 4;
  const first = id[0] ?? 0;
  const end = Math.min(index.readUInt32BE(8 + first * 4), Math.floor((index.length - ids) / id.length));
  for (let at = first === 0 ? 0 : index.readUInt32BE(8 + (first - 1) * 4); at < end; at++) {
    const start = ids + at * id.length;
    if (!index.subarray(start, start + id.length).equals(id)) continue;
    const offsets = ids + count * (id.length + 4);
    const offset = index.readUInt32BE(offsets + at * 4);
    if (offset < 0x80000000) return offset;
    return Number(index.readBigUInt64BE(offsets + count * 4 + (offset - 0x80000000) * 8));
  }
  return undefined;
}

const TYPES = ['', 'commit', 'tree', 'blob', 'tag'];
/** The largest head of an entry, in bytes: a size of 64 bits, 7 to a byte. */
const LONGEST_HEAD = 10;

function entryAt(pack: string, offset: number, id: string): Found {
  const file = openSync(pack, 'r');
  try {
    const head = Buffer.alloc(LONGEST_HEAD);
    readSync(file, head, 0, LONGEST_HEAD, offset);
    const [first = 0] = head;
    const type = TYPES[(first >> 4) & 7];
    // A shallow clone has no other commit that a delta could refer to.
    if (!type) throw new Error(`the repository has the object ${id} only as a delta`);
    let size = first & 15;
    let at = 1;
    for (let shift = 4; (head[at - 1] ?? 0) & 0x80 && at < LONGEST_HEAD; shift += 7, at++)
      size += ((head[at] ?? 0) & 0x7f) * 2 ** shift;
    if (size > LARGEST) throw new Error(`the object ${id} has ${size} bytes`);
    // Incompressible data grows a little (zlib's deflateBound).
    const most = Math.min(size + (size >> 8) + 1024, fstatSync(file).size - offset - at);
    const packed = Buffer.alloc(most);
    readSync(file, packed, 0, most, offset + at);
    return { type, content: inflateSync(packed, { maxOutputLength: Math.max(size, 1) }) };
  } finally {
    closeSync(file);
  }
}
