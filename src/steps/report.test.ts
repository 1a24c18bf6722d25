import {
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { debianTree, type FakePackage, LIB, program } from '../../test/support/prune/debian-tree.ts';
import { elf, type Item, text } from '../../test/support/prune/memory-tree.ts';
import { REQUEST } from '../../test/support/prune/request.ts';
import type { PruneRequest } from '../prune/request.ts';
import type { Contents } from '../report/page/contents.ts';
import { decodeTexts } from '../report/page/front-code.ts';
import { readContents } from '../report/page/model.ts';
import { prune } from './prune.ts';
import { report } from './report.ts';

const EPOCH = 1_700_000_000;
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mib-report-'));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

/** Writes a tree for tests to the disk. */
function write(name: string, items: Readonly<Record<string, Item>>): string {
  for (const [path, item] of Object.entries(items)) {
    const { entry, bytes, target } = typeof item === 'string' ? text(item) : item;
    const at = join(root, name, path);
    mkdirSync(entry.type === 'folder' ? at : dirname(at), { recursive: true });
    if (target !== undefined) symlinkSync(target, at);
    else if (bytes !== undefined) writeFileSync(at, bytes, { mode: entry.mode });
  }
  return join(root, name);
}

const ODD = '/usr/share/app/</script><b>"\'\u202e\n';

const PACKAGES: Readonly<Record<string, FakePackage>> = {
  app: {
    source: 'app-suite (2.0)',
    version: '2.0-1',
    depends: 'libx1 (>= 1), missing | dash',
    files: {
      '/usr/bin/app': program(['libx.so.1']),
      '/usr/share/app/data': 'data',
      [ODD]: 'odd',
      '/usr/share/doc/app/copyright':
        'Format: https://mirror.example/copyright-format/1.0/\n\nFiles: *\nLicense: MIT\n',
    },
  },
  libx1: { files: { [`${LIB}/libx.so.1`]: elf({ soname: 'libx.so.1', needed: ['libc.so.6'] }) } },
};

interface Options {
  readonly request?: Partial<PruneRequest>;
  readonly baseline?: Readonly<Record<string, Item>>;
}

/** Prunes the tree and reports. @returns what the page shows, and its text */
async function pageOf(name: string, { request, baseline }: Options = {}) {
  const at = (path: string) => join(root, name, path);
  const places = {
    request: at('request.json'),
    tree: join(root, 'tree'),
    events: at('events.json'),
    rootfs: at('rootfs'),
    report: at('report'),
  };
  for (const folder of [places.rootfs, places.report]) mkdirSync(folder, { recursive: true });
  writeFileSync(places.request, JSON.stringify({ ...REQUEST, packages: ['app'], epoch: EPOCH, ...request }));
  expect(await prune(places)).toBe(0);
  const template = at('template');
  writeFileSync(template, '{{title}}\n{{contents}}');
  const asked = {
    image: { name: 'app', platform: 'linux/amd64', system: 'Debian trixie', starts: '/usr/bin/app' },
    requested: ['app'],
    base: ['dash', 'coreutils'],
    debs: [{ name: 'app', url: 'http://mirror.example/app.deb', sha256: 'abc' }],
    ...(baseline && { baseline: 'registry.example/app' }),
    epoch: EPOCH,
  };
  writeFileSync(places.request, JSON.stringify(asked));
  const other = baseline === undefined ? at('nothing') : write(`${name}-baseline`, baseline);
  expect(await report({ ...places, template, image: places.rootfs, baseline: other })).toBe(0);
  const page = readFileSync(at('report/report.html'), 'utf8');
  const contents: Contents = JSON.parse(page.slice(page.indexOf('\n')));
  return { page, contents, model: readContents(contents), folder: places.report };
}

test('says of each file what it is, whose, and why', async () => {
  write('tree', debianTree(PACKAGES));
  linkSync(join(root, 'tree/usr/share/app/data'), join(root, 'tree/usr/share/app/same'));
  const { model, contents } = await pageOf('out', { request: { keep: ['/usr/share/app/same'] } });
  const kept = model.kept;
  expect(kept.length).toBe(contents.kept.files);
  expect(kept.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(contents.kept.bytes);
  expect(model.item(`${LIB}/libx.so.1`)).toMatchObject({ type: 'file', kept: true, meaning: 'needed' });
  expect(model.item(`${LIB}/libx.so.1`)?.package?.name).toBe('libx1');
  expect(model.wayOf(`${LIB}/libx.so.1`).map(({ id, reason }) => [id, reason.kind])).toEqual([
    [`${LIB}/libx.so.1`, 'needed'],
    ['/usr/bin/app', 'entry'],
  ]);
  expect(model.becauseOf('/usr/bin/app')).toContain(`${LIB}/libx.so.1`);
  expect(model.item('/usr/share/app/same')?.bytes).toBe(0);
  expect(model.twinOf('/usr/share/app/same')).toBe('/usr/share/app/data');
  expect(model.item('/bin')).toMatchObject({ type: 'link', target: 'usr/bin' });
  expect(model.item(ODD)).toMatchObject({ bytes: 3, kept: true });
});

test('says of each package what is known, and who wants it', async () => {
  write('tree', debianTree(PACKAGES));
  const { model } = await pageOf('out');
  const [app, dash, libc] = ['app', 'dash', 'libc6'].map((name) => model.package(name));
  expect(app).toMatchObject({
    ...{ version: '2.0-1', architecture: 'amd64', source: 'app-suite', kept: true, licences: ['MIT'] },
    ...{ why: 'requested', leftFiles: 0, deb: { url: 'http://mirror.example/app.deb', sha256: 'abc' } },
  });
  expect(app && model.dependencies(app).map(({ name }) => name)).toEqual(['dash', 'libx1']);
  expect(dash).toMatchObject({ kept: false, files: 0, leftFiles: 2, licences: [] });
  expect(dash && model.dependents(dash).map(({ name }) => name)).toEqual(['app']);
  expect(libc).toMatchObject({ kept: true, source: 'glibc', licences: ['GPL'] });
});

test('says of what is left out whose it is, and which line took it out', async () => {
  write('tree', debianTree(PACKAGES));
  const { model, contents } = await pageOf('out', { request: { drop: ['/usr/share/app/data'] } });
  expect(model.item('/usr/bin/dash')).toMatchObject({ kept: false });
  expect(model.item('/usr/bin/dash')?.package?.name).toBe('dash');
  expect(model.item('/usr/share/app/data')?.kept).toBe(false);
  expect(contents.dropped).toMatchObject([{ path: '/usr/share/app/data', pattern: '/usr/share/app/data' }]);
  const { full, kept } = contents;
  expect(model.left.length + kept.files).toBe(full.files + contents.nodes.twins.length);
});

/** A paragraph of dpkg's status. */
function installed(line: string): string {
  const [name, version] = line.split(' ');
  return `Package: ${name}\nStatus: install ok installed\nArchitecture: all\nVersion: ${version}\n`;
}

test('compares with another image by contents, whoever built it', async () => {
  write('tree', debianTree(PACKAGES));
  const now = readFileSync(join(root, 'tree/usr/share/app/data'), 'utf8').toUpperCase();
  const { contents } = await pageOf('out', {
    baseline: {
      '/usr/share/app/data': now,
      '/usr/lib/os-release': 'ID=debian\nVERSION_ID="13"\n',
      '/old': 'old',
      '/var/lib/dpkg/status': ['app 1', 'gone 3'].map(installed).join('\n'),
    },
  });
  const { difference } = contents;
  const paths = decodeTexts(difference?.paths ?? { shared: [], rest: [] });
  const change = (path: string) =>
    [difference?.before, difference?.after].map((sizes) => sizes?.[paths.indexOf(path)]);
  expect(difference).toMatchObject({ name: 'registry.example/app', files: 4, bytes: 177 });
  expect([change('/usr/share/app/data'), change('/old'), paths.includes('/usr/lib/os-release')]).toEqual([
    [4, 4],
    [3, -1],
    false,
  ]);
  expect(difference?.packages.slice(0, 1)).toEqual([{ name: 'app', before: '1', after: '2.0-1' }]);
  expect(difference?.packages).toContainEqual({ name: 'gone', before: '3' });
});

test('the same trees make the same page, dated by the epoch', async () => {
  write('tree', debianTree(PACKAGES));
  const [first, second] = [await pageOf('first'), await pageOf('second')];
  expect(second.page).toBe(first.page);
  for (const name of ['.', 'report.html'])
    expect(lstatSync(join(first.folder, name)).mtimeMs).toBe(EPOCH * 1000);
});
