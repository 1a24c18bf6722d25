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
