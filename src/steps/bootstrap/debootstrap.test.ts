import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ownFunctions } from './debootstrap.ts';

test('debootstrap has all of its functions, but for the answers to dpkg, which a program gives', () => {
  const folder = mkdtempSync(join(tmpdir(), 'debootstrap-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const shipped = join(folder, 'shipped');
  mkdirSync(join(shipped, 'scripts'), { recursive: true });
  writeFileSync(join(shipped, 'functions'), 'other() { echo other; }\nsmallyes() { echo slow; }\n');
  writeFileSync(join(shipped, 'scripts/sid'), 'other; smallyes "" | head -n 2\n');
  const own = ownFunctions(shipped, join(folder, 'own'));
  const script = `. ${own}/functions; . ${own}/scripts/sid`;
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe('other\n\n\n');
});
