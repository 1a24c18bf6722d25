import type { BootstrapRequest } from '../debian/bootstrap.ts';
import type { ContentsRequest } from '../debian/contents.ts';
import type { ResolveRequest, WhoHasRequest } from '../debian/resolution.ts';
import { REQUEST, SCRATCH, type StepFacts } from './step.ts';

/** PackageRequests are the requests of `PACKAGE_STEPS`. */
export interface PackageRequests {
  readonly resolve: ResolveRequest;
  readonly whohas: WhoHasRequest;
  readonly contents: ContentsRequest;
  readonly bootstrap: BootstrapRequest;
}

/** The steps that choose and unpack Debian packages. */
export const PACKAGE_STEPS = {
  resolve: {
    does: 'Has apt verify the indexes of archives and choose packages, and writes resolution.json.',
    places: {
      request: REQUEST,
      /** Has a folder for each archive, named by `archivePath`. */
      archives: '/in/archives',
      /** The dpkg database of the base image, if there is one. */
      status: '/in/status',
      out: '/out',
      scratch: SCRATCH,
      /** The keys for archives that have no key of their own. */
      keyring: '/usr/share/keyrings/debian-archive-keyring.gpg',
    },
    optional: ['status', 'scratch'],
  },
  whohas: {
    does: 'Finds the architectures that have a package in an index of sources, and writes whohas.json.',
    places: { request: REQUEST, archives: '/in/archives', out: '/out', scratch: SCRATCH },
    optional: ['scratch'],
  },
  contents: {
    does: 'Finds the packages that have a library or a program in a list of all files, and writes contents.json.',
    places: { request: REQUEST, archives: '/in/archives', out: '/out' },
  },
  bootstrap: {
    does: 'Makes a minimal Debian tree from packages, with debootstrap.',
    places: {
      request: REQUEST,
      pool: '/pool',
      /** Empty. */
      target: '/target',
      scratch: SCRATCH,
      /** The folder that is mounted at `/.mib` in trees. */
      tools: '/usr/lib/mib/tools',
      /** The native programs that scripts/stand-ins.sh collected. */
      standIns: '/usr/lib/mib/stand-ins',
    },
    optional: ['scratch', 'standIns'],
  },
  tools: {
    does: 'Unpacks a shell and tools from the package busybox-static.',
    places: {
      /** A folder with only that package. */
      pool: '/in/pool',
      out: '/out',
      scratch: SCRATCH,
      /** A native busybox, which lists the names of the tools. */
      busybox: '/usr/lib/mib/tools/busybox',
    },
    optional: ['scratch'],
  },
} as const satisfies Record<string, StepFacts>;

/** Returns the folder of an archive, by its position in the request. */
export function archivePath(archives: string, position: number): string {
  return `${archives}/${position}`;
}
