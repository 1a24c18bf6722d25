import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { compareBuilds } from './compare-builds.ts';

test('reads two folders, and writes down what differs', async () => {
  const root = mkdtempSync(join(tmpdir(), 'mib-twice-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const places = { first: join(root, 'first'), second: join(root, 'second'), out: root };
  for (const [folder, content] of [
    [places.first, '1'],
    [places.second, '2'],
  ] as const) {
    mkdirSync(join(folder, 'etc'), { recursive: true });
    writeFileSync(join(folder, 'etc/made'), content);
    for (const path of ['etc/made', 'etc', '']) utimesSync(join(folder, path), 1000, 1000);
  }
  expect(await compareBuilds(places)).toBe(0);
  const found = [{ path: '/etc/made', what: 'content' }];
  expect(JSON.parse(readFileSync(join(root, 'differences.json'), 'utf8'))).toEqual({ paths: 3, found });
  expect(said).toHaveBeenCalledWith(expect.stringContaining('differences: 1, paths: 3'));
});
