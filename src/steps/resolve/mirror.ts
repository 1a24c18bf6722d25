import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { listFolder, type ResolveRequest } from '../../debian/resolution.ts';
import { archivePath } from '../../protocol/packages.ts';
import { TooLarge, unxz } from '../process.ts';
import { InvalidList } from './invalid.ts';

/** MirroredList is the package list of one component of an archive, in the place where apt reads it. */
export interface MirroredList {
  /** Position in the request. */
  readonly archive: number;
  readonly component: string;
  /** Debian's name for it. */
  readonly architecture: string;
  readonly path: string;
}

/** Returns the folder of an archive in apt's root. It has the layout of a mirror. */
export function archiveFolder(root: string, archive: number): string {
  return `${root}/archives/${archive}`;
}

const LISTS = ['Packages.xz', 'Packages.gz', 'Packages'];

/** Bytes of a list: several times the largest of Debian, and few enough for a string. */
export const LARGEST_LIST = 400 << 20;

async function decompress(from: string, to: string): Promise<void> {
  if (from.endsWith('.xz')) await unxz(from, to, LARGEST_LIST);
  else if (from.endsWith('.gz')) writeFileSync(to, gunzip(readFileSync(from)));
  else if (statSync(from).size > LARGEST_LIST) throw new TooLarge(`more than ${LARGEST_LIST} bytes`);
  else copyFileSync(from, to);
}

function gunzip(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST_LIST });
  } catch (error) {
    if (error instanceof RangeError) throw new TooLarge(`more than ${LARGEST_LIST} bytes`);
    throw error;
  }
}

/** Returns the list that is mounted in a folder, if there is one. */
function given(folder: string, component: string, architecture: string) {
  const [list] = LISTS.filter((name) => existsSync(`${folder}/${name}`));
  return list === undefined ? [] : [{ component, architecture, list: `${folder}/${list}` }];
}

/**
 * Lays out the mounted indexes like a mirror. They are decompressed once, here, so apt verifies the same files that are
 * read afterwards. An archive that lacks a component has no list for it.
 * @throws {InvalidList}
 */
export async function mirror(
  root: string,
  archives: string,
  request: ResolveRequest,
): Promise<MirroredList[]> {
  const lists = request.archives.map(async ({ suite, components }, archive) => {
    const mounted = archivePath(archives, archive);
    const folder = `${archiveFolder(root, archive)}/dists/${suite}`;
    mkdirSync(folder, { recursive: true });
    symlinkSync(`${mounted}/InRelease`, `${folder}/InRelease`);
    const found = components.flatMap((component) => [
      ...given(`${mounted}/${component}`, component, request.architecture),
      ...(request.target === undefined
        ? []
        : given(`${mounted}/${listFolder(component, request.target)}`, component, request.target)),
    ]);
    return all(
      found.map(async ({ component, architecture, list }) => {
        const path = `${folder}/${component}/binary-${architecture}/Packages`;
        mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true });
        await decompress(list, path).catch((error: unknown) => {
          if (!(error instanceof TooLarge)) throw error;
          throw new InvalidList(archive, `the list of ${component} for ${architecture} has ${error.message}`);
        });
        return { archive, component, architecture, path };
      }),
    );
  });
  return (await all(lists)).flat();
}

/** Waits for all, and fails with the first failure of the list, not of the clock. */
async function all<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
