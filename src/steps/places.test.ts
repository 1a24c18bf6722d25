import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { locales } from './locales.ts';
import { timezones } from './timezones.ts';

let root: string;
let said: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mib-places-'));
  mkdirSync(join(root, 'tree'));
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    said += chunk;
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

function write(path: string, text = ''): void {
  const at = join(root, 'tree', path);
  mkdirSync(dirname(at), { recursive: true });
  writeFileSync(at, text);
}

function run(step: typeof timezones, ...names: readonly string[]): Promise<number> {
  writeFileSync(join(root, 'request.json'), JSON.stringify({ names, endian: 'big', epoch: 0 }));
  return step({ request: join(root, 'request.json'), tree: join(root, 'tree') });
}

test('a zone that is not there is an error with the nearest one', async () => {
  for (const zone of ['Europe/Berlin', 'UTC', 'posix/UTC']) write(`usr/share/zoneinfo/${zone}`);
  expect(await run(timezones, 'Europe/Berlin', 'UTC')).toBe(0);
  expect(await run(timezones, 'Europe/Berln', 'Mars/Base', 'Europe')).toBe(1);
  expect(said).toBe(
    'there is no time zone "Europe/Berln" [unknown-timezone]\n  did you mean "Europe/Berlin"?\n' +
      'there is no time zone "Mars/Base" [unknown-timezone]\n' +
      'there is no time zone "Europe" [unknown-timezone]\n  did you mean "Europe/Berlin"?\n',
  );
});

test('a tree without any zone is an error, even for all', async () => {
  expect(await run(timezones)).toBe(1);
  expect(said).toBe(
    'the base image has no time zones in /usr/share/zoneinfo [unknown-timezone]\n' +
      '  add packages: [tzdata], or use a base image that has them\n',
  );
});

test('a locale that is not there is an error with the nearest one', async () => {
  write('usr/share/i18n/SUPPORTED', 'de_DE.UTF-8 UTF-8\nde_DE ISO-8859-1\n');
  expect(await run(locales, 'de_DE.UTF-9', 'xx_XX', 'de_DE.utf8')).toBe(1);
  expect(said).toBe(
    'there is no locale "de_DE.UTF-9" [unknown-locale]\n  did you mean "de_DE.UTF-8"?\n' +
      'there is no locale "xx_XX" [unknown-locale]\n',
  );
});

test('a locale that the tree has is not compiled', async () => {
  write('usr/lib/locale/C.utf8/LC_TIME');
  expect(await run(locales, 'C.UTF-8')).toBe(0);
  expect(existsSync(join(root, 'tree/usr/share'))).toBe(false);
});

test.each([
  [
    'lib/ld-musl-x86_64.so.1',
    'the base image has musl, whose only locale is C.UTF-8: it has no others to compile [unknown-locale]\n' +
      '  leave out "locales", or use a base image with glibc\n',
  ],
  [
    'lib64/ld-linux-x86-64.so.2',
    'the base image has no locales to compile in /usr/share/i18n [unknown-locale]\n' +
      '  add packages: [locales], or use a base image that has them\n',
  ],
])('a base without sources says what to do: %s', async (loader, text) => {
  write(loader);
  expect(await run(locales, 'de_DE.UTF-8')).toBe(1);
  expect(said).toBe(text);
});
