import { createHash } from 'node:crypto';
import type { Repository, SigningKey, Spec } from '../../src/imagefile/spec.ts';
import { marshal } from '../../src/llb/index.ts';
import { type Problem, UserError } from '../errors/user-error.ts';
import { readOptionalFile } from '../gateway/optional-file.ts';
import type { Session } from '../gateway/session.ts';
import { contextWith } from './build-context.ts';
import type { Entrypoint } from './entrypoint.ts';

/** A key as it was given, armored or binary. */
export interface Key {
  readonly bytes: Uint8Array;
  /** `sha256:…` of it. */
  readonly digest: string;
}

/** Keys by what the Imagefile says for them: a path, or their text. */
export type Keys = ReadonlyMap<string, Key>;

/** A repository with the key that has to have signed it. */
export interface KeyedRepository extends Repository, Key {}

/**
 * Reads the keys of Imagefiles, from the build context or their own text.
 * @throws {UserError} with a line for each that is none
 */
export async function readKeys(
  session: Session,
  specs: readonly Spec[],
  entrypoint: Entrypoint,
): Promise<Keys> {
  const all = new Map(specs.flatMap(keysOf).map((key) => [`${key.at.start} ${key.value}`, key]));
  const keys = [...all.values()];
  const read = await keyReader(session, keys, entrypoint);
  const found = await Promise.all(keys.map(async (key) => ({ key, bytes: await read(key) })));
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

type ReadKey = (key: SigningKey) => Promise<Uint8Array | undefined>;

async function keyReader(
  session: Session,
  keys: readonly SigningKey[],
  entrypoint: Entrypoint,
): Promise<ReadKey> {
  const { bridge } = session;
  const paths = keys.flatMap(({ kind, value }) => (kind === 'file' ? [value] : []));
  const context = contextWith(session, paths, entrypoint);
  const ref = context && (await bridge.solve({ definition: marshal(context).definition }));
  return async (key) => {
    if (key.kind === 'text') return Buffer.from(key.value);
    return ref && readOptionalFile(bridge, ref, key.value);
  };
}

function keyProblem(key: SigningKey, bytes: Uint8Array | undefined): Problem[] {
  if (bytes === undefined) {
    const message = `"${key.value}" is not in the build context, or an ignore file leaves it out`;
    return [{ code: 'missing-context-file', message, at: key.at }];
  }
  if (isPublicKey(bytes)) return [];
  const what = key.kind === 'file' ? `"${key.value}"` : 'this';
  const fix = 'write it with gpg --export --armor, for the key that signs the repository';
  return [{ code: 'invalid-key', message: `${what} is not an OpenPGP public key`, fix, at: key.at }];
}

/** An armored block, or a binary public key packet: tag 6 in the old form or the new (RFC 9580 section 4.2). */
function isPublicKey(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes).toString('latin1').trim();
  if (text.startsWith('-----BEGIN PGP PUBLIC KEY BLOCK-----')) {
    return text.endsWith('-----END PGP PUBLIC KEY BLOCK-----');
  }
  const [first = 0] = bytes;
  return (first & 0xfc) === 0x98 || first === 0xc6;
}
