/** Machine has the parts of an OCI platform that determine Debian's architecture; the OS is always linux. */
export interface Machine {
  /** GOARCH, e.g. `arm`. */
  readonly architecture: string;
  /** e.g. `v7`; absent where the architecture has one usual variant. */
  readonly variant?: string;
}

interface Row extends Machine {
  readonly debian: string;
}

/** Debian's ports by machine. The first row of a Debian name is the machine it is built for.
 * Source: `dpkg-architecture -L`, the ArmPorts page of the Debian wiki (armel: ARMv5TE soft float, armhf: ARMv7 hard float). */
const ROWS: readonly Row[] = [
  { debian: 'amd64', architecture: 'amd64' },
  { debian: 'arm64', architecture: 'arm64' },
  { debian: 'armhf', architecture: 'arm', variant: 'v7' },
  { debian: 'armhf', architecture: 'arm', variant: 'v8' },
  { debian: 'armel', architecture: 'arm', variant: 'v5' },
  { debian: 'armel', architecture: 'arm', variant: 'v6' },
  { debian: 'i386', architecture: '386' },
  { debian: 'ppc64el', architecture: 'ppc64le' },
  { debian: 'riscv64', architecture: 'riscv64' },
  { debian: 's390x', architecture: 's390x' },
];

/** Returns Debian's name for a machine, e.g. `armhf` for arm/v7; undefined if Debian has no such port.
 * Variants of amd64 and arm64 (`v3`, `v8.2`) run Debian's baseline packages. */
export function debianArchitecture(machine: Machine): string | undefined {
  const same = ROWS.filter((row) => row.architecture === machine.architecture);
  const exact = same.find((row) => row.variant === machine.variant);
  const baseline = same.find((row) => row.variant === undefined);
  return (exact ?? baseline)?.debian;
}

/** Returns the machine that a Debian architecture is built for; undefined for an unknown name. */
export function machineOf(debian: string): Machine | undefined {
  const row = ROWS.find((candidate) => candidate.debian === debian);
  if (row === undefined) return undefined;
  const { architecture, variant } = row;
  return variant === undefined ? { architecture } : { architecture, variant };
}

/** Returns the Debian architectures that mib supports, sorted. */
export function debianArchitectures(): readonly string[] {
  return [...new Set(ROWS.map((row) => row.debian))].sort();
}

/** Toolchain has the names of an architecture that compilers use. */
export interface Toolchain {
  /** Debian's name. */
  readonly architecture: string;
  /** GNU system type, the prefix of Debian's cross compilers (`dpkg-architecture -qDEB_HOST_GNU_TYPE`). */
  readonly gnu: string;
  /** Name of its library folders; `gnu` when absent. */
  readonly multiarch: string;
  /** Output of `uname -m`. */
  readonly machine: string;
  /** GOARCH and, where it has variants, GOARM. */
  readonly go: Machine;
  /** Target triple of Debian's rustc. */
  readonly rust: string;
}

/** GNU system type, `uname -m` and Rust target. Sources: `dpkg-architecture`, uname(2), `rustc --print target-list`. */
const TOOLCHAINS: Readonly<Record<string, readonly [string, string, string]>> = {
  amd64: ['x86_64-linux-gnu', 'x86_64', 'x86_64-unknown-linux-gnu'],
  arm64: ['aarch64-linux-gnu', 'aarch64', 'aarch64-unknown-linux-gnu'],
  armel: ['arm-linux-gnueabi', 'armv5tel', 'armv5te-unknown-linux-gnueabi'],
  armhf: ['arm-linux-gnueabihf', 'armv7l', 'armv7-unknown-linux-gnueabihf'],
  i386: ['i686-linux-gnu', 'i686', 'i686-unknown-linux-gnu'],
  ppc64el: ['powerpc64le-linux-gnu', 'ppc64le', 'powerpc64le-unknown-linux-gnu'],
  riscv64: ['riscv64-linux-gnu', 'riscv64', 'riscv64gc-unknown-linux-gnu'],
  s390x: ['s390x-linux-gnu', 's390x', 's390x-unknown-linux-gnu'],
};

/** @throws {Error} for an unknown name */
export function toolchainOf(debian: string): Toolchain {
  const [gnu, machine, rust] = TOOLCHAINS[debian] ?? [];
  const go = machineOf(debian);
  if (gnu === undefined || machine === undefined || rust === undefined || go === undefined)
    throw new Error(`${debian} is not an architecture of Debian`);
  const multiarch = debian === 'i386' ? 'i386-linux-gnu' : gnu;
  return { architecture: debian, gnu, multiarch, machine, go, rust };
}

/** Returns the package of a cross compiler, e.g. `gcc-aarch64-linux-gnu` for `gcc`. */
export function crossPackage(name: string, { gnu }: Pick<Toolchain, 'gnu'>): string {
  return `${name}-${gnu.replaceAll('_', '-')}`;
}

/** File names of the dynamic loaders. Source: the package libc6 of each architecture in Debian 13. */
const LOADERS: Readonly<Record<string, string>> = {
  amd64: 'ld-linux-x86-64.so.2',
  arm64: 'ld-linux-aarch64.so.1',
  armel: 'ld-linux.so.3',
  armhf: 'ld-linux-armhf.so.3',
  i386: 'ld-linux.so.2',
  ppc64el: 'ld64.so.2',
  riscv64: 'ld-linux-riscv64-lp64d.so.1',
  s390x: 'ld64.so.1',
};

/** Replaces the names of one architecture in a path with those of another. */
export function renamed(path: string, from: string, to: string): string {
  const words: readonly (readonly [string, string])[] = [
    [toolchainOf(from).multiarch, toolchainOf(to).multiarch],
    [LOADERS[from] ?? '', LOADERS[to] ?? ''],
    [from, to],
  ];
  return words.reduce(
    (text, [word, by]) => text.replaceAll(new RegExp(`(?<![a-z0-9])${escaped(word)}(?![a-z0-9])`, 'g'), by),
    path,
  );
}

function escaped(text: string): string {
  return text.replaceAll('.', '\\.');
}

/** Reports whether an architecture of Debian stores the high byte of a number first. */
export function isBigEndian(debian: string): boolean {
  return debian === 's390x';
}
