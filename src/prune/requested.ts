import type { Package } from '../tree/package.ts';
import { dataPackages } from './data-packages.ts';
import type { Engine } from './engine.ts';
import type { Reason } from './graph.ts';
import { keepPatterns } from './keep-drop.ts';
import { keepData, keepWhole, ownersThrough } from './packages.ts';
import { keepPlaces } from './places.ts';
import { keepProgram, startedBy } from './programs.ts';
import { keepCalled } from './scripts.ts';
import { argvWords } from './shell/words.ts';

/** Keeps everything that the Imagefile names: the entry, the programs of checks, files, patterns and packages. */
export function keepRequested(engine: Engine): void {
  const { request } = engine;
  const entry = keepProgram(engine, request.entry, 'entry');
  const started = [entry, ...keepStarted(engine)].filter((path) => path !== undefined);
  const owners = started.flatMap((path) => ownersThrough(engine, locate(engine, path)));
  for (const argv of request.programs) keepCommand(engine, argv);
  for (const path of request.files)
    engine.keepAll(path.replace(/(.)\/+$/, '$1'), { kind: 'file', strength: 'hard' });
  keepPatterns(engine);
  keepPlaces(engine);
  keepPackages(engine, { entry, owners });
}

/** Keeps the programs that the entry is told to start, as in `tini -- node server.js`. Returns their paths. */
function keepStarted(engine: Engine): readonly (string | undefined)[] {
  const { entry } = engine.request;
  keepCalled(engine, argvWords(entry));
  return startedBy(engine, entry).map((argv) => keepCommand(engine, argv));
}

/** Keeps the program of an argv, the programs that it starts in turn, and the data of its package. Returns its path. */
function keepCommand(engine: Engine, argv: readonly string[]): string | undefined {
  const program = keepProgram(engine, argv, 'program');
  keepCalled(engine, argvWords(argv));
  if (program === undefined) return undefined;
  const path = locate(engine, program);
  for (const each of ownersThrough(engine, path)) {
    keepData(engine, each, { from: path, kind: 'package-data', strength: 'soft' });
  }
  return program;
}

function locate({ resolver }: Engine, path: string): string {
  return resolver.locate(path)?.path ?? path;
}

/** Data of the packages that the Imagefile names, of those from the entry's source, and of their companions. */
function keepPackages(
  engine: Engine,
  { entry, owners }: { readonly entry: string | undefined; readonly owners: readonly Package[] },
): void {
  const { request, packages } = engine;
  const named = new Set(request.packages);
  const sources = new Set(owners.map(({ source }) => source));
  const companions = new Set([
    ...[...named, ...owners.map(({ name }) => name)].flatMap((name) => [`${name}-data`, `${name}-common`]),
    ...dataPackages(engine, owners),
  ]);
  for (const each of packages.all) {
    const asked = named.has(each.name);
    const isCompanion = companions.has(each.name);
    if (!asked && !isCompanion && !sources.has(each.source)) continue;
    const from = asked ? undefined : entry;
    const reason: Reason = {
      ...(from && { from }),
      kind: 'requested',
      detail: asked || isCompanion ? each.name : each.source,
      strength: 'soft',
    };
    keepData(engine, each, reason);
    if (asked && request.level === 'packages') keepWhole(engine, each, reason);
  }
}
