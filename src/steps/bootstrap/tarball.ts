import { closeSync, mkdirSync, openSync, readSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { BootstrapRequest } from '../../debian/bootstrap.ts';
import type { BootstrapPlaces } from '../bootstrap.ts';
import { output } from '../process.ts';

/** Where apt keeps downloaded packages; debootstrap leaves them there too. */
const ARCHIVES = 'var/cache/apt/archives';

/**
 * Packs the pool as `debootstrap --make-tarball` does, which is how debootstrap takes packages from elsewhere
 * (debootstrap(8), --unpack-tarball): the files, and below `debootstrap/` the lists that its first half would have
 * made. That half is where debootstrap chooses, fetches and verifies: apt has chosen, and every package came through
 * a source with a checksum from a signed index.
 *
 * All packages are in the first of its two lists, `required`. The second is for what needs a working system to be
 * unpacked, which nothing of the minimal set does, and costs further runs of dpkg.
 */
export async function packTarball(
  { pool, scratch }: BootstrapPlaces,
  request: BootstrapRequest,
): Promise<{ readonly tarball: string; readonly epoch: number }> {
  const stage = `${scratch}/stage`;
  rmSync(stage, { recursive: true, force: true });
  for (const folder of ['debootstrap', ARCHIVES, 'var/lib/apt/lists'])
    mkdirSync(`${stage}/${folder}`, { recursive: true });
  const files = request.packages.map(({ file }) => file).sort();
  for (const file of files) symlinkSync(`${pool}/${file}`, `${stage}/${ARCHIVES}/${file}`);
  const names = files.map(nameOf);
  const paths = files.map((file) => `${nameOf(file)} /${ARCHIVES}/${file}\n`);
  writeFileSync(`${stage}/debootstrap/debpaths`, paths.join(''));
  writeFileSync(`${stage}/debootstrap/required`, `${names.join(' ')}\n`);
  writeFileSync(`${stage}/debootstrap/base`, '\n');
  writeFileSync(`${stage}/${packagesList(request.suite, request.architecture)}`, '');
  const tarball = `${scratch}/packages.tar`;
  await output('tar', ['--create', '--dereference', `--file=${tarball}`, `--directory=${stage}`, '.']);
  return { tarball, epoch: Math.max(...files.map((file) => builtAt(`${pool}/${file}`))) };
}

/** A mirror that does not exist (RFC 2606): debootstrap wants one, and makes the name of its list from it. */
export const MIRROR = 'http://mirror.invalid';

function packagesList(suite: string, architecture: string): string {
  return `var/lib/apt/lists/mirror.invalid_dists_${suite}_main_binary-${architecture}_Packages`;
}

/** Names have no `_` (Debian policy 5.6.7). */
function nameOf(file: string): string {
  return file.slice(0, file.indexOf('_'));
}

/** When a package was built, in seconds since 1970: the date of the first member of the archive that it is (deb(5)). */
function builtAt(path: string): number {
  const header = Buffer.alloc(36);
  const file = openSync(path, 'r');
  readSync(file, header, 0, header.length, 0);
  closeSync(file);
  return Number(header.toString('latin1', 24, 36));
}
