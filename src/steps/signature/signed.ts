import type { GitObject } from './objects.ts';

/** Signed holds the parts of a signed commit or tag. */
export interface Signed {
  /** The bytes that were signed. */
  readonly payload: Buffer;
  readonly signature: Buffer;
  readonly kind: 'openpgp' | 'ssh' | 'x509';
}

/** The beginning of each kind of signature (git's gpg-interface.c). */
const BEGINNINGS = {
  openpgp: '-----BEGIN PGP ',
  ssh: '-----BEGIN SSH SIGNATURE-----',
  x509: '-----BEGIN SIGNED MESSAGE-----',
};
const KINDS = ['openpgp', 'ssh', 'x509'] as const;

/**
 * Splits a commit or tag as `git verify-commit` and `git verify-tag` do; undefined without a signature. A commit has its
 * signature in the header `gpgsig`, or `gpgsig-sha256` in a SHA-256 repository; a tag has it at its end.
 */
export function signedParts({ id, type, content }: GitObject): Signed | undefined {
  const text = content.toString('latin1');
  const end = text.indexOf('\n\n') + 1;
  const headers = text.slice(0, end).match(/[^\n]*\n(?: [^\n]*\n)*/g) ?? [];
  const head = headers.filter((header) => !header.startsWith('gpgsig')).join('');
  const rest = text.slice(end);
  if (type === 'tag') {
    const at = lastBeginning(rest);
    return at < 0 ? undefined : partsOf(head + rest.slice(0, at), rest.slice(at));
  }
  const name = id.length === 64 ? 'gpgsig-sha256 ' : 'gpgsig ';
  const own = headers.find((header) => header.startsWith(name));
  if (own === undefined) return undefined;
  return partsOf(head + rest, own.slice(name.length).replaceAll('\n ', '\n'));
}

/** Returns the position of the last line that begins a signature; -1 if there is none. */
function lastBeginning(text: string): number {
  return Math.max(...KINDS.map((kind) => `\n${text}`.lastIndexOf(`\n${BEGINNINGS[kind]}`)));
}

function partsOf(payload: string, signature: string): Signed {
  const kind = KINDS.find((each) => signature.startsWith(BEGINNINGS[each])) ?? 'openpgp';
  return { payload: Buffer.from(payload, 'latin1'), signature: Buffer.from(signature, 'latin1'), kind };
}

/** Returns a header of a commit or tag, such as `object`, `type` or `tag` (git-mktag(1)). */
export function headerOf({ content }: GitObject, name: string): string | undefined {
  const text = content.toString('utf8');
  const head = text.slice(0, text.indexOf('\n\n') + 1);
  return head
    .split('\n')
    .find((line) => line.startsWith(`${name} `))
    ?.slice(name.length + 1);
}
