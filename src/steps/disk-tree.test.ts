import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { diskTree } from './disk-tree.ts';

test('what the kernel does not look for is not there', () => {
  const root = mkdtempSync(join(tmpdir(), 'mib-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, 'a'), '');
  writeFileSync(join(root, 'ä'.repeat(127)), '');
  const tree = diskTree(root);
  expect(tree.lstat('/a')?.type).toBe('file');
  expect(tree.lstat(`/${'ä'.repeat(127)}`)?.type).toBe('file');
  for (const path of [`/${'a'.repeat(256)}`, `/${'ä'.repeat(128)}`, `/${'b'.repeat(300)}/c`, '/a\0b'])
    expect(tree.lstat(path), path).toBeUndefined();
  tree.close();
});
