import { existsSync, lstatSync, renameSync, rmdirSync } from 'node:fs';
import type { Places } from '../protocol/steps.ts';
import type { Message } from '../prune/messages.ts';
import { encodeName } from '../tree/names.ts';
import { namesIn } from './folder.ts';
import { run } from './process.ts';
import { readRequest } from './request.ts';
import { complain, say } from './say.ts';
import { nameOfKeys, verify } from './signature/verify.ts';

/**
 * Runs the step `unpack`: verifies the archive's signature if it must be signed, then unpacks it. If everything is in one
 * folder, its contents are the result, as in dpkg-source(1).
 */
export async function unpack(places: Places<'unpack'>, check: typeof verify = verify): Promise<number> {
  const { archive, out } = places;
  if (existsSync(places.request) && !(await isSigned(places, check))) return 1;
  const options = ['--extract', '--no-same-owner', `--file=${archive}`, `--directory=${out}`];
  const { status, stderr } = await run('tar', options);
  if (status !== 0) return complain([explain(stderr)]);
  const [only, ...more] = namesIn(out);
  const isOneFolder =
    only !== undefined && more.length === 0 && lstatSync(encodeName(`${out}/${only}`)).isDirectory();
  if (isOneFolder) emptyInto(out, only);
  return 0;
}

/** Moves the contents of the only folder in `out` up, and removes it. */
function emptyInto(out: string, only: string): void {
  const names = namesIn(`${out}/${only}`);
  let aside = '.mib-unpacked';
  while (names.includes(aside)) aside += '-';
  renameSync(encodeName(`${out}/${only}`), `${out}/${aside}`);
  for (const name of names) renameSync(encodeName(`${out}/${aside}/${name}`), encodeName(`${out}/${name}`));
  rmdirSync(`${out}/${aside}`);
}

/** Words of tar that are no reason: notes before an error, and its last line. */
const NO_REASON = /Removing leading |Exiting with failure status|Error is not recoverable/;
const NO_ARCHIVE = /does not look like a tar archive|not in \S+ format|Child |unexpected end|Unexpected EOF/i;

/** Explains why tar failed. */
function explain(stderr: string): Message {
  const lines = stderr.trim().split('\n');
  const reason = lines.find((line) => !NO_REASON.test(line)) ?? '';
  const climbing = /^tar: (.*): Member name contains '\.\.'/.exec(reason)?.[1];
  if (climbing !== undefined) {
    const message = `the archive has the member ${JSON.stringify(climbing)}, whose name contains ".."`;
    return { code: 'unsafe-path', message, fix: 'use an archive that stays in its folder' };
  }
  const message = NO_ARCHIVE.test(reason)
    ? 'this is not a tar archive, plain or compressed by gzip or xz'
    : 'the archive cannot be unpacked';
  return { code: 'invalid-value', message, fix: reason };
}

async function isSigned(
  { request, archive, signature, key }: Places<'unpack'>,
  check: typeof verify,
): Promise<boolean> {
  const asked = readRequest<'unpack'>(request);
  const verdict = await check({ payload: archive, signature, key }, asked.url, nameOfKeys(asked.key));
  if ('problem' in verdict) complain([verdict.problem]);
  else say(`${asked.url} is signed by ${verdict.signer}`);
  return 'signer' in verdict;
}
