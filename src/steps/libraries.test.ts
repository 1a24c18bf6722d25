import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MissingLibrary } from '../prune/missing-libraries.ts';
import { verifyLibraries } from './libraries.ts';

let report: string;
let said: string;

beforeEach(() => {
  report = mkdtempSync(`${tmpdir()}/mib-libraries-`);
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    said += chunk;
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(report, { recursive: true });
});

function verify(missing?: readonly MissingLibrary[]): Promise<number> {
  writeFileSync(`${report}/summary.json`, JSON.stringify({ missing }));
  return verifyLibraries({ report });
}

test('a library that only files of packages need is no error', async () => {
  expect(await verify()).toBe(0);
  expect(await verify([{ from: '/usr/lib/libx.so', name: 'liby.so.1' }])).toBe(0);
  expect(said).toBe('');
});

const WAY = (from: string) =>
  `  add the package that has liby.so.1 to packages (docker buildx build --call=audit . names it), or leave the file out with drop: ["${from}"]\n`;

test.each<[string, Omit<MissingLibrary, 'name'>, string]>([
  ['itself', { from: '/srv/x.so', target: '/srv/x.so' }, '"/srv/x.so" needs'],
  ['a folder', { from: '/srv/x.so', target: '/srv/' }, '"/srv/x.so", from the line with "/srv/", needs'],
])('one that the application needs is an error: %s', async (_, missing, subject) => {
  expect(await verify([{ ...missing, name: 'liby.so.1' }])).toBe(1);
  expect(said).toBe(
    `${subject} "liby.so.1", which the full tree lacks [missing-library]\n${WAY('/srv/x.so')}`,
  );
});

test('a file for another machine is an error before what it lacks', async () => {
  const foreign = [
    { kind: 'foreign-elf', path: '/srv/x.so', machine: 'x86_64', architecture: 'arm64', target: '/srv/' },
  ];
  writeFileSync(`${report}/summary.json`, JSON.stringify({ foreign }));
  expect(await verifyLibraries({ report })).toBe(1);
  expect(said).toBe(
    '"/srv/x.so", which the line for "/srv/" brings, is for x86_64, and the image is for arm64 [foreign-elf]\n' +
      '  build it for the platform of the image; a build with platform: target runs on that\n' +
      '  or leave it out with drop: ["/srv/x.so"], or keep it with keep: ["/srv/x.so"]\n',
  );
});
