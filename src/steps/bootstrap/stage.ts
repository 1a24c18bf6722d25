import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { BootstrapRequest } from '../../debian/bootstrap.ts';
import { debMembers } from '../../debian/deb.ts';
import type { Places } from '../../protocol/steps.ts';
import { output } from '../process.ts';
import { type Change, writeUncompressed } from './uncompressed.ts';

/** Where apt keeps downloaded packages; debootstrap leaves them there too. */
const ARCHIVES = '/var/cache/apt/archives';

/** A mirror that does not exist (RFC 2606): debootstrap wants one, and makes the name of its list from it. */
export const MIRROR = 'http://mirror.invalid';

export interface Staged {
  readonly tarball: string;
  /** When the youngest package was built, in seconds since 1970. */
  readonly epoch: number;
}

/**
 * Puts the pool where the first half of debootstrap would have put it, and the lists that it would have made into a
 * tarball; that is how debootstrap takes packages from elsewhere (debootstrap(8), --make-tarball, --unpack-tarball).
 * That half chooses, fetches and verifies: here apt has chosen, and every package came through a source with a
 * checksum from a signed index.
 *
 * All packages are in the first of the two lists, `required`. The second is for what needs a working system to be
 * unpacked, which nothing of the minimal set does, and costs further runs of dpkg.
 */
export async function stage(
  places: Pick<Places<'bootstrap'>, 'pool' | 'target' | 'scratch'>,
  request: BootstrapRequest,
  change?: Change,
): Promise<Staged> {
  const { pool, target, scratch } = places;
  const files = request.packages.map(({ file }) => file).sort();
  mkdirSync(`${target}${ARCHIVES}`, { recursive: true });
  const times: number[] = [];
  const waiting = [...files];
  const worker = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const members = debMembers(readFileSync(`${pool}/${file}`));
      times.push(...members.map(({ time }) => time));
      await writeUncompressed(members, `${target}${ARCHIVES}/${file}`, change);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  const lists = `${scratch}/lists`;
  rmSync(lists, { recursive: true, force: true });
  writeLists(lists, request, files);
  const tarball = `${scratch}/lists.tar`;
  await output('tar', ['--create', `--file=${tarball}`, `--directory=${lists}`, '.']);
  return { tarball, epoch: Math.max(...times) };
}

function writeLists(
  folder: string,
  { suite, architecture }: BootstrapRequest,
  files: readonly string[],
): void {
  for (const path of ['debootstrap', 'var/lib/apt/lists'])
    mkdirSync(`${folder}/${path}`, { recursive: true });
  const paths = files.map((file) => `${nameOf(file)} ${ARCHIVES}/${file}\n`);
  writeFileSync(`${folder}/debootstrap/debpaths`, paths.join(''));
  writeFileSync(`${folder}/debootstrap/required`, `${files.map(nameOf).join(' ')}\n`);
  writeFileSync(`${folder}/debootstrap/base`, '\n');
  const packages = `mirror.invalid_dists_${suite}_main_binary-${architecture}_Packages`;
  writeFileSync(`${folder}/var/lib/apt/lists/${packages}`, '');
}

/** Names have no `_` (Debian policy 5.6.7). */
function nameOf(file: string): string {
  return file.slice(0, file.indexOf('_'));
}
