import type { Located, PackageRequest, Suite, Timezones } from '../spec.ts';
import { problem } from '../text/problem.ts';
import { quote } from '../text/tree.ts';
import { isLegacyZone } from '../values/legacy-zones.ts';
import { at, type ReadContext, report } from './read-context.ts';
import type { Sound } from './sound-part.ts';

/** Reads `timezones:`. Reports a zone that is written twice. */
export function readTimezones(context: ReadContext, value: Sound['timezones']): Timezones | undefined {
  if (value === undefined) return undefined;
  if (value === 'all') return { all: true, at: at(context, 'timezones') };
  return { names: distinct(context, 'timezones', 'time zone', value) };
}

/** Reads `locales:`. Reports a locale that is written twice. */
export function readLocales(context: ReadContext, items: NonNullable<Sound['locales']>): Located<string>[] {
  return distinct(context, 'locales', 'locale', items);
}

function distinct(
  context: ReadContext,
  key: string,
  what: string,
  items: readonly (string | undefined)[],
): Located<string>[] {
  const found = new Map<string, Located<string>>();
  for (const [index, value] of items.entries()) {
    if (value === undefined) continue;
    const place = at(context, key, index);
    if (found.has(value)) {
      const message = `${what} ${quote(value)} is written twice`;
      report(context, place, problem('invalid-value', message, 'keep one of the two'));
    }
    found.set(value, { value, at: place });
  }
  return [...found.values()];
}

/** Returns the packages without tzdata-legacy if the suite, that of the base image, does not have it. */
export function packagesIn(
  suite: string,
  { packages }: { readonly packages: readonly PackageRequest[] },
): readonly PackageRequest[] {
  if (!WITHOUT_LEGACY.has(suite)) return packages;
  return packages.filter(({ name, neededBy }) => name !== 'tzdata-legacy' || neededBy === undefined);
}

/** Suites whose package tzdata has the old names of zones, too. */
const WITHOUT_LEGACY: ReadonlySet<string> = new Set([
  ...['buster', 'bullseye', 'bookworm', 'oldstable', 'oldoldstable'],
  ...['bionic', 'focal', 'jammy'],
]);

/**
 * Returns the packages that have the zones and the locales, if `packages` does not name them. To a base image to which no
 * packages are added, none are added for this: it may be any system.
 */
export function neededPackages(
  packages: readonly PackageRequest[],
  {
    timezones,
    locales,
  }: { readonly timezones: Timezones | undefined; readonly locales: readonly Located<string>[] },
  isUpon: boolean,
  suite: Suite,
): PackageRequest[] {
  if (isUpon && packages.every(({ exclude }) => exclude)) return [];
  const needed: PackageRequest[] = [];
  const add = (name: string, neededBy: 'timezones' | 'locales', place: Located<unknown>['at']) => {
    if ([...packages, ...needed].some((each) => each.name === name)) return;
    needed.push({ name, exclude: false, architectures: [], neededBy, at: place });
  };
  if (timezones !== undefined) {
    const names = 'names' in timezones ? timezones.names : [];
    const first = 'names' in timezones ? names[0]?.at : timezones.at;
    if (first !== undefined) add('tzdata', 'timezones', first);
    const old = names.find(({ value }) => isLegacyZone(value));
    if (old !== undefined && !WITHOUT_LEGACY.has(suite.name)) add('tzdata-legacy', 'timezones', old.at);
  }
  const [locale] = locales;
  if (locale !== undefined) add('locales', 'locales', locale.at);
  return needed;
}
