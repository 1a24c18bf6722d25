import { DEFAULT_PATH } from '../imagefile/values/default-path.ts';
import type { Mount } from '../llb/index.ts';
import type { CompileContext } from './context.ts';
import type { StandIns } from './emulator.ts';

/** Where scripts/stand-ins.sh collected them in the builder, and where a tree sees them. */
const COLLECTED = '/usr/lib/mib/stand-ins';
const SEEN = '/.mib-stand-ins';

/**
 * What is not looked for in PATH: scripts name their interpreters by path, adduser(8) sets a PATH of its own, and
 * dpkg-preconfigure(8) and libc6 name a program each. All else is found by PATH (Debian policy 6.1).
 */
const BY_PATH = [
  ...['bash', 'dash', 'perl'].map((name) => `/usr/bin/${name}`),
  ...['chage', 'chfn', 'gpasswd', 'logger', 'passwd'].map((name) => `/usr/bin/${name}`),
  ...['groupadd', 'groupdel', 'useradd', 'userdel', 'usermod'].map((name) => `/usr/sbin/${name}`),
  '/usr/bin/ischroot',
  '/usr/lib/apt/apt-extracttemplates',
  '/usr/sbin/ldconfig',
];

/** Native programs for a foreign tree: what it lacks of them is emulated. Nothing for a native one. */
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

/** The environment that goes with them. */
export function standInEnvironment(standIns: StandIns | undefined): string[] {
  if (standIns === undefined) return [`PATH=${DEFAULT_PATH}`];
  return [`MIB_ARCHITECTURE=${standIns.architecture}`, `PATH=${SEEN}/first:${SEEN}/bin:${DEFAULT_PATH}`];
}
