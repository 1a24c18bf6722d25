import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { listFolder, type ResolveRequest } from '../../debian/resolution.ts';
import { archivePath } from '../../protocol/packages.ts';
import { unxz } from '../process.ts';

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

async function decompress(from: string, to: string): Promise<void> {
  if (from.endsWith('.xz')) await unxz(from, to);
  else if (from.endsWith('.gz')) writeFileSync(to, gunzipSync(readFileSync(from)));
  else copyFileSync(from, to);
}

/** Returns the list that is mounted in a folder, if there is one. */
function given(folder: string, component: string, architecture: string) {
  const [list] = LISTS.filter((name) => existsSync(`${folder}/${name}`));
  return list === undefined ? [] : [{ component, architecture, list: `${folder}/${list}` }];
}

/**
 * Lays out the mounted indexes like a mirror. They are decompressed once, here, so apt verifies the same files that are
 * read afterwards. An archive that lacks a component has no list for it.
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
    return Promise.all(
      found.map(async ({ component, architecture, list }) => {
        const path = `${folder}/${component}/binary-${architecture}/Packages`;
        mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true });
        await decompress(list, path);
        return { archive, component, architecture, path };
      }),
    );
  });
  return (await Promise.all(lists)).flat();
}
