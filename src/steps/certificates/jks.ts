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
 * Returns a store with further certificates; undefined if it has another password, or keys. An installation gives entries the
 * time of the build, so none stays later than the time of the new ones.
 * @param time creation time of the new entries, in seconds since 1970
 */
export function addToJks(store: Buffer, added: readonly Added[], time: number): Buffer | undefined {
  const body = store.subarray(0, -DIGEST);
  if (!sealed(body).equals(store)) return undefined;
  const count = body.readUInt32BE(8);
  const old = clampDates(body.subarray(12), count, time);
  if (old === undefined) return undefined;
  const entries = added.map(({ alias, der }) => entry(alias, der, time));
  return sealed(Buffer.concat([header(count + added.length), old, ...entries]));
}

/** Returns entries with no date after `time`; undefined if one is not a certificate, or incomplete. */
function clampDates(entries: Buffer, count: number, time: number): Buffer | undefined {
  const bytes = Buffer.from(entries);
  const latest = BigInt(time) * 1000n;
  let at = 0;
  const has = (length: number) => at + length <= bytes.length;
  for (let number = 0; number < count; number++) {
    if (!has(6) || bytes.readUInt32BE(at) !== TRUSTED) return undefined;
    at += 6 + bytes.readUInt16BE(at + 4);
    if (!has(10)) return undefined;
    if (bytes.readBigInt64BE(at) > latest) bytes.writeBigInt64BE(latest, at);
    at += 10 + bytes.readUInt16BE(at + 8);
    if (!has(4)) return undefined;
    at += 4 + bytes.readUInt32BE(at);
  }
  return at === bytes.length ? bytes : undefined;
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
