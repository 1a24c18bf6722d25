import { dirname } from 'node:path';
import type { Message } from '../../prune/messages.ts';
import { run } from '../process.ts';

/** The fingerprint of the key that signed, or why nobody's signature counts. */
export type Verdict = { readonly signer: string } | { readonly problem: Message };

/** The places of what is verified. */
export interface Files {
  readonly payload: string;
  readonly signature: string;
  /** Keys, armored or binary. */
  readonly key: string;
}

/**
 * Verifies a detached OpenPGP signature with Sequoia's sqv, which apt uses as well. A key that has expired since still counts for what it
 * signed before, so the answer does not change with time.
 * @param what is signed, as a message calls it
 * @param keys what a message calls the keys
 */
export async function verify(
  { payload, signature, key }: Files,
  what: string,
  keys: string,
): Promise<Verdict> {
  const { status, stdout, stderr } = await run('sqv', [
    '--keyring',
    key,
    '--signature-file',
    signature,
    payload,
  ]);
  const [signer = ''] = stdout.toString().trim().split('\n');
  const said = stderr.replaceAll(`${dirname(signature)}/`, '');
  return status === 0 ? { signer } : { problem: explain(said, what, keys) };
}

/** What messages call the keys. @param path the file as the Imagefile names it; absent where it has their text */
export function nameOfKeys(path: string | undefined): string {
  return path === undefined ? '"key"' : `"${path}"`;
}

/** @param stderr of sqv 1.3 */
export function explain(stderr: string, what: string, keys: string): Message {
  const words = stderr.trim().replaceAll(/\s+/g, ' ');
  const fix = `sqv says: ${words.slice(0, MOST)}`;
  const says = (pattern: RegExp) => pattern.test(words);
  if (says(/^Error: Failed to parse keyring/))
    return { code: 'invalid-key', message: `${keys} is not an OpenPGP public key`, fix };
  if (says(/Missing key/))
    return { code: 'wrong-key', message: `${what} is not signed by a key of ${keys}`, fix };
  if (says(/is not considered secure/))
    return { code: 'weak-digest', message: `the signature of ${what} could be forged`, fix };
  if (says(/expired/))
    return { code: 'expired-key', message: `${what} is signed by a key of ${keys} that had expired`, fix };
  return { code: 'bad-signature', message: `${what} has no good signature by a key of ${keys}`, fix };
}

/** How much of sqv's words is shown. */
const MOST = 500;
