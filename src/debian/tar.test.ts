import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { withContents } from './tar.ts';

/** An archive that tar made of programs, a link, a hard link, and a name beyond 100 characters. */
function archive(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'tar-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'usr/bin'), { recursive: true });
  const write = (name: string, text: string, mode = 0o644) => {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), mode);
  };
  write('usr/bin/sh', 'foreign', 0o4755);
  write('usr/bin/other', 'x'.repeat(1500));
  write(`usr/${'n'.repeat(150)}`, 'long');
  linkSync(join(folder, 'usr/bin/sh'), join(folder, 'usr/bin/shell'));
  symlinkSync('sh', join(folder, 'usr/bin/link'));
  return execFileSync('tar', ['--create', '--sort=name', `--directory=${folder}`, '.']);
}

function list(tar: Uint8Array): string[] {
  const text = execFileSync('tar', ['--list', '--verbose', '--numeric-owner'], { input: tar });
  return text.toString().trim().split('\n');
}

function content(tar: Uint8Array, name: string): string {
  return execFileSync('tar', ['--extract', '--to-stdout', name], { input: tar }).toString();
}

test('a file has another content, and all else is as it was', () => {
  const before = archive();
  const after = withContents(before, (name) =>
    name === './usr/bin/sh' ? Buffer.from('native one') : undefined,
  );
  expect(content(after, './usr/bin/sh')).toBe('native one');
  expect(content(after, './usr/bin/other')).toBe('x'.repeat(1500));
  expect(list(after)).toEqual(list(before).map((line) => line.replace(/ 7 (.*\/sh)$/, '10 $1')));
});

test('every regular file is shown, once, with its content', () => {
  const seen = new Map<string, string>();
  const before = archive();
  const after = withContents(before, (name, bytes) => {
    seen.set(name.slice(0, 20), Buffer.from(bytes).toString().slice(0, 10));
    return undefined;
  });
  expect(after).toBe(before);
  expect(Object.fromEntries(seen)).toEqual({
    './usr/bin/other': 'xxxxxxxxxx',
    './usr/bin/sh': 'foreign',
    './usr/nnnnnnnnnnnnnn': 'long',
  });
});

test.each([0, 1, 511, 512, 513])('a content of %d bytes', (length) => {
  const after = withContents(archive(), (name) =>
    name === './usr/bin/sh' ? Buffer.alloc(length, 'y') : undefined,
  );
  expect(content(after, './usr/bin/sh')).toBe('y'.repeat(length));
  expect(content(after, './usr/bin/other')).toHaveLength(1500);
});

test('a size that is not octal is refused', () => {
  const tar = archive();
  tar.write('-0000001000\0', 124, 'latin1');
  expect(() => withContents(tar, () => undefined)).toThrow(
    'a member of the archive has the size "-0000001000"',
  );
});

test('what follows the end of an archive is not read', () => {
  const garbage = Buffer.alloc(512, 'x');
  const whole = Buffer.concat([archive(), garbage]);
  expect(withContents(whole, () => undefined)).toBe(whole);
});
