import { expect, test } from 'vitest';
import { parseImagefile } from '../parse.ts';
import { packagesIn } from './places.ts';

function packages(...lines: readonly string[]): string[] {
  const { spec, diagnostics } = parseImagefile(['entry: /bin/app', ...lines].join('\n'));
  expect(diagnostics).toEqual([]);
  return (spec?.packages ?? []).map(({ name, neededBy }) =>
    neededBy === undefined ? name : `${name} for ${neededBy}`,
  );
}

test.each<[string, readonly string[], readonly string[]]>([
  ['zones', ['timezones: [Europe/Berlin]'], ['tzdata for timezones']],
  ['all zones', ['timezones: all'], ['tzdata for timezones']],
  ['no zone', ['timezones: []'], []],
  ['old names', ['timezones: [UTC, US/Eastern]'], ['tzdata for timezones', 'tzdata-legacy for timezones']],
  ['old names in an old suite', ['suite: bookworm', 'timezones: [US/Eastern]'], ['tzdata for timezones']],
  ['locales', ['locales: [de_DE.UTF-8, fr_FR.UTF-8]'], ['locales for locales']],
  [
    'packages that are written',
    ['packages: [tzdata, locales]', 'timezones: all', 'locales: [C.UTF-8]'],
    ['tzdata', 'locales'],
  ],
  ['any base image', ['from: base', 'timezones: all', 'locales: [de_DE.UTF-8]'], []],
  [
    'a base image with apt',
    ['from: base', 'packages: [app]', 'timezones: all'],
    ['app', 'tzdata for timezones'],
  ],
])('the packages for %s', (_, lines, expected) => {
  expect(packages(...lines)).toEqual(expected);
});

test('the suite of a base image decides on the old names', () => {
  const text = 'from: base\npackages: [app]\nentry: /bin/app\ntimezones: [US/Eastern]\n';
  const spec = parseImagefile(text).spec ?? { packages: [] };
  const names = (suite: string) => packagesIn(suite, spec).map(({ name }) => name);
  expect(names('bookworm')).toEqual(['app', 'tzdata']);
  expect(names('trixie')).toEqual(['app', 'tzdata', 'tzdata-legacy']);
});
