import { dirname } from 'node:path';
import type { Message } from '../../prune/messages.ts';
import { run } from '../process.ts';

/** Verdict is the fingerprint of the signing key, or why the signature does not count. */
export type Verdict = { readonly signer: string } | { readonly problem: Message };

/** Files are the paths of the inputs. */
export interface Files {
  readonly payload: string;
  readonly signature: string;
  /** Keys, armored or binary. */
  readonly key: string;
}

/**
 * Verifies a detached OpenPGP signature with Sequoia's sqv, which apt uses too. A key that expired after signing still
 * counts, so the verdict does not change with time.
 * @param what the name of the signed object in messages
 * @param keys the name of the keys in messages
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

/** Returns the name of the keys in messages. @param path file name as the Imagefile has it; undefined for inline keys */
export function nameOfKeys(path: string | undefined): string {
  return path === undefined ? '"key"' : `"${path}"`;
}

/** Returns the problem that sqv reports. @param stderr of sqv 1.3 */
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

/** The number of characters of sqv's output that are shown. */
const MOST = 500;
