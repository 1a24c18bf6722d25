import { expect, test } from 'vitest';
import { elf, type Item, link, memoryTree } from '../../test/support/prune/memory-tree.ts';
import type { TraceEvent } from '../prune/request.ts';
import { translateTrace } from './translate.ts';

const HERE = '/usr/lib/x86_64-linux-gnu';
const THERE = '/usr/lib/aarch64-linux-gnu';

function files(folder: string, architecture: string, others: Readonly<Record<string, Item>>) {
  const list = Object.keys(others).map((path) => `${path}\n`);
  return memoryTree({
    '/lib': link('usr/lib'),
    '/etc/app.conf': 'x\n',
    [`${folder}/libz.so.1.3`]: elf({ soname: 'libz.so.1' }),
    [`${folder}/libz.so.1`]: link('libz.so.1.3'),
    '/var/lib/dpkg/status': `Package: app\nStatus: install ok installed\nVersion: 1\nArchitecture: ${architecture}\n\n`,
    '/var/lib/dpkg/info/app.list': list.join(''),
    ...others,
  });
}

function used(
  here: Readonly<Record<string, Item>>,
  there: Readonly<Record<string, Item>>,
  ...paths: string[]
) {
  const events = paths.map((path): TraceEvent => ({ path, kind: 'open' }));
  const trees = { from: files(HERE, 'amd64', here), to: files(THERE, 'arm64', there) };
  const found = translateTrace(events, { from: 'amd64', to: 'arm64' }, trees);
  return { used: found.events.map(({ path }) => path), lost: found.lost };
}

test('a path has the triplet of the tree in it, and goes through the same links', () => {
  expect(used({}, {}, '/etc/app.conf', '/lib/x86_64-linux-gnu/libz.so.1', `${HERE}/libz.so.1.3`)).toEqual({
    used: ['/etc/app.conf', '/lib/aarch64-linux-gnu/libz.so.1', `${THERE}/libz.so.1.3`],
    lost: [],
  });
});

test('a library of another version is found by its SONAME', () => {
  const here = { [`${HERE}/libq.so.1.8`]: elf({ soname: 'libq.so.1' }) };
  const there = { [`${THERE}/libq.so.1`]: elf({ soname: 'libq.so.1' }) };
  expect(used(here, there, `${HERE}/libq.so.1.8`)).toEqual({ used: [`${THERE}/libq.so.1`], lost: [] });
});

test('a file that lies elsewhere is found by its name in the same package', () => {
  const here = { '/usr/lib64/app/plugin-amd64.bin': 'x' };
  const there = { '/usr/lib/app/plugin-arm64.bin': 'x', '/usr/lib/app/other': 'x' };
  expect(used(here, there, '/usr/lib64/app/plugin-amd64.bin')).toEqual({
    used: ['/usr/lib/app/plugin-arm64.bin'],
    lost: [],
  });
});

test('what there is nothing for is said', () => {
  expect(used({ '/usr/bin/only': 'x' }, {}, '/usr/bin/only', '/etc/app.conf')).toEqual({
    used: ['/etc/app.conf'],
    lost: ['/usr/bin/only'],
  });
});

test('the kind of use is the same, and each is said once', () => {
  const trees = { from: files(HERE, 'amd64', {}), to: files(THERE, 'arm64', {}) };
  const events: TraceEvent[] = [
    { path: '/etc/app.conf', kind: 'look' },
    { path: `${HERE}/libz.so.1`, kind: 'open' },
    { path: `${THERE}/libz.so.1`, kind: 'open' },
  ];
  expect(translateTrace(events, { from: 'amd64', to: 'arm64' }, trees).events).toEqual([
    { path: '/etc/app.conf', kind: 'look' },
    { path: `${THERE}/libz.so.1`, kind: 'open' },
  ]);
});

test('the programs that arguments name have the names of the other architecture', () => {
  const shell = { '/bin/sh': 'x' };
  const trees = { from: files(HERE, 'amd64', shell), to: files(THERE, 'arm64', shell) };
  const starts = { called: ['date', `${HERE}/app`], sourced: ['/x'] };
  expect(
    translateTrace([{ path: '/bin/sh', kind: 'exec', starts }], { from: 'amd64', to: 'arm64' }, trees).events,
  ).toEqual([
    { path: '/bin/sh', kind: 'exec', starts: { called: [`${THERE}/app`, 'date'], sourced: ['/x'] } },
  ]);
});
