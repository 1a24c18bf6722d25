import { createHash } from 'node:crypto';
import type { Added } from './added.ts';

/** Java's own format of keystores, as in sun.security.provider.JavaKeyStore: numbers are big-endian. */
const MAGIC = 0xfeedfeed;
const TRUSTED = 2;
/** The password of every cacerts. It keeps nothing secret; the digest only detects damage. */
const PASSWORD = Buffer.from('changeit', 'utf16le').swap16();
const SALT = Buffer.from('Mighty Aphrodite');
const DIGEST = 20;

export function isJks(store: Buffer): boolean {
  return store.length >= 12 + DIGEST && store.readUInt32BE(0) === MAGIC && store.readUInt32BE(4) === 2;
}

/** Returns an empty store. */
export function emptyJks(): Buffer {
  return sealed(header(0));
}

/**
 * Returns a store with further certificates; undefined if it has another password.
 * @param time creation time of the entries, in seconds since 1970
 */
export function addToJks(store: Buffer, added: readonly Added[], time: number): Buffer | undefined {
  const body = store.subarray(0, -DIGEST);
  if (!sealed(body).equals(store)) return undefined;
  const entries = added.map(({ alias, der }) => entry(alias, der, time));
  return sealed(Buffer.concat([header(body.readUInt32BE(8) + added.length), body.subarray(12), ...entries]));
}

function header(count: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(MAGIC, 0);
  bytes.writeUInt32BE(2, 4);
  bytes.writeUInt32BE(count, 8);
  return bytes;
}

function entry(alias: string, der: Uint8Array, time: number): Buffer {
  const date = Buffer.alloc(8);
  date.writeBigInt64BE(BigInt(time) * 1000n);
  return Buffer.concat([number(TRUSTED), text(alias), date, text('X.509'), number(der.length), der]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

function sealed(body: Buffer): Buffer {
  const digest = createHash('sha1').update(PASSWORD).update(SALT).update(body).digest();
  return Buffer.concat([body, digest]);
}
