import { X509Certificate } from 'node:crypto';
import type { Certificate, Spec } from '../../src/imagefile/spec.ts';
import type { TrustedCertificate } from '../../src/plan/plan.ts';
import { allOf } from '../errors/all-of.ts';
import { type Problem, UserError } from '../errors/user-error.ts';
import type { Session } from '../gateway/session.ts';
import type { Entrypoint } from './entrypoint.ts';
import { keyReader } from './signing-keys.ts';

/** Certificates are the certificates of the Imagefile, by {@link placeOf}. */
export type Certificates = ReadonlyMap<string, readonly TrustedCertificate[]>;

/** Returns what tells entries of `certificates` apart. */
function placeOf({ value, at }: Certificate): string {
  return `${at.start} ${value}`;
}

/**
 * Reads the certificates that Imagefiles name, and warns of those that are no longer valid.
 * @throws {UserError} with a problem for each entry that is missing or no list of certificates
 */
export async function readCertificates(
  session: Session,
  specs: readonly Spec[],
  entrypoint: Entrypoint,
  now: number = Date.now(),
): Promise<Certificates> {
  const all = new Map(
    specs.flatMap(({ certificates = [] }) => certificates).map((each) => [placeOf(each), each]),
  );
  if (all.size === 0) return new Map();
  const entries = [...all.values()];
  const read = await keyReader(session, entries, entrypoint);
  const found = await allOf(
    entries.map(async (entry) => ({ entry, certificates: parse(entry, await read(entry)) })),
  );
  const problems = [
    ...found.flatMap(({ certificates }) => ('code' in certificates ? [certificates] : [])),
    ...duplicates(specs, found),
  ];
  if (problems.length > 0) throw new UserError(problems);
  const sound = found.flatMap(({ entry, certificates }) =>
    'code' in certificates ? [] : [[placeOf(entry), certificates] as const],
  );
  for (const [, certificates] of sound) {
    for (const { name, subject, validTo } of certificates) {
      if (Date.parse(validTo) >= now) continue;
      await entrypoint.warner.warn(`the certificate ${subject} of ${name} expired on ${validTo}`);
    }
  }
  return new Map(
    sound.map(([place, each]) => [place, each.map(({ validTo: _, ...certificate }) => certificate)]),
  );
}

/** Returns the certificates of an Imagefile, in its order. */
export function certificatesFor(
  { certificates = [] }: Spec,
  read: Certificates,
): readonly TrustedCertificate[] {
  return certificates.flatMap((each) => read.get(placeOf(each)) ?? []);
}

interface Parsed extends TrustedCertificate {
  readonly validTo: string;
}

const FIX = 'a certificate begins with -----BEGIN CERTIFICATE-----';

/** Reads the certificates of a PEM file. */
export function parse(entry: Certificate, bytes: Uint8Array | undefined): readonly Parsed[] | Problem {
  const { at, kind, value, build } = entry;
  const what = kind === 'file' ? `"${value}"` : 'this text';
  if (bytes === undefined) {
    const message = `"${value}" is not in the build context, or an ignore file excludes it`;
    return { code: 'missing-context-file', message, at };
  }
  const text = Buffer.from(bytes).toString('latin1');
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text)) {
    const message = `${what} has a private key, which would be in the image for everyone to read`;
    return { code: 'private-key', message, fix: 'name a file with the certificate alone', at };
  }
  const blocks = text.match(
    /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED )?CERTIFICATE-----/g,
  );
  if (blocks === null) {
    const isDer = bytes[0] === 0x30 && certificateOf(bytes) !== undefined;
    const message = isDer ? `${what} is in DER form, not PEM` : `${what} has no certificate in PEM form`;
    const fix = isDer ? `convert it with openssl x509 -inform der -in ${value} -out ${value}.pem` : FIX;
    return { code: 'invalid-certificate', message, fix, at };
  }
  const parsed: Parsed[] = [];
  for (const [index, block] of blocks.entries()) {
    const certificate = certificateOf(Buffer.from(block, 'latin1'));
    if (certificate === undefined) {
      const message = `certificate ${index + 1} of ${what} cannot be read`;
      return { code: 'invalid-certificate', message, fix: 'export it again', at };
    }
    parsed.push({
      name: kind === 'file' ? value : 'text',
      subject: certificate.subject.split('\n').reverse().join(', '),
      sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
      pem: certificate.toString(),
      build,
      at,
      validTo: certificate.validTo,
    });
  }
  return parsed;
}

function certificateOf(bytes: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(bytes);
  } catch {
    return undefined;
  }
}

/** Reports a certificate that two entries of the same Imagefile have. */
function duplicates(
  specs: readonly Spec[],
  found: readonly { readonly entry: Certificate; readonly certificates: readonly Parsed[] | Problem }[],
): Problem[] {
  const parsed = new Map(
    found.flatMap(({ entry, certificates }) =>
      'code' in certificates ? [] : [[placeOf(entry), certificates] as const],
    ),
  );
  const problems = specs.flatMap(({ certificates = [] }) => {
    const first = new Map<string, string>();
    return certificates
      .flatMap((entry) => parsed.get(placeOf(entry)) ?? [])
      .flatMap(({ name, subject, sha256, at }): Problem[] => {
        const other = first.get(sha256);
        first.set(sha256, other ?? name);
        if (other === undefined) return [];
        const message = `the certificate ${subject} is written twice: in ${other} and in ${name}`;
        return [{ code: 'invalid-certificate', message, fix: 'keep one of the two', at }];
      });
  });
  return [...new Map(problems.map((each) => [`${each.at?.start} ${each.message}`, each])).values()];
}
