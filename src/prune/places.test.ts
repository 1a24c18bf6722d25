import { expect, test } from 'vitest';
import { type FakePackage, program } from '../../test/support/prune/debian-tree.ts';
import { files } from '../../test/support/prune/kept.ts';
import { link } from '../../test/support/prune/memory-tree.ts';
import { localeFolder } from './places.ts';

const ZONES = '/usr/share/zoneinfo';
const tzdata: FakePackage = {
  files: {
    [`${ZONES}/Europe/Berlin`]: '',
    [`${ZONES}/Europe/Paris`]: '',
    [`${ZONES}/Etc/UTC`]: '',
    [`${ZONES}/UTC`]: link('Etc/UTC'),
    [`${ZONES}/tzdata.zi`]: '',
    [`${ZONES}/right/UTC`]: '',
  },
};
const app: FakePackage = {
  files: {
    '/usr/bin/app': program(),
    '/usr/share/locale/de/LC_MESSAGES/app.mo': '',
    '/usr/share/locale/de_AT/LC_MESSAGES/app.mo': '',
    '/usr/share/locale/fr/LC_MESSAGES/app.mo': '',
  },
};
const packages = { app, tzdata };
const unowned = {
  '/usr/lib/locale/de_DE.utf8/LC_TIME': '',
  '/usr/lib/locale/fr_FR.utf8/LC_TIME': '',
  '/etc/ssl/certs/ca-certificates.crt': '',
  '/etc/localtime': link(`${ZONES}/Etc/UTC`),
};
const below = (names: readonly string[], folder: string) =>
  names.filter((name) => name.startsWith(`${folder}/`)).sort();

test.each(['files', 'modules', 'packages'] as const)('at level %s, only the named zones stay', (level) => {
  const names = files({
    packages,
    unowned,
    request: { level, packages: ['tzdata'], timezones: ['Europe/Berlin'], environment: { TZ: 'UTC' } },
  });
  expect(below(names, ZONES)).toEqual([`${ZONES}/Etc/UTC`, `${ZONES}/Europe/Berlin`]);
});

test('a link among zones is followed, and all zones are those of the system', () => {
  const utc = files({ packages, unowned, request: { timezones: ['UTC'] } });
  expect(below(utc, ZONES)).toEqual([`${ZONES}/Etc/UTC`, `${ZONES}/UTC`]);
  const all = files({ packages, unowned, request: { timezones: 'all' } });
  expect(below(all, ZONES)).toEqual(
    ['Etc/UTC', 'Europe/Berlin', 'Europe/Paris', 'UTC', 'tzdata.zi'].map((name) => `${ZONES}/${name}`),
  );
});

test('a locale stays with the translations for it', () => {
  const names = files({ packages, unowned, request: { locales: ['de_DE.UTF-8'] } });
  expect(below(names, '/usr/lib/locale')).toEqual(['/usr/lib/locale/de_DE.utf8/LC_TIME']);
  expect(below(names, '/usr/share/locale')).toEqual(['/usr/share/locale/de/LC_MESSAGES/app.mo']);
});

test('a bundle with certificates stays, and without them it goes', () => {
  const bundle = '/etc/ssl/certs/ca-certificates.crt';
  expect(files({ packages, unowned, request: { certificates: ['corp.pem'] } })).toContain(bundle);
  expect(files({ packages, unowned })).not.toContain(bundle);
});

test.each([
  ['de_DE.UTF-8', 'de_DE.utf8'],
  ['de_DE@euro', 'de_DE@euro'],
  ['sr_RS.UTF-8@latin', 'sr_RS.utf8@latin'],
  ['de_DE', 'de_DE'],
  ['ja_JP.EUC-JP', 'ja_JP.eucjp'],
])('the folder of %s is %s', (name, folder) => {
  expect(localeFolder(name)).toBe(`/usr/lib/locale/${folder}`);
});
