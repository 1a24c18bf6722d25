/**
 * A signing key, clearsigned messages and detached signatures (RFC 9580), as far as archives and repositories need them. A
 * minimal Debian host can verify signatures but not make them. This also leaves no agent to stop afterwards.
 */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { armor } from './armor.ts';

export interface SigningKey {
  /** Armored. */
  readonly publicKey: string;
  /** The same in binary, which gpgv and apt take as a keyring. */
  readonly keyring: Buffer;
  /** Upper case hex. */
  readonly fingerprint: string;
  /** Clearsigns `text`. The signature has a fixed date, so the result depends only on key and text. */
  sign(text: string, digest?: Digest): string;
  /** Makes an armored detached signature. */
  detach(data: Uint8Array, digest?: Digest): string;
}

/** apt must reject `SHA1`. */
export type Digest = 'SHA256' | 'SHA1';

// RFC 9580 sections 5.2.1, 9.1 and 9.5.
const TYPE = { binary: 0x00, text: 0x01, certification: 0x13 };
const EDDSA_LEGACY = 22;
const DIGEST_IDS = { SHA1: 2, SHA256: 8 };
/** Seconds since 1970. Long past, so that no clock dates the key or a signature in the future. */
const CREATED = 1_577_836_800;
/** Ed25519's object identifier (RFC 9580 section 9.2). */
const CURVE = Buffer.from('2b06010401da470f01', 'hex');

/**
 * Makes a self-certified Ed25519 key. With `days` it expires that long after its creation, which is long ago, and signs a
 * day later.
 */
export function makeKey(userId: string, { days }: { readonly days?: number } = {}): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const point = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const encodedPoint = integer(Buffer.concat([Buffer.of(0x40), point]));
  const body = Buffer.concat([
    Buffer.of(4),
    uint32(CREATED),
    Buffer.of(EDDSA_LEGACY, CURVE.length),
    CURVE,
    encodedPoint,
  ]);
  const hashedKey = Buffer.concat([Buffer.of(0x99), uint16(body.length), body]);
  const signed = days === undefined ? CREATED : CREATED + (days + 1) * 86_400;
  const signer: Signer = { privateKey, fingerprint: createHash('sha1').update(hashedKey).digest() };
  const user = Buffer.from(userId);
  const certified = Buffer.concat([hashedKey, Buffer.of(0xb4), uint32(user.length), user]);
  const keyFlags = subpacket(27, Buffer.of(0x03));
  const expiry = days === undefined ? Buffer.alloc(0) : subpacket(9, uint32(days * 86_400));
  const extra = Buffer.concat([keyFlags, expiry]);
  const certification = signature(signer, TYPE.certification, certified, { extra });
  const keyring = Buffer.concat([packet(6, body), packet(13, user), packet(2, certification)]);
  return {
    publicKey: armor('PUBLIC KEY BLOCK', keyring),
    keyring,
    fingerprint: signer.fingerprint.toString('hex').toUpperCase(),
    sign: (text, digest = 'SHA256') => clearsign(signer, text, digest, signed),
    detach: (data, digest = 'SHA256') =>
      armor('SIGNATURE', packet(2, signature(signer, TYPE.binary, data, { digest, created: signed }))),
  };
}

interface Signer {
  readonly privateKey: KeyObject;
  readonly fingerprint: Buffer;
}

/** Returns the signed form of a text (RFC 9580 section 7): without the last line end and trailing white space. */
function clearsign(signer: Signer, text: string, digest: Digest, created: number): string {
  const lines = text.replace(/\n$/, '').split('\n');
  const signed = lines.map((line) => line.replace(/[ \t]+$/, '')).join('\r\n');
  const made = signature(signer, TYPE.text, Buffer.from(signed), { digest, created });
  const escaped = lines.map((line) => (line.startsWith('-') ? `- ${line}` : line)).join('\n');
  const head = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: ${digest}\n\n`;
  return `${head}${escaped}\n${armor('SIGNATURE', packet(2, made))}`;
}

interface SignatureSettings {
  readonly digest?: Digest;
  /** Seconds since 1970. */
  readonly created?: number;
  /** Further hashed subpackets. */
  readonly extra?: Buffer;
}

/** Returns the body of a version 4 signature packet (RFC 9580 sections 5.2.3 and 5.2.4). */
function signature(
  signer: Signer,
  type: number,
  data: Uint8Array,
  { digest = 'SHA256', created = CREATED, extra = Buffer.alloc(0) }: SignatureSettings,
): Buffer {
  const hashed = Buffer.concat([
    subpacket(33, Buffer.concat([Buffer.of(4), signer.fingerprint])),
    subpacket(2, uint32(created)),
    extra,
  ]);
  const head = Buffer.concat([
    Buffer.of(4, type, EDDSA_LEGACY, DIGEST_IDS[digest]),
    uint16(hashed.length),
    hashed,
  ]);
  const trailer = Buffer.concat([Buffer.of(4, 0xff), uint32(head.length)]);
  const hash = createHash(digest).update(data).update(head).update(trailer).digest();
  const made = sign(null, hash, signer.privateKey);
  const issuer = subpacket(16, signer.fingerprint.subarray(-8));
  return Buffer.concat([
    head,
    uint16(issuer.length),
    issuer,
    hash.subarray(0, 2),
    integer(made.subarray(0, 32)),
    integer(made.subarray(32)),
  ]);
}

function packet(tag: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.of(0xc0 | tag, 0xff), uint32(body.length), body]);
}

function subpacket(type: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.of(body.length + 1, type), body]);
}

/** Encodes a multiprecision integer: its length in bits, then the bytes without leading zeros (RFC 9580 section 3.2). */
function integer(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const rest = first < 0 ? Buffer.alloc(0) : bytes.subarray(first);
  const bits = rest.length === 0 ? 0 : rest.length * 8 - (Math.clz32(rest[0] ?? 0) - 24);
  return Buffer.concat([uint16(bits), rest]);
}

function uint16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
