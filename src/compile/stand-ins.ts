import { DEFAULT_PATH } from '../imagefile/values/default-path.ts';
import type { Mount } from '../llb/index.ts';
import type { CompileContext } from './context.ts';
import type { StandIns } from './emulator.ts';

/** The folder of scripts/stand-ins.sh in the builder, and its mount point in a tree. */
const COLLECTED = '/usr/lib/mib/stand-ins';
const SEEN = '/.mib-stand-ins';

/**
 * Programs that PATH does not find, by the package that has them: scripts name their interpreters by path, adduser(8) sets
 * its own PATH, and dpkg-preconfigure(8) and libc6 each name a program by path. PATH finds all others (Debian policy 6.1).
 */
const BY_PATH: readonly { readonly path: string; readonly of: string }[] = [
  { path: '/usr/bin/bash', of: 'bash' },
  { path: '/usr/bin/dash', of: 'dash' },
  { path: '/usr/bin/perl', of: 'perl-base' },
  ...['chage', 'chfn', 'gpasswd'].map((name) => ({ path: `/usr/bin/${name}`, of: 'passwd' })),
  { path: '/usr/bin/logger', of: 'bsdutils' },
  { path: '/usr/bin/passwd', of: 'passwd' },
  ...['groupadd', 'groupdel', 'useradd', 'userdel', 'usermod'].map((name) => ({
    path: `/usr/sbin/${name}`,
    of: 'passwd',
  })),
  { path: '/usr/bin/ischroot', of: 'debianutils' },
  { path: '/usr/lib/apt/apt-extracttemplates', of: 'apt' },
  { path: '/usr/sbin/ldconfig', of: 'libc-bin' },
];

/**
 * Mounts native programs over those of a foreign tree. Programs without a native one are emulated, and so are those of
 * packages that are installed: dpkg cannot replace a file that something is mounted on.
 * @param installed names of packages
 */
export function standInMounts({ standIns, builder }: CompileContext, installed: readonly string[]): Mount[] {
  if (standIns === undefined) return [];
  const mount = (dest: string, path: string): Mount => ({
    kind: 'bind',
    dest,
    input: builder,
    selector: `${COLLECTED}${path}`,
    readonly: true,
  });
  const byPath = BY_PATH.filter(({ of }) => !installed.includes(of));
  return [
    mount(SEEN, ''),
    mount(standIns.libraries, '/lib'),
    mount(standIns.loader, '/ld.so'),
    ...byPath.map(({ path }) => mount(path, `/bin/${path.slice(path.lastIndexOf('/') + 1)}`)),
  ];
}

/** Returns the environment that makes a tree use its stand-ins, if any. */
export function standInEnvironment(standIns: StandIns | undefined): string[] {
  if (standIns === undefined) return [`PATH=${DEFAULT_PATH}`];
  return [`MIB_ARCHITECTURE=${standIns.architecture}`, `PATH=${SEEN}/first:${SEEN}/bin:${DEFAULT_PATH}`];
}
