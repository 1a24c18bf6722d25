import { createHash } from 'node:crypto';
import type { Repository, SigningKey, Spec } from '../../src/imagefile/spec.ts';
import { marshal } from '../../src/llb/index.ts';
import { allOf } from '../errors/all-of.ts';
import { type Problem, UserError } from '../errors/user-error.ts';
import { readOptionalFile } from '../gateway/optional-file.ts';
import type { Session } from '../gateway/session.ts';
import { contextWith } from './build-context.ts';
import type { Entrypoint } from './entrypoint.ts';
import { invalidFile } from './invalid-file.ts';

/** Key is an OpenPGP public key as it was given, armored or binary. */
export interface Key {
  readonly bytes: Uint8Array;
  /** `sha256:…` of the bytes. */
  readonly digest: string;
}

/** Keys are the keys by their text in the Imagefile: a path, or the armored key itself. */
export type Keys = ReadonlyMap<string, Key>;

/** KeyedRepository is a repository with the key that must have signed it. */
export interface KeyedRepository extends Repository, Key {}

/**
 * Reads the keys that Imagefiles name. A key is a file of the build context, or text in the Imagefile.
 * @throws {UserError} with a problem for each missing or invalid key
 */
export async function readKeys(
  session: Session,
  specs: readonly Spec[],
  entrypoint: Entrypoint,
): Promise<Keys> {
  const all = new Map(specs.flatMap(keysOf).map((key) => [`${key.at.start} ${key.value}`, key]));
  const keys = [...all.values()];
  const read = await keyReader(session, keys, entrypoint);
  const found = await allOf(keys.map(async (key) => ({ key, bytes: await read(key) })));
  const problems = found.flatMap(({ key, bytes }) => keyProblem(key, bytes));
  if (problems.length > 0) throw new UserError(problems);
  return new Map(
    found.map(({ key, bytes = new Uint8Array() }) => {
      const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
      return [key.value, { bytes, digest }];
    }),
  );
}

function keysOf({ repositories, build }: Spec): SigningKey[] {
  const sources = build.flatMap(({ source }) => {
    if (source.kind === 'context') return [];
    return (source.kind === 'git' ? source.key : source.signed?.key) ?? [];
  });
  return [...repositories.map(({ key }) => key), ...sources];
}

export function withKeys(repositories: readonly Repository[], keys: Keys): KeyedRepository[] {
  return repositories.flatMap((each) => {
    const key = keys.get(each.key.value);
    return key === undefined ? [] : [{ ...each, ...key }];
  });
}

/** A key with all its signatures; the largest known ones have some 100 kB. */
const LARGEST_KEY = 1_000_000;

type ReadKey = (key: NamedText) => Promise<Uint8Array | undefined>;

/** NamedText is a file of the build context, or its text in the Imagefile. */
type NamedText = Pick<SigningKey, 'kind' | 'value' | 'at'>;

/** Returns a function that reads small files of the build context, and texts. */
export async function keyReader(
  session: Session,
  keys: readonly NamedText[],
  entrypoint: Entrypoint,
): Promise<ReadKey> {
  const { bridge } = session;
  const paths = keys.flatMap(({ kind, value }) => (kind === 'file' ? [value] : []));
  const context = contextWith(session, paths, entrypoint);
  const ref = context && (await bridge.solve({ definition: marshal(context).definition }));
  return async (key) => {
    if (key.kind === 'text') return Buffer.from(key.value);
    if (ref === undefined) return undefined;
    return readOptionalFile(bridge, ref, key.value, LARGEST_KEY).catch((error: unknown) => {
      throw invalidFile(error, key.at);
    });
  };
}

function keyProblem(key: SigningKey, bytes: Uint8Array | undefined): Problem[] {
  if (bytes === undefined) {
    const message = `"${key.value}" is not in the build context, or an ignore file excludes it`;
    return [{ code: 'missing-context-file', message, at: key.at }];
  }
  if (isPublicKey(bytes)) return [];
  const what = key.kind === 'file' ? `"${key.value}"` : 'this';
  const fix = 'export the key that signs the repository with gpg --export --armor';
  return [{ code: 'invalid-key', message: `${what} is not an OpenPGP public key`, fix, at: key.at }];
}

/** Reports whether bytes are an armored public key, or start with a public key packet (tag 6, RFC 9580 section 4.2). */
function isPublicKey(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes).toString('latin1').trim();
  if (text.startsWith('-----BEGIN PGP PUBLIC KEY BLOCK-----')) {
    return text.endsWith('-----END PGP PUBLIC KEY BLOCK-----');
  }
  const [first = 0] = bytes;
  return (first & 0xfc) === 0x98 || first === 0xc6;
}
