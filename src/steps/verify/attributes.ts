import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { encodeName } from '../../tree/names.ts';
import { nullDevice } from '../process.ts';

/** Options that make everything but attributes equal in the archives; the rest is compared elsewhere. */
const ALIKE = [
  '--mtime=@0',
  '--mode=0644',
  '--owner=0',
  '--group=0',
  '--pax-option=delete=atime,delete=ctime',
];
const ATTRIBUTES = [
  '--xattrs',
  '--xattrs-include=*',
  '--format=posix',
  '--no-recursion',
  '--hard-dereference',
];

/**
 * Returns the files and folders whose extended attributes (xattr(7)), such as file capabilities, differ between two
 * roots. Node cannot read them but GNU tar can, so two archives are compared.
 */
export async function differingAttributes(
  roots: readonly [string, string],
  paths: readonly string[],
): Promise<readonly string[]> {
  const marks = await Promise.all(roots.map((root) => marked(root, paths)));
  const some = paths.filter((_, at) => marks.some((mark) => mark[at]));
  return some.length === 0 || (await agree(roots, some)) ? [] : await oneByOne(roots, some);
}

async function oneByOne(roots: readonly [string, string], paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) if (!(await agree(roots, [path]))) found.push(path);
  return found;
}

async function agree(roots: readonly [string, string], paths: readonly string[]): Promise<boolean> {
  const sums = roots.map(async (root) => {
    const sum = createHash('sha256');
    await tar(root, paths, [...ALIKE, '-cf', '-'], (chunk) => sum.update(chunk));
    return sum.digest('hex');
  });
  const [a, b] = await Promise.all(sums);
  return a === b;
}

/** Reports which paths have attributes: tar's listing marks them with `*`. For /dev/null, tar reads no contents. */
async function marked(root: string, paths: readonly string[]): Promise<readonly boolean[]> {
  let listing = '';
  await tar(root, paths, ['--quoting-style=escape', '-vvcf', nullDevice()], (chunk) => {
    listing += chunk.toString('latin1');
  });
  const lines = listing.split('\n').filter((line) => line !== '');
  if (lines.length !== paths.length)
    throw new Error(`tar lists ${lines.length} of ${paths.length} paths of ${root}`);
  return lines.map((line) => line[10] === '*');
}

async function tar(
  root: string,
  paths: readonly string[],
  args: readonly string[],
  read: (chunk: Buffer) => void,
): Promise<void> {
  const child = spawn(
    'tar',
    ['-C', root, ...ATTRIBUTES, ...args, '--null', '--verbatim-files-from', '--files-from=-'],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C' },
    },
  );
  let said = '';
  child.stdout.on('data', read);
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(encodeName(paths.map((path) => `.${path === '/' ? '' : path}\0`).join('')));
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`tar failed with status ${status}: ${said.trim()}`);
}
