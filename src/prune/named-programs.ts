import { matcher } from '../tree/glob.ts';
import { decodeName } from '../tree/names.ts';
import { nameOf } from '../tree/paths.ts';
import { calledPrograms } from './calls.ts';
import { isBuilder, isDependency } from './dependencies.ts';
import type { Engine, Expander } from './engine.ts';
import { programsOfBeam } from './erlang/beam-calls.ts';
import { classesOf } from './java/archives.ts';
import { programsOfClass } from './java/class-calls.ts';
import { isOutside } from './outside.ts';
import { groupOf, keepData, ownersThrough } from './packages.ts';
import type { PlacedRule } from './placed-rules.ts';
import { findProgram, isExecutable } from './programs.ts';
import { envProgram, LONGEST_LINE, shebang } from './shebang.ts';

/** Bytes. Larger files are data. */
const LARGEST_TEXT = 8 << 20;
const LARGEST_ARCHIVE = 512 << 20;

const TEXT = /\.(?:[cm]?[jt]sx?|py|rb|rake|ru|php|phtml|pl|pm|java|kts?|scala|groovy|go|exs?)$/;
const NO_TEXT = /\.d\.[cm]?ts$/;
/** Languages with commands in backticks. */
const TICKS = /\.(?:rb|rake|ru|php|phtml|pl|pm)$|^(?:ruby|perl|php)[\d.]*$/;
const CLASS = /\.class$/;
const BEAM = /\.beam$/;
const ARCHIVE = /\.(?:jar|war|ear)$/;
const INTERPRETERS = /^(?:node|nodejs|bun|deno|python|ruby|perl|php)[\d.]*$/;

/**
 * Keeps the programs that an application starts by name, because checks rarely cover jobs and rare requests: the
 * application of a base image, and the packages that the Imagefile names or that have its entry. Texts and compiled
 * classes and modules are read.
 */
export function namedPrograms(rules: readonly PlacedRule[], folders: readonly string[]): Expander {
  const isOwn = matcher(
    rules.flatMap(({ own, governs }) => [...own, ...governs]),
    { recursive: true },
  );
  const done = new Set<string>();
  return (engine, { id, entry }) => {
    if (entry?.type !== 'file' || done.has(id) || isOwn(id)) return;
    done.add(id);
    if (!isApplication(engine, id, folders)) return;
    for (const call of callsOf(engine, id, entry.size)) {
      const isBuilding = (call.isDependency === true || isDependency(id)) && isBuilder(call.program);
      if (!isBuilding) keepCalledBy(engine, id, call);
    }
  };
}

function isApplication(engine: Engine, id: string, folders: readonly string[]): boolean {
  const owners = engine.packages.owners(id);
  if (owners.length === 0) return engine.request.from !== undefined && isOutside(id, folders);
  return owners.some((each) =>
    engine.graph.nodes.get(groupOf(each))?.reasons.some(({ kind }) => kind === 'requested'),
  );
}

/** Named is a program that a file starts by name. */
interface Named {
  readonly program: string;
  /** The line, or the class in an archive; absent for a compiled file. */
  readonly place?: string;
  readonly byShell?: boolean;
  /** Set where the archive contains the dependency that starts it. */
  readonly isDependency?: boolean;
}

function callsOf(engine: Engine, id: string, size: number): readonly Named[] {
  const read = () => engine.tree.read(id, 0, size);
  if (ARCHIVE.test(id)) return size > LARGEST_ARCHIVE ? [] : callsInArchive(read());
  if (size > LARGEST_TEXT) return [];
  if (CLASS.test(id)) return programsOfClass(read()).map((program) => ({ program }));
  if (BEAM.test(id)) return programsOfBeam(read()).map((program) => ({ program }));
  const language = languageOf(engine, id);
  if (language === undefined) return [];
  const calls = calledPrograms(decodeName(read()), { ticks: TICKS.test(language) });
  return calls.map(({ program, line, byShell }) => ({ program, place: `${line}`, byShell }));
}

function callsInArchive(archive: Uint8Array): readonly Named[] {
  return [...classesOf(archive)].flatMap(({ name, bytes, isNested }) =>
    programsOfClass(bytes).map((program) => ({ program, place: name, isDependency: isNested })),
  );
}

/** Returns the file's name or, for a script without an extension, its interpreter's; undefined for other files. */
function languageOf(engine: Engine, id: string): string | undefined {
  const name = nameOf(id);
  if (TEXT.test(name)) return NO_TEXT.test(name) ? undefined : name;
  if (name.includes('.')) return undefined;
  const [interpreter = '', argument = ''] = shebang(engine.tree.read(id, 0, LONGEST_LINE)) ?? [];
  const program = nameOf(interpreter) === 'env' ? envProgram(argument) : interpreter;
  const language = nameOf(program ?? '');
  return INTERPRETERS.test(language) ? language : undefined;
}

function keepCalledBy(engine: Engine, from: string, { program, place, byShell }: Named): void {
  const path = program.includes('/') ? program : findProgram(engine, program);
  if (!path?.startsWith('/') || !isExecutable(engine.resolver, path)) return;
  const detail = place === undefined ? {} : { detail: place };
  const reason = { from, kind: 'named', ...detail, strength: 'soft' } as const;
  engine.keepThrough(path, reason);
  if (byShell && isExecutable(engine.resolver, '/bin/sh')) engine.keepThrough('/bin/sh', reason);
  const at = engine.resolver.locate(path)?.path ?? path;
  for (const each of ownersThrough(engine, at))
    keepData(engine, each, { from: at, kind: 'package-data', strength: 'soft' });
}
