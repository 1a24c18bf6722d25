import { DEFAULT_PATH } from '../imagefile/values/default-path.ts';
import type { Mount } from '../llb/index.ts';
import type { CompileContext } from './context.ts';
import type { StandIns } from './emulator.ts';

/** The folder of scripts/stand-ins.sh in the builder, and its mount point in a tree. */
const COLLECTED = '/usr/lib/mib/stand-ins';
const SEEN = '/.mib-stand-ins';

/**
 * Programs that PATH does not find: scripts name their interpreters by path, adduser(8) sets its own PATH, and
 * dpkg-preconfigure(8) and libc6 each name a program by path. PATH finds all others (Debian policy 6.1).
 */
const BY_PATH = [
  ...['bash', 'dash', 'perl'].map((name) => `/usr/bin/${name}`),
  ...['chage', 'chfn', 'gpasswd', 'logger', 'passwd'].map((name) => `/usr/bin/${name}`),
  ...['groupadd', 'groupdel', 'useradd', 'userdel', 'usermod'].map((name) => `/usr/sbin/${name}`),
  '/usr/bin/ischroot',
  '/usr/lib/apt/apt-extracttemplates',
  '/usr/sbin/ldconfig',
];

/** Mounts native programs over those of a foreign tree. Programs without a native one are emulated. */
export function standInMounts({ standIns, builder }: CompileContext): Mount[] {
  if (standIns === undefined) return [];
  const mount = (dest: string, path: string): Mount => ({
    kind: 'bind',
    dest,
    input: builder,
    selector: `${COLLECTED}${path}`,
    readonly: true,
  });
  return [
    mount(SEEN, ''),
    mount(standIns.libraries, '/lib'),
    mount(standIns.loader, '/ld.so'),
    ...BY_PATH.map((path) => mount(path, `/bin/${path.slice(path.lastIndexOf('/') + 1)}`)),
  ];
}

/** Returns the environment that makes a tree use its stand-ins, if any. */
export function standInEnvironment(standIns: StandIns | undefined): string[] {
  if (standIns === undefined) return [`PATH=${DEFAULT_PATH}`];
  return [`MIB_ARCHITECTURE=${standIns.architecture}`, `PATH=${SEEN}/first:${SEEN}/bin:${DEFAULT_PATH}`];
}
