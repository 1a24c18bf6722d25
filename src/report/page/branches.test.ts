import { expect, test } from 'vitest';
import { descend, divide, insideOf, meaningsOf, namesOf, parts, shownIn, type View } from './branches.ts';
import { above, crumbs, labelOf, titleOf } from './labels.ts';
import type { Item, Model, Package } from './model.ts';

const LIBC = { info: 'libc6:amd64' } as Package;
const item = (id: string, bytes: number, of?: Package): Item => ({
  ...{ id, type: 'file', bytes, kept: true, meaning: of ? 'needed' : 'asked' },
  ...(of && { package: of }),
});
const MODEL = {
  kept: [
    item('/usr/lib/x/libc.so.6', 900, LIBC),
    item('/usr/lib/x/libm.so.6', 600, LIBC),
    item('/usr/share/doc/libc6/copyright', 10, LIBC),
    item('/srv/app', 50),
    item('/srv/empty', 0),
  ],
  left: [item('/usr/bin/ldd', 5, LIBC)],
} as unknown as Model;

function shown(view: View, ...names: readonly string[]) {
  const branch = descend(divide(MODEL, view), names);
  return parts(branch).map((part) => [labelOf(part, branch, view), part.bytes, part.files]);
}

test('an image is divided by package', () => {
  expect(shown('package')).toEqual([
    ['libc6', 1510, 3],
    ['without a package', 50, 2],
  ]);
});

test('a folder that is most of a part is shown as what is in it; links and empty files come last', () => {
  expect(shown('package', 'libc6:amd64')).toEqual([
    ['usr/lib/x/libc.so.6', 900, 1],
    ['usr/lib/x/libm.so.6', 600, 1],
    ['usr/share/doc/libc6/', 10, 1],
  ]);
  expect(shown('folder', 'srv')).toEqual([
    ['app', 50, 1],
    ['empty', 0, 1],
  ]);
});

test('what was left out is divided too', () => {
  expect(shown('left')).toEqual([['libc6', 5, 1]]);
});

test('a file is shown as a part of the outermost branch that has it among its parts', () => {
  const names = ['libc6:amd64', 'usr', 'lib', 'x', 'libm.so.6'];
  expect(namesOf(shownIn(descend(divide(MODEL, 'package'), names)))).toEqual(['libc6:amd64']);
  const copyright = descend(divide(MODEL, 'package'), [
    'libc6:amd64',
    'usr',
    'share',
    'doc',
    'libc6',
    'copyright',
  ]);
  expect(namesOf(shownIn(copyright)).at(-1)).toBe('share');
});

test('as many parts are inside as are asked for, the largest divided first', () => {
  const [libc] = parts(divide(MODEL, 'package'));
  expect(insideOf(libc as never, 2).map(({ bytes }) => bytes)).toEqual([1500, 10]);
  expect(insideOf(libc as never, 9).map(({ bytes }) => bytes)).toEqual([900, 600, 10]);
});

test('the way down names each step once, and the way up skips what divides nothing', () => {
  const file = descend(divide(MODEL, 'package'), [
    'libc6:amd64',
    'usr',
    'share',
    'doc',
    'libc6',
    'copyright',
  ]);
  expect(crumbs(file, 'package').map(({ label }) => label)).toEqual([
    'All packages',
    'libc6',
    'usr',
    'share/doc/libc6/copyright',
  ]);
  expect(titleOf(file, 'package')).toBe('/usr/share/doc/libc6/copyright');
  const folder = above(file);
  expect(folder && namesOf(folder)).toEqual(['libc6:amd64', 'usr']);
});

test('a name that leads nowhere ends where there is still something', () => {
  expect(namesOf(descend(divide(MODEL, 'folder'), ['usr', 'nothing', 'x']))).toEqual(['usr']);
});

test('what a part is there for', () => {
  expect([...meaningsOf(divide(MODEL, 'folder'))].sort()).toEqual([
    ['asked', 50],
    ['needed', 1510],
  ]);
});
