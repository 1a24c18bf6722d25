import { createHash } from 'node:crypto';
import type { Repository } from '../src/imagefile/spec.ts';
import { marshal } from '../src/llb/index.ts';
import { contextWith } from './context.ts';
import type { Entrypoint } from './entrypoint.ts';
import { type Problem, UserError } from './errors.ts';
import type { Session } from './session.ts';

/** A repository with the key that has to have signed it. */
export interface KeyedRepository extends Repository {
  /** Armored or binary, as it was given. */
  readonly bytes: Uint8Array;
  /** `sha256:…` of it. */
  readonly digest: string;
}

/** Reads the keys, from the build context or the Imagefile. @throws {UserError} with a line for each that is none */
export async function readKeys(
  session: Session,
  repositories: readonly Repository[],
  entrypoint: Entrypoint,
): Promise<KeyedRepository[]> {
  const read = await keyReader(session, repositories, entrypoint);
  const keys = await Promise.all(repositories.map(({ key }) => read(key)));
  const problems = repositories.flatMap(({ key }, index) => keyProblem(key, keys[index]));
  if (problems.length > 0) throw new UserError(problems, entrypoint.file);
  return repositories.map((repository, index) => {
    const bytes = keys[index] ?? new Uint8Array();
    return { ...repository, bytes, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}` };
  });
}

type ReadKey = (key: Repository['key']) => Promise<Uint8Array | undefined>;

async function keyReader(
  session: Session,
  repositories: readonly Repository[],
  entrypoint: Entrypoint,
): Promise<ReadKey> {
  const { bridge } = session;
  const paths = repositories.flatMap(({ key }) => (key.kind === 'file' ? [key.value] : []));
  const context = contextWith(session, paths, entrypoint);
  const ref = context && (await bridge.solve({ definition: marshal(context).definition }));
  return async (key) => {
    if (key.kind === 'text') return Buffer.from(key.value);
    // The daemon answers "not found" as an error without a code of its own, so every error counts as that.
    return ref && bridge.readFile(ref, key.value).catch(() => undefined);
  };
}

function keyProblem(key: Repository['key'], bytes: Uint8Array | undefined): Problem[] {
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
