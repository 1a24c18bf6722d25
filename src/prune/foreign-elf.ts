import { debianArchitectures, toolchainOf } from '../debian/architecture.ts';
import { machineOf } from '../elf/machine.ts';
import type { Elf } from '../elf/read.ts';
import { byName, folderOf, join } from '../tree/paths.ts';
import type { Tree } from '../tree/tree.ts';
import { broughtBy } from './brought.ts';
import type { Objects } from './contents.ts';
import type { Engine } from './engine.ts';
import type { PruneProblem } from './request.ts';

/** ForeignElf is a program or library for another machine. */
export type ForeignElf = Extract<PruneProblem, { kind: 'foreign-elf' }>;

/** Words that name a machine in paths, by the first part of its GNU type. */
const WORDS: Readonly<Record<string, string>> = {
  x86_64: 'x64|x86[-_]?64|amd64',
  i386: 'i[3-6]86|ia32|x86|386|x32',
  i686: 'i[3-6]86|ia32|x86|386|x32',
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
 * package lists or `keep` names is there on purpose.
 */
export function foreignElf(engine: Engine, objects: Objects): readonly ForeignElf[] {
  const { architecture } = engine.request;
  const machineFor = foreignMachine(architecture, engine.tree);
  const target = broughtBy(engine);
  const found: ForeignElf[] = [];
  for (const { id: path, entry, reasons } of engine.graph.nodes.values()) {
    if (entry?.type !== 'file' || engine.packages.owners(path).length > 0) continue;
    if (reasons.some(({ kind }) => kind === 'keep')) continue;
    const machine = machineFor(path, () => objects.elf(path));
    if (machine === undefined) continue;
    const line = target(path);
    const whose = line === undefined ? {} : { target: line };
    found.push({ kind: 'foreign-elf', path, machine, architecture, ...whose });
  }
  return found.sort((a, b) => byName(a.path, b.path));
}

/**
 * Returns a function that names the machine of a file, if it is another than that of the architecture. A file that has a
 * counterpart for this machine is there on purpose: `prebuilds/linux-x64` beside `prebuilds/linux-arm64`.
 */
export function foreignMachine(
  architecture: string,
  tree: Tree,
): (path: string, read: () => Elf | undefined) => string | undefined {
  // A stage that is exported need not be Debian's.
  if (!debianArchitectures().includes(architecture)) return () => undefined;
  const { gnu, multiarch = gnu } = toolchainOf(architecture);
  const own = [multiarch, ...(ALSO_RUNS[architecture] ?? [])];
  return (path, read) => {
    const machine = machineName(read());
    if (machine === undefined || machine.some((each) => own.includes(each))) return undefined;
    const [name = ''] = machine;
    return hasCounterpart(tree, path, firstOf(name), firstOf(gnu)) ? undefined : firstOf(name);
  };
}

function firstOf(triplet: string): string {
  return triplet.split('-')[0] ?? '';
}

/** The multiarch names of a file that a system loads; undefined for others, such as objects for a linker. */
function machineName(elf: Elf | undefined): readonly string[] | undefined {
  if (elf === undefined || elf.loads.length === 0) return undefined;
  const { triplets } = machineOf(elf);
  return triplets.length === 0 ? undefined : triplets;
}

/** Reports whether a name in a path says the machine, and another name beside it says ours. */
function hasCounterpart(tree: Tree, path: string, machine: string, own: string): boolean {
  const words = WORDS[machine];
  const ours = WORDS[own];
  if (words === undefined || ours === undefined || path === '/') return false;
  const folder = folderOf(path);
  const name = path.slice(folder === '/' ? 1 : folder.length + 1);
  const parts = name.split(wordOf(words));
  if (parts.length > 1 && tree.lstat(folder)?.type === 'folder') {
    const counterpart = new RegExp(`^${parts.map(escaped).join(`(?:${ours})`)}$`, 'i');
    if (tree.readdir(folder).some((each) => counterpart.test(each) && tree.lstat(join(folder, each))))
      return true;
  }
  return hasCounterpart(tree, folder, machine, own);
}

function wordOf(words: string): RegExp {
  return new RegExp(`(?<![a-z0-9])(?:${words})(?![a-z0-9])`, 'i');
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
