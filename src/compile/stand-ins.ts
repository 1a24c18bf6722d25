import type { Mount } from '../llb/index.ts';
import type { Site, StandIns } from './site.ts';

/** Where scripts/stand-ins.sh collected them in the builder, and where a tree sees them. */
const COLLECTED = '/usr/lib/mib/stand-ins';
const SEEN = '/.mib-stand-ins';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What scripts name by its path in their first line. All else they find by PATH (Debian policy 6.1). */
const INTERPRETERS = ['bash', 'dash', 'perl'];

/** Native programs for a foreign tree: what it lacks of them is emulated. Nothing for a native one. */
export function standInMounts({ standIns, builder }: Site): Mount[] {
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
    ...INTERPRETERS.map((name) => mount(`/usr/bin/${name}`, `/bin/${name}`)),
  ];
}

/** The environment that goes with them. */
export function standInEnvironment(standIns: StandIns | undefined): string[] {
  if (standIns === undefined) return [`PATH=${PATH}`];
  return [`MIB_ARCHITECTURE=${standIns.architecture}`, `PATH=${SEEN}/first:${SEEN}/bin:${PATH}`];
}
