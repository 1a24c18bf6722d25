import {
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { clampMtimes } from './clamp-mtimes.ts';

test('makes what is younger as old as the image, and nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mib-settle-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const root = join(folder, 'tree');
  mkdirSync(join(root, 'etc'), { recursive: true });
  writeFileSync(join(root, 'etc/old'), '');
  writeFileSync(join(root, 'etc/new'), '');
  symlinkSync('nowhere', join(root, 'etc/link'));
  utimesSync(join(root, 'etc/old'), 1000, 1000);
  utimesSync(join(root, 'etc/new'), 3000, 3000);
  lutimesSync(join(root, 'etc/link'), 2000.5, 2000.5);
  writeFileSync(join(folder, 'request.json'), '{"epoch":2000}');

  expect(await clampMtimes({ request: join(folder, 'request.json'), tree: root })).toBe(0);

  const times = ['', 'etc', 'etc/old', 'etc/new', 'etc/link'].map(
    (path) => lstatSync(join(root, path)).mtimeMs / 1000,
  );
  expect(times).toEqual([2000, 2000, 1000, 2000, 2000]);
});
