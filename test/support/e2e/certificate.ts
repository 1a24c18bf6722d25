/** Certificates for tests, in hand-made DER of X.509 (RFC 5280): Node can sign, but not write certificates. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface Certificate {
  readonly pem: string;
  readonly key: KeyObject;
}

/** Makes a CA that no client trusts. */
export function makeAuthority(name: string): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = certificate({ subject: name, issuer: name, publicKey, extensions: [BASIC_CA] }, privateKey);
  return { pem, key: privateKey };
}

/** Makes a certificate of that CA for the server at 127.0.0.1. */
export function makeServerCertificate(authority: Certificate, issuer: string): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const extensions = [LOOPBACK];
  const pem = certificate({ subject: '127.0.0.1', issuer, publicKey, extensions }, authority.key);
  return { pem, key: privateKey };
}

interface Contents {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Buffer[];
}

function certificate({ subject, issuer, publicKey, extensions }: Contents, signer: KeyObject): string {
  const signed = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.from(subject === issuer ? [1] : [2])),
    ECDSA_WITH_SHA256,
    name(issuer),
    sequence(utcTime('200101000000Z'), utcTime('491231235959Z')),
    name(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions)),
  );
  const signature = tagged(0x03, Buffer.from([0]), sign('sha256', signed, signer));
  const base64 = sequence(signed, ECDSA_WITH_SHA256, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
}

/** Encodes a value with its tag and length. The parts of the content are concatenated. */
function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

function oid(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'));
}

function utcTime(text: string): Buffer {
  return tagged(0x17, Buffer.from(text));
}

/** Encodes a distinguished name with only a common name. */
function name(text: string): Buffer {
  return sequence(tagged(0x31, sequence(oid('550403'), tagged(0x0c, Buffer.from(text)))));
}

const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'));
const TRUE = tagged(0x01, Buffer.from([0xff]));
/** basicConstraints: a CA. */
const BASIC_CA = sequence(oid('551d13'), TRUE, tagged(0x04, sequence(TRUE)));
/** subjectAltName: the address 127.0.0.1. */
const LOOPBACK = sequence(oid('551d11'), tagged(0x04, sequence(tagged(0x87, Buffer.from([127, 0, 0, 1])))));
