import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Places } from '../protocol/steps.ts';
import { unpack } from './unpack.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mib-unpack-'));
  for (const folder of ['source/hello/hello', 'out']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'source/hello/Makefile'), 'all:\n');
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

function pack(...args: readonly string[]): Places<'unpack'> {
  const archive = join(root, 'archive');
  execFileSync('tar', ['--create', `--file=${archive}`, '--directory', join(root, 'source'), ...args]);
  const place = (name: string) => join(root, name);
  return {
    archive,
    out: place('out'),
    request: place('request'),
    signature: place('signature'),
    key: place('key'),
  };
}

test.each(['--gzip', '--xz', '--verbose'])(
  'the only folder of an archive (%s) is its contents',
  async (how) => {
    expect(await unpack(pack(how, 'hello'))).toBe(0);
    expect(readdirSync(join(root, 'out')).sort()).toEqual(['Makefile', 'hello']);
    expect(readFileSync(join(root, 'out/Makefile'), 'utf8')).toBe('all:\n');
  },
);

test('several things at the top stay there', async () => {
  writeFileSync(join(root, 'source/README'), '');
  expect(await unpack(pack('.'))).toBe(0);
  expect(readdirSync(join(root, 'out')).sort()).toEqual(['README', 'hello']);
});

test.each(['/', '.', '/usr', 'nowhere'])(
  'a link to %s, alone in an archive, stays a link',
  async (target) => {
    symlinkSync(target, join(root, 'source/x'));
    expect(await unpack(pack('x'))).toBe(0);
    expect(readdirSync(join(root, 'out'))).toEqual(['x']);
    expect(readlinkSync(join(root, 'out/x'))).toBe(target);
  },
);

test.each([
  ['.mib-unpacked'],
  ['.mib-unpacked', '.mib-unpacked-'],
  ['hello/.mib-unpacked', 'hello/.mib-unpacked-'],
  ['hello/hello/.mib-unpacked'],
])('an archive may have files called as a folder of mib: %s', async (...paths) => {
  for (const path of paths) {
    mkdirSync(join(root, 'source', path), { recursive: true });
    writeFileSync(join(root, 'source', path, 'file'), path);
  }
  const top = new Set(paths.map((path) => path.split('/')[0] ?? ''));
  expect(await unpack(pack(...top))).toBe(0);
  const inOut = (path: string) => (top.size === 1 ? path.split('/').slice(1).join('/') : path);
  for (const path of paths) {
    expect(readFileSync(join(root, 'out', inOut(path), 'file'), 'utf8')).toBe(path);
  }
  if (top.has('hello')) expect(readdirSync(join(root, 'out'))).toContain('Makefile');
});

test('a member with ".." in its name is refused, and named', async () => {
  const places = pack('-P', '--transform=s,^hello/Makefile,/hello/../../x,', 'hello');
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(await unpack(places)).toBe(1);
  expect(said).toHaveBeenCalledExactlyOnceWith(
    'the archive has the member "/hello/../../x", whose name contains ".." [unsafe-path]\n' +
      '  use an archive that stays in its folder\n',
  );
  expect(existsSync(join(root, 'x'))).toBe(false);
});

test('what is no archive is refused', async () => {
  const places = pack('hello');
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  writeFileSync(places.archive, 'not found');
  expect(await unpack(places)).toBe(1);
  expect(String(said.mock.calls[0]?.[0])).toMatch(
    /^this is not a tar archive, plain or compressed by gzip or xz \[invalid-value\]\n {2}tar: This does not look like a tar archive\n$/,
  );
});

test('an archive that must be signed is unpacked once it is', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const url = 'https://files.example/hello.tar';
  const places = pack('hello');
  writeFileSync(places.request, JSON.stringify({ url, key: 'a.asc' }));
  const message = `${url} is not signed by a key of "a.asc"`;
  const refused = await unpack(places, async (files, what, keys) => {
    expect([files, what, keys]).toEqual([
      { payload: places.archive, signature: places.signature, key: places.key },
      url,
      '"a.asc"',
    ]);
    return { problem: { code: 'wrong-key', message, fix: 'look' } };
  });
  expect(refused).toBe(1);
  expect(said).toHaveBeenLastCalledWith(`${message} [wrong-key]\n  look\n`);
  expect(readdirSync(places.out)).toEqual([]);
  expect(await unpack(places, async () => ({ signer: 'ABCD' }))).toBe(0);
  expect(said).toHaveBeenLastCalledWith(`${url} is signed by ABCD\n`);
  expect(readdirSync(places.out).sort()).toEqual(['Makefile', 'hello']);
});
