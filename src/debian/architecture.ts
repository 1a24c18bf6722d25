/** The parts of an OCI platform that Debian's architecture follows from; the OS is always linux. */
export interface Machine {
  /** GOARCH, e.g. `arm`. */
  readonly architecture: string;
  /** e.g. `v7`; absent where the architecture has one usual variant. */
  readonly variant?: string;
}

interface Row extends Machine {
  readonly debian: string;
}

/** Debian's ports by the machine they run on. The first row of a Debian name is the one it is built for.
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

/** Debian's name for a machine, e.g. `armhf` for arm/v7; undefined where Debian has no such port.
 * Variants of amd64 and arm64 (`v3`, `v8.2`) run what Debian builds for their baseline. */
export function debianArchitecture(machine: Machine): string | undefined {
  const same = ROWS.filter((row) => row.architecture === machine.architecture);
  const exact = same.find((row) => row.variant === machine.variant);
  const baseline = same.find((row) => row.variant === undefined);
  return (exact ?? baseline)?.debian;
}

/** The machine that a Debian architecture is built for; undefined for a name Debian does not have. */
export function machineOf(debian: string): Machine | undefined {
  const row = ROWS.find((candidate) => candidate.debian === debian);
  if (row === undefined) return undefined;
  const { architecture, variant } = row;
  return variant === undefined ? { architecture } : { architecture, variant };
}

/** Debian architectures that mib knows, sorted by name. */
export function debianArchitectures(): readonly string[] {
  return [...new Set(ROWS.map((row) => row.debian))].sort();
}

/** What a compiler that makes programs for an architecture has to know. */
export interface Toolchain {
  /** Debian's name. */
  readonly architecture: string;
  /** GNU's name of the system, which Debian's cross compilers have before theirs (`dpkg-architecture -qDEB_HOST_GNU_TYPE`). */
  readonly gnu: string;
  /** The name of its library folders, where that is another. */
  readonly multiarch: string;
  /** What `uname -m` says there. */
  readonly machine: string;
  /** GOARCH and, where it has variants, GOARM. */
  readonly go: Machine;
  /** Of Debian's rustc. */
  readonly rust: string;
}

/** GNU's name, `uname -m` and Rust's name. Sources: `dpkg-architecture`, uname(2), `rustc --print target-list`. */
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

/** @throws {Error} for a name Debian does not have */
export function toolchainOf(debian: string): Toolchain {
  const [gnu, machine, rust] = TOOLCHAINS[debian] ?? [];
  const go = machineOf(debian);
  if (gnu === undefined || machine === undefined || rust === undefined || go === undefined)
    throw new Error(`${debian} is no architecture of Debian`);
  const multiarch = debian === 'i386' ? 'i386-linux-gnu' : gnu;
  return { architecture: debian, gnu, multiarch, machine, go, rust };
}

/** How Debian's cross compilers for an architecture are called: `gcc-aarch64-linux-gnu` is that of `gcc`. */
export function crossPackage(name: string, { gnu }: Pick<Toolchain, 'gnu'>): string {
  return `${name}-${gnu.replaceAll('_', '-')}`;
}

/** The file name of the loader. Source: the package libc6 of each in Debian 13. */
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

/** A path with one architecture's names, its own by Debian among them, in place of the other's. */
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
