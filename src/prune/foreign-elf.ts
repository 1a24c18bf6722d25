import { debianArchitectures, toolchainOf } from '../debian/architecture.ts';
import { machineOf } from '../elf/machine.ts';
import type { Elf } from '../elf/read.ts';
import { byName } from '../tree/paths.ts';
import { broughtBy } from './brought.ts';
import type { Objects } from './contents.ts';
import type { Engine } from './engine.ts';
import type { PruneProblem } from './request.ts';

type ForeignElf = Extract<PruneProblem, { kind: 'foreign-elf' }>;

/** Words that name a machine in paths, by the first part of its GNU type. */
const WORDS: Readonly<Record<string, string>> = {
  x86_64: 'x64|x86[-_]?64|amd64',
  i386: 'i[3-6]86|ia32|x86|386|x32',
  aarch64: 'arm64|aarch64|armv8',
  arm: 'arm(?:hf|el|v[5-7]\\w*)?',
  powerpc64le: 'ppc64(?:le|el)|powerpc64le',
  riscv64: 'riscv64',
  s390x: 's390x',
  loongarch64: 'loong(?:arch)?64',
};

/** Machines whose programs a kernel for another one runs as well. */
const ALSO_RUNS: Readonly<Record<string, readonly string[]>> = {
  amd64: ['i386-linux-gnu', 'x86_64-linux-gnux32'],
};

/**
 * Returns the kept programs and libraries for another machine, sorted: a wheel or an addon of the machine that built them. What a
 * package lists or `keep` names is there on purpose, and so is a file whose path says which machine it is for, as in
 * `prebuilds/linux-arm64`.
 */
export function foreignElf(engine: Engine, objects: Objects): readonly ForeignElf[] {
  const { architecture } = engine.request;
  // A stage that is exported need not be Debian's.
  if (!debianArchitectures().includes(architecture)) return [];
  const { gnu, multiarch = gnu } = toolchainOf(architecture);
  const own = [multiarch, ...(ALSO_RUNS[architecture] ?? [])];
  const target = broughtBy(engine);
  const found: ForeignElf[] = [];
  for (const { id: path, entry, reasons } of engine.graph.nodes.values()) {
    if (entry?.type !== 'file' || engine.packages.owners(path).length > 0) continue;
    const machine = machineName(objects.elf(path));
    if (machine === undefined || machine.some((each) => own.includes(each))) continue;
    const [name = ''] = machine;
    if (reasons.some(({ kind }) => kind === 'keep') || isNamed(path, name)) continue;
    const line = target(path);
    const whose = line === undefined ? {} : { target: line };
    found.push({ kind: 'foreign-elf', path, machine: name.split('-')[0] ?? '', architecture, ...whose });
  }
  return found.sort((a, b) => byName(a.path, b.path));
}

/** The multiarch names of a file that a system loads; undefined for others, such as objects for a linker. */
function machineName(elf: Elf | undefined): readonly string[] | undefined {
  if (elf === undefined || elf.loads.length === 0) return undefined;
  const { triplets } = machineOf(elf);
  return triplets.length === 0 ? undefined : triplets;
}

function isNamed(path: string, triplet: string): boolean {
  const words = WORDS[triplet.split('-')[0] ?? ''];
  return words !== undefined && new RegExp(`(?<![a-z0-9])(?:${words})(?![a-z0-9])`, 'i').test(path);
}
