import { existsSync, mkdirSync, renameSync, rmdirSync, statSync } from 'node:fs';
import type { Places } from '../protocol/steps.ts';
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
  const all = `${out}/.mib-unpacked`;
  mkdirSync(all);
  const options = ['--extract', '--no-same-owner', `--file=${archive}`, `--directory=${all}`];
  const { status, stderr } = await run('tar', options);
  if (status !== 0) {
    const message = 'this is not a tar archive, plain or compressed by gzip or xz';
    return complain([{ code: 'invalid-value', message, fix: firstLine(stderr) }]);
  }
  const [only, ...more] = namesIn(all);
  const isOneFolder =
    only !== undefined && more.length === 0 && statSync(encodeName(`${all}/${only}`)).isDirectory();
  const top = isOneFolder ? `${all}/${only}` : all;
  for (const name of namesIn(top)) renameSync(encodeName(`${top}/${name}`), encodeName(`${out}/${name}`));
  if (isOneFolder) rmdirSync(encodeName(top));
  rmdirSync(all);
  return 0;
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

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
