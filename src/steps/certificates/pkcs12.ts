import type { Added } from './added.ts';

/** Value is one value of DER (X.690): its tag, and where its content is. */
interface Value {
  readonly tag: number;
  readonly content: Buffer;
  readonly whole: Buffer;
}

const SEQUENCE = 0x30;
const SET = 0x31;
const OCTETS = 0x04;
const CONTEXT_0 = 0xa0;

/** Object identifiers in DER: of RFC 7292 and RFC 2985, and Oracle's, which marks a certificate as trusted for any purpose. */
const DATA = Buffer.from('06092a864886f70d010701', 'hex');
const CERT_BAG = Buffer.from('060b2a864886f70d010c0a0103', 'hex');
const X509 = Buffer.from('060a2a864886f70d01091601', 'hex');
const FRIENDLY_NAME = Buffer.from('06092a864886f70d010914', 'hex');
const TRUSTED_USAGE = Buffer.from('060c6086480186f966adca7b0101', 'hex');
const ANY_USAGE = Buffer.from('0604551d2500', 'hex');

/** Reports whether a file begins as a PKCS #12 store of version 3. */
export function isPkcs12(store: Buffer): boolean {
  return read(store)?.tag === SEQUENCE && read(store)?.content.subarray(0, 3).toString('hex') === '020103';
}

/**
 * Returns a store without a password, as Java's cacerts is since JDK 18, with further certificates. Undefined for one that
 * is encrypted or has a MAC: these have random salts, and only their owner knows the password.
 */
export function addToPkcs12(store: Buffer, added: readonly Added[]): Buffer | undefined {
  const [version, authenticated, mac] = list(read(store)?.content);
  if (version === undefined || authenticated === undefined || mac !== undefined) return undefined;
  const parts = list(contentOf(authenticated));
  const safes = list(parts[0]?.content);
  const [first] = safes;
  if (parts.length !== 1 || first === undefined) return undefined;
  const bags = contentOf(first) && read(contentOf(first) as Buffer);
  if (bags?.tag !== SEQUENCE) return undefined;
  const all = write(SEQUENCE, bags.content, ...added.map(bag));
  const safe = write(SEQUENCE, data(all), ...safes.slice(1).map(({ whole }) => whole));
  return write(SEQUENCE, version.whole, data(safe));
}

/** Returns the octets in a ContentInfo of the type data. */
function contentOf({ content }: Value): Buffer | undefined {
  const [type, explicit] = list(content);
  if (type?.whole.equals(DATA) !== true || explicit?.tag !== CONTEXT_0) return undefined;
  const octets = read(explicit.content);
  return octets?.tag === OCTETS ? octets.content : undefined;
}

function data(content: Buffer): Buffer {
  return write(SEQUENCE, DATA, write(CONTEXT_0, write(OCTETS, content)));
}

function bag({ alias, der }: Added): Buffer {
  const certificate = write(SEQUENCE, X509, write(CONTEXT_0, write(OCTETS, Buffer.from(der))));
  const name = write(0x1e, Buffer.from(alias, 'utf16le').swap16());
  const attributes = [
    write(SEQUENCE, FRIENDLY_NAME, write(SET, name)),
    write(SEQUENCE, TRUSTED_USAGE, write(SET, ANY_USAGE)),
  ].sort(Buffer.compare);
  return write(SEQUENCE, CERT_BAG, write(CONTEXT_0, certificate), write(SET, ...attributes));
}

function list(content: Buffer | undefined): Value[] {
  const values: Value[] = [];
  let rest = content ?? Buffer.alloc(0);
  while (rest.length > 0) {
    const value = read(rest);
    if (value === undefined) return [];
    values.push(value);
    rest = rest.subarray(value.whole.length);
  }
  return values;
}

/** Reads the value at the beginning of some bytes; undefined if these are no DER. */
function read(bytes: Buffer): Value | undefined {
  const [tag, short] = bytes;
  if (tag === undefined || short === undefined) return undefined;
  const digits = short < 0x80 ? 0 : short & 0x7f;
  if (digits > 4 || bytes.length < 2 + digits || short === 0x80) return undefined;
  const length = digits === 0 ? short : bytes.readUIntBE(2, digits);
  const start = 2 + digits;
  if (bytes.length < start + length) return undefined;
  return { tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(0, start + length) };
}

function write(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const hex = content.length.toString(16);
  const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, content]);
}
