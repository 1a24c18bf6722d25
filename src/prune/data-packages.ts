import { matcher } from '../tree/glob.ts';
import type { Package } from '../tree/package.ts';
import type { Engine } from './engine.ts';
import { dependenciesOf } from './package-fields.ts';
import { RULES } from './rules/index.ts';

/** Matches what another package may need by its own name: programs, libraries, modules. */
const isCode = matcher([
  '/usr/{bin,sbin,games}/*',
  '/usr/lib/**/*.so*',
  '/usr/{lib,share}/{python3,perl5,nodejs,ruby,php}*/**',
]);

/** Packages that a rule keeps where something needs them, such as `tzdata`. */
const GOVERNED = new Set(
  RULES.flatMap(({ when }) => when.flatMap((each) => /^package:(.+)/.exec(each)?.[1] ?? [])),
);

/**
 * Returns the names of the packages that only hold the data of others: these depend on them, no other package does, and
 * they have no code. `tesseract-ocr` does nothing without `tesseract-ocr-eng`, which has another source.
 */
export function dataPackages({ packages }: Engine, owners: readonly Package[]): ReadonlySet<string> {
  const names = new Set(owners.map(({ name }) => name));
  const wanted = new Set(owners.flatMap(dependenciesOf));
  const isShared = new Set(packages.all.filter(({ name }) => !names.has(name)).flatMap(dependenciesOf));
  const found = packages.all.filter(
    (each) =>
      wanted.has(each.name) &&
      !isShared.has(each.name) &&
      !names.has(each.name) &&
      !GOVERNED.has(each.name) &&
      !packages.files(each).some(isCode),
  );
  return new Set(found.map(({ name }) => name));
}
