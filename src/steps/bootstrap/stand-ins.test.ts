import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStandIns } from './stand-ins.ts';

const ELF = '\x7fELF';

function folder(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'stand-ins-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

function collected() {
  const places = { loader: '/lib64/ld.so.2', libraries: '/usr/lib/native-linux-gnu' };
  return folder({
    'places.json': JSON.stringify(places),
    'bin/dash': `${ELF}native`,
    'bin/perl': `${ELF}native`,
    'bin/rm': `${ELF}native rm`,
    'lib/libc.so.6': 'native',
    'ld.so': 'native loader',
  });
}

const text = (content: Uint8Array | undefined) => content && Buffer.from(content).toString();

test.each([
  ['./usr/bin/dash', `${ELF}foreign`, `${ELF}native`],
  ['./bin/dash', `${ELF}foreign`, `${ELF}native`],
  ['usr/sbin/perl', `${ELF}foreign`, `${ELF}native`],
  // A script runs on either machine, and what there is no native program for stays.
  ['./usr/bin/perl', '#!/bin/sh', undefined],
  ['./usr/bin/nginx', `${ELF}foreign`, undefined],
  ['./usr/lib/dash/dash', `${ELF}foreign`, undefined],
])('%s', (name, content, expected) => {
  expect(text(openStandIns(collected()).instead(name, Buffer.from(content)))).toBe(expected);
});

test('afterwards the tree is as if nothing had been there', () => {
  const standIns = openStandIns(collected());
  const native = standIns.instead('./usr/bin/dash', Buffer.from(`${ELF}foreign`));
  const tree = folder({ 'usr/bin/dash': text(native) ?? '', 'etc/dpkg/dpkg.cfg': '', 'usr/lib/libx': '' });
  utimesSync(join(tree, 'usr/bin/dash'), 1000, 2000);
  const before = readdirSync(tree, { recursive: true }).sort();
  standIns.prepare(tree);
  expect(readlinkSync(join(tree, 'lib64'))).toBe('usr/lib64');
  expect(readFileSync(join(tree, 'lib64/ld.so.2'), 'utf8')).toBe('native loader');
  expect(existsSync(join(tree, 'usr/lib/native-linux-gnu/libc.so.6'))).toBe(true);
  standIns.restore(tree);
  expect(readFileSync(join(tree, 'usr/bin/dash'), 'utf8')).toBe(`${ELF}foreign`);
  expect(statSync(join(tree, 'usr/bin/dash')).mtimeMs).toBe(2_000_000);
  const after = readdirSync(tree, { recursive: true }).sort();
  expect(after).toEqual([...before, 'etc/dpkg/dpkg.cfg.d'].sort());
});

test('a folder of the loader that the tree has stays', () => {
  const standIns = openStandIns(collected());
  const tree = folder({ 'lib64/own': '' });
  standIns.prepare(tree);
  expect(lstatSync(join(tree, 'lib64')).isDirectory()).toBe(true);
  standIns.restore(tree);
  expect(readdirSync(join(tree, 'lib64'))).toEqual(['own']);
});

test('rm leaves the folder of the loader, and removes all else', () => {
  const standIns = openStandIns(collected());
  const rm = text(standIns.instead('./bin/rm', Buffer.from(`${ELF}foreign`)));
  expect(rm).toBe(`#!/bin/sh\n[ "$*" != '-v /lib64' ] || exit 0\nexec /usr/lib/native-linux-gnu/rm "$@"\n`);
  const tree = folder({ 'bin/rm': rm ?? '' });
  standIns.prepare(tree);
  expect(readFileSync(join(tree, 'usr/lib/native-linux-gnu/rm'), 'utf8')).toBe(`${ELF}native rm`);
  standIns.restore(tree);
  expect(readFileSync(join(tree, 'bin/rm'), 'utf8')).toBe(`${ELF}foreign`);
});
