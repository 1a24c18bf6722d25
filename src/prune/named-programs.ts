import { matcher } from '../tree/glob.ts';
import { decodeName } from '../tree/names.ts';
import { nameOf } from '../tree/paths.ts';
import { type Call, calledPrograms } from './calls.ts';
import type { Engine, Expander } from './engine.ts';
import { isOutside } from './outside.ts';
import { keepData, ownersThrough } from './packages.ts';
import type { PlacedRule } from './placed-rules.ts';
import { findProgram, isExecutable } from './programs.ts';
import { envProgram, LONGEST_LINE, shebang } from './shebang.ts';

/** Bytes. Larger files are data. */
const LARGEST_TEXT = 8 << 20;

const TEXT = /\.(?:[cm]?[jt]sx?|py|rb|rake|ru|php|phtml|pl|pm|java|kts?|scala|groovy|go|exs?)$/;
const NO_TEXT = /\.d\.[cm]?ts$/;
/** Languages with commands in backticks. */
const TICKS = /\.(?:rb|rake|ru|php|phtml|pl|pm)$|^(?:ruby|perl|php)[\d.]*$/;
const INTERPRETERS = /^(?:node|nodejs|bun|deno|python|ruby|perl|php)[\d.]*$/;

/** Matches dependencies, which may contain code to install and build them. */
const isDependency = matcher(['/**/{node_modules,site-packages,dist-packages,gems,vendor,bundle}/**']);
/** Package managers and build tools. A call in a dependency does not show that the application needs them. */
const BUILDERS = new Set(
  (
    'npm npx yarn pnpm corepack node-gyp pip pip3 uv poetry conda gem bundle bundler composer apt apt-get aptitude dpkg ' +
    'gcc g++ cc c++ cpp clang clang++ gfortran ld as ar nm ranlib strip objdump readelf make gmake cmake ninja meson ' +
    'autoconf automake libtool pkg-config cargo rustc go javac mvn gradle swig tsc'
  ).split(' '),
);

/**
 * Keeps the programs that the code of a base image's application starts by name, because checks rarely cover jobs and
 * rare requests.
 */
export function namedPrograms(rules: readonly PlacedRule[], folders: readonly string[]): Expander {
  const isOwn = matcher(
    rules.flatMap(({ own, governs }) => [...own, ...governs]),
    { recursive: true },
  );
  const done = new Set<string>();
  return (engine, { id, entry }) => {
    if (engine.request.from === undefined || entry?.type !== 'file' || done.has(id)) return;
    done.add(id);
    if (!isOutside(id, folders) || isOwn(id) || engine.packages.owners(id).length > 0) return;
    const language = languageOf(engine, id);
    if (language === undefined || entry.size > LARGEST_TEXT) return;
    const text = decodeName(engine.tree.read(id, 0, entry.size));
    for (const call of calledPrograms(text, { ticks: TICKS.test(language) })) {
      if (!isDependency(id) || !BUILDERS.has(nameOf(call.program))) keepCalledBy(engine, id, call);
    }
  };
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

function keepCalledBy(engine: Engine, from: string, { program, line, byShell }: Call): void {
  const path = program.includes('/') ? program : findProgram(engine, program);
  if (!path?.startsWith('/') || !isExecutable(engine.resolver, path)) return;
  const reason = { from, kind: 'named', detail: `${line}`, strength: 'soft' } as const;
  engine.keepThrough(path, reason);
  if (byShell && isExecutable(engine.resolver, '/bin/sh')) engine.keepThrough('/bin/sh', reason);
  const at = engine.resolver.locate(path)?.path ?? path;
  for (const each of ownersThrough(engine, at))
    keepData(engine, each, { from: at, kind: 'package-data', strength: 'soft' });
}
