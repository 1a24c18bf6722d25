import { createHash } from 'node:crypto';
import { archiveOf } from './layout.ts';
import type { SigningKey } from './openpgp.ts';

/** ReleaseSettings say how a suite's `InRelease` is written. Without any, it is valid. */
export interface ReleaseSettings {
  readonly date?: Date;
  /** It never expires if absent. */
  readonly validUntil?: Date;
  /** The sections with checksums; apt must reject `['MD5Sum', 'SHA1']`. Default: SHA256. */
  readonly digests?: readonly ReleaseDigest[];
  /** `stranger`: by a key that is not in the keyring. `weak`: over a SHA-1 digest. `none`: plain text. */
  readonly signature?: 'good' | 'stranger' | 'expired' | 'weak' | 'none';
  /** Further fields, or other values, e.g. `{ 'Acquire-By-Hash': 'no' }`. */
  readonly fields?: Readonly<Record<string, string>>;
}

export type ReleaseDigest = keyof typeof ALGORITHMS;

export interface Keys {
  readonly good: SigningKey;
  /** In the keyring, but expired. */
  readonly expired: SigningKey;
  readonly stranger: SigningKey;
}

const ALGORITHMS = { MD5Sum: 'md5', SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' };

/** Writes an `InRelease` that lists `files`, by their paths below the suite's folder, with the fields that Debian writes. */
export function inRelease(
  suite: string,
  architectures: readonly string[],
  files: ReadonlyMap<string, Buffer>,
  settings: ReleaseSettings & { readonly date: Date },
  keys: Keys,
): string {
  const digests = settings.digests ?? ['SHA256'];
  const fields = { ...baseFields(suite, architectures, settings), ...settings.fields };
  const text = [
    ...Object.entries(fields).map(([name, value]) => `${name}: ${value}\n`),
    ...digests.map((digest) => `${digest}:\n${checksums(ALGORITHMS[digest], files)}`),
  ].join('');
  if (settings.signature === 'none') return text;
  const { signature = 'good' } = settings;
  const key = signature === 'weak' ? keys.good : keys[signature];
  return key.sign(text, signature === 'weak' ? 'SHA1' : 'SHA256');
}

function baseFields(
  suite: string,
  architectures: readonly string[],
  settings: ReleaseSettings & { readonly date: Date },
): Record<string, string> {
  const security = archiveOf(suite) === 'debian-security';
  return {
    Origin: 'Debian',
    Label: security ? 'Debian-Security' : 'Debian',
    Suite: suite.replace(/^[a-z]+/, 'stable'),
    Codename: suite,
    Date: utc(settings.date),
    ...(settings.validUntil === undefined ? {} : { 'Valid-Until': utc(settings.validUntil) }),
    'Acquire-By-Hash': 'yes',
    ...(security ? {} : { 'No-Support-for-Architecture-all': 'Packages' }),
    Architectures: [...(security ? [] : ['all']), ...architectures].join(' '),
    Components: security ? 'updates/main' : 'main',
    Description: 'Debian packages and packages made for tests',
  };
}

function checksums(algorithm: string, files: ReadonlyMap<string, Buffer>): string {
  const lines = [...files].map(([path, content]) => {
    const digest = createHash(algorithm).update(content).digest('hex');
    return ` ${digest} ${String(content.length).padStart(8)} ${path}\n`;
  });
  return lines.join('');
}

/** Formats a date as Debian does; `GMT` of `toUTCString` means the same. */
function utc(date: Date): string {
  return date.toUTCString().replace('GMT', 'UTC');
}
