import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { BootstrapRequest } from '../../debian/bootstrap.ts';
import { debMembers } from '../../debian/deb.ts';
import type { Places } from '../../protocol/steps.ts';
import { output } from '../process.ts';
import { type Change, writeUncompressed } from './uncompressed.ts';

/** The folder of downloaded packages for both apt and debootstrap. */
const ARCHIVES = '/var/cache/apt/archives';

/** A mirror that cannot exist (RFC 2606). debootstrap requires one and derives the name of its package list from it. */
export const MIRROR = 'http://mirror.invalid';

/** Staged is the input of debootstrap's second half. */
export interface Staged {
  /** Path of the tarball with the lists. */
  readonly tarball: string;
  /** Build time of the newest package, in seconds since 1970. */
  readonly epoch: number;
}

/**
 * Replaces the first half of debootstrap, which chooses, fetches and verifies packages: apt has chosen them, and each was
 * fetched with the checksum from a signed index. The packages go where debootstrap would have put them, and its lists
 * into a tarball (debootstrap(8), --make-tarball, --unpack-tarball).
 *
 * All packages are in the first of the two lists, `required`. The second, `base`, is for packages that need a working
 * system for unpacking; the minimal set has none, and a second list costs further runs of dpkg.
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

/** Returns the name of a package by its file name. Names contain no `_` (Debian policy 5.6.7). */
function nameOf(file: string): string {
  return file.slice(0, file.indexOf('_'));
}
