import { matcher } from '../tree/glob.ts';
import type { Package } from '../tree/package.ts';
import type { Engine, Expander } from './engine.ts';
import { dependenciesOf } from './package-fields.ts';
import { keepData } from './packages.ts';
import { RULES } from './rules/index.ts';

/** Matches what another package may need by its own name: programs, libraries, modules. */
const isCode = matcher([
  '/usr/{bin,sbin,games}/*',
  '/usr/lib/**/*.so*',
  '/usr/{lib,share}/{python3,perl,nodejs,ruby,php}*/**',
]);

const isLibrary = matcher(['/{usr/lib,lib}/**/*.so*']);

/** Packages that a rule keeps where something needs them, such as `tzdata`. */
const GOVERNED = new Set(
  RULES.flatMap(({ when }) => when.flatMap((each) => /^package:(.+)/.exec(each)?.[1] ?? [])),
);

/**
 * Returns the names of the packages that only hold the data of others: these depend on them, no other package does, and
 * they have no code. `tesseract-ocr` does nothing without `tesseract-ocr-eng`, which has another source.
 */
export function dataPackages(engine: Engine, owners: readonly Package[]): ReadonlySet<string> {
  const { packages } = engine;
  const names = new Set(owners.map(({ name }) => name));
  const wanted = new Set(owners.flatMap(dependenciesOf));
  const isShared = new Set(packages.all.filter(({ name }) => !names.has(name)).flatMap(dependenciesOf));
  const found = packages.all.filter(
    (each) =>
      wanted.has(each.name) && !isShared.has(each.name) && !names.has(each.name) && isData(engine, each),
  );
  return new Set(found.map(({ name }) => name));
}

/**
 * Keeps the data of kept libraries that is in a package of its own: one of the same source, which the library's package
 * depends on and which has no code. libtirpc3 does nothing without /etc/netconfig of libtirpc-common.
 */
export function libraryData(): Expander {
  const done = new Set<Package>();
  return (engine, { id, entry }) => {
    if (entry?.type !== 'file' || !isLibrary(id)) return;
    for (const owner of engine.packages.owners(id)) {
      if (done.has(owner)) continue;
      done.add(owner);
      const found = dependenciesOf(owner)
        .flatMap((name) => engine.packages.get(name) ?? [])
        .filter((each) => each.source === owner.source && isData(engine, each));
      for (const each of found) keepData(engine, each, { from: id, kind: 'package-data', strength: 'soft' });
    }
  };
}

function isData({ packages }: Engine, each: Package): boolean {
  return !GOVERNED.has(each.name) && !packages.files(each).some(isCode);
}
