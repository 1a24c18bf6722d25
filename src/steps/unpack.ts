import { mkdirSync, readdirSync, renameSync, rmdirSync, statSync } from 'node:fs';
import { run } from './process.ts';
import { say } from './say.ts';

export interface Places {
  readonly archive: string;
  /** Empty. */
  readonly output: string;
}

const PLACES: Places = { archive: '/in/archive', output: '/out' };

/**
 * The step `unpack`: the contents of a tar archive or, where all of it is in one folder, those of the folder, as
 * dpkg-source(1) does it for the archives of authors.
 */
export async function unpack({ archive, output }: Places = PLACES): Promise<number> {
  const all = `${output}/.mib-unpacked`;
  mkdirSync(all);
  const options = ['--extract', '--no-same-owner', `--file=${archive}`, `--directory=${all}`];
  const { status, stderr } = await run('tar', options);
  if (status !== 0) {
    say(`this is no tar archive, plain or compressed by gzip or xz [invalid-value]\n  ${firstLine(stderr)}`);
    return 1;
  }
  const [only, ...more] = readdirSync(all);
  const isOneFolder = only !== undefined && more.length === 0 && statSync(`${all}/${only}`).isDirectory();
  const top = isOneFolder ? `${all}/${only}` : all;
  for (const name of readdirSync(top)) renameSync(`${top}/${name}`, `${output}/${name}`);
  if (isOneFolder) rmdirSync(top);
  rmdirSync(all);
  return 0;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
