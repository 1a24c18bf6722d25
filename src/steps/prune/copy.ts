import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { encodeName } from '../../tree/names.ts';

/**
 * Copies paths of one folder into another with GNU tar. Hard links, owners, modes and extended attributes are preserved,
 * mtimes are clamped to `epoch`. Folders must be listed before their entries.
 */
export async function copyTree(
  from: string,
  to: string,
  paths: readonly string[],
  epoch: number,
): Promise<void> {
  const attributes = ['--xattrs', '--xattrs-include=*', '--numeric-owner'];
  const pack = spawn(
    'tar',
    ['-C', from, '--null', '--verbatim-files-from', '--no-recursion', '--files-from=-', ...attributes].concat(
      '--format=posix',
      `--mtime=@${epoch}`,
      '--clamp-mtime',
      '-cf',
      '-',
    ),
    { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C' } },
  );
  // Folders get their mtimes at the end, because the order `/a`, `/a.b`, `/a/c` is that of names, not of a walk. stdout
  // is a pipe although it stays empty: `ignore` would open /dev/null, which an export's root lacks.
  const unpack = spawn(
    'tar',
    ['-C', to, ...attributes, '--same-owner', '--delay-directory-restore', '-xpf', '-'],
    {
      stdio: [pack.stdout, 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C' },
    },
  );
  // The child has its own descriptor of the pipe; this one would keep it open.
  pack.stdout.destroy();
  unpack.stdout.resume();
  pack.stdin.on('error', () => undefined);
  pack.stdin.end(encodeName(paths.map((path) => `.${path === '/' ? '' : path}\0`).join('')));
  const ends = [pack, unpack].map(async (child) => {
    const [said, [status]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    if (status !== 0) throw new Error(`tar failed with status ${status}: ${said.trim()}`);
  });
  await Promise.all(ends);
}

async function text(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
