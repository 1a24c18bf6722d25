import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lutimesSync,
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
import { debianTree, program } from '../../test/support/prune/debian-tree.ts';
import { text } from '../../test/support/prune/memory-tree.ts';
import { REQUEST } from '../../test/support/prune/request.ts';
import type { PruneRequest } from '../prune/request.ts';
import { readContents } from '../report/page/model.ts';
import { decodeName } from '../tree/names.ts';
import { entriesOf } from '../tree/tree.ts';
import { clampMtimes } from './clamp-mtimes.ts';
import { compareBuilds } from './compare-builds.ts';
import { diskTree } from './disk-tree.ts';
import { layer } from './layer.ts';
import { prune } from './prune.ts';
import { report } from './report.ts';
import { sbom } from './sbom.ts';
import { trace } from './trace.ts';
import { unpack } from './unpack.ts';
import { verify } from './verify.ts';

const EPOCH = 1_700_000_000;
const YOUNGER = EPOCH + 1000;
/** Every byte that a name may have. */
const BYTES = Array.from({ length: 255 }, (_, at) => at + 1).filter((byte) => byte !== 0x2f);

// A thousand names each.
vi.setConfig({ testTimeout: 60_000 });

let root: string;
let said: string;
const at = (...names: readonly string[]) => join(root, ...names);
const bytes = (...parts: readonly (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part))));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mib-names-'));
  for (const name of ['report', 'rootfs']) mkdirSync(at(name));
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    said += chunk;
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

/** Makes a file, a folder with a file in it, and a link, each named by each byte, and a valid name with U+FFFD. */
function writeNames(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const byte of BYTES) {
    writeFileSync(bytes(folder, '/f', byte, 'x'), String(byte));
    mkdirSync(bytes(folder, '/d', byte));
    writeFileSync(bytes(folder, '/d', byte, '/', byte === 0x2e ? '..' : '', byte), 'inner');
    symlinkSync(bytes('f', byte, 'x'), bytes(folder, '/l', byte));
    for (const name of [
      ['/f', byte, 'x'],
      ['/l', byte],
      ['/d', byte],
    ] as const)
      lutimesSync(bytes(folder, ...name), YOUNGER, YOUNGER);
  }
  writeFileSync(`${folder}/valid\ufffd`, '');
}

/** Returns what find(1) tells of a folder, as latin1: names and targets in bytes. */
function found(folder: string, format = '%P %y %l %T@'): readonly string[] {
  const listed = execFileSync('find', [folder, '-printf', `${format}\\0`], { maxBuffer: 1 << 26 });
  return listed.toString('latin1').split('\0').sort();
}

/** Writes a Debian with an application of no package. */
function writeTree(name: string): void {
  for (const [path, item] of Object.entries(debianTree({ app: { files: { '/usr/bin/app': program() } } }))) {
    const { entry, bytes: content, target } = typeof item === 'string' ? text(item) : item;
    mkdirSync(entry.type === 'folder' ? at(name, path) : dirname(at(name, path)), { recursive: true });
    if (target !== undefined) symlinkSync(target, at(name, path));
    else if (content !== undefined) writeFileSync(at(name, path), content);
    if (entry.type !== 'link') chmodSync(at(name, path), entry.mode);
  }
  writeNames(at(name, 'opt/app'));
}

async function pruned(request: Partial<PruneRequest> = {}) {
  const places = {
    request: at('request.json'),
    events: at('events.json'),
    tree: at('tree'),
    rootfs: at('rootfs'),
    image: at('rootfs'),
    report: at('report'),
  };
  writeFileSync(places.request, JSON.stringify({ ...REQUEST, from: {}, epoch: EPOCH, ...request }));
  expect(await prune(places)).toBe(0);
  return places;
}

test('an application with any names is pruned, verified and reported with those names', async () => {
  writeTree('tree');
  const places = await pruned();
  const [first] = said.match(/.*UTF-8.*/g) ?? [];
  expect(first).toMatch(
    /^\/opt\/app\/\S+ and \d+ more are not UTF-8: BuildKit cannot export that with --output type=local; type=tar and images can$/,
  );
  expect(found(at('rootfs/opt/app'), '%P %y %l')).toEqual(found(at('tree/opt/app'), '%P %y %l'));

  said = '';
  expect(await verify(places)).toBe(0);
  expect(said).toBe('');

  writeFileSync(at('template'), '{{title}}\n{{contents}}');
  const image = { name: 'app', platform: 'linux/amd64', system: 'Debian', starts: '/usr/bin/app' };
  writeFileSync(places.request, JSON.stringify({ image, requested: [], base: [], debs: [], epoch: EPOCH }));
  expect(await report({ ...places, template: at('template'), baseline: at('none') })).toBe(0);
  const page = readFileSync(at('report/report.html'), 'utf8');
  const model = readContents(JSON.parse(page.slice(page.indexOf('\n'))));
  for (const byte of BYTES) {
    const name = decodeName(bytes('f', byte, 'x'));
    expect(model.item(`/opt/app/${name}`)).toMatchObject({ type: 'file', kept: true });
    expect(model.item(`/opt/app/${decodeName(bytes('l', byte))}`)).toMatchObject({ target: name });
  }
});

test('patterns match such names, and a file that is missing is named readably', async () => {
  writeTree('tree');
  writeNames(at('tree/usr/share/own'));
  const places = await pruned({ keep: ['/usr/share/own/f*'], drop: ['/opt/app/d?', '/opt/app/l*'] });
  expect(found(at('rootfs/usr/share/own'), '%P').filter((name) => name.startsWith('f'))).toHaveLength(
    BYTES.length,
  );
  const left = found(at('rootfs/opt/app'), '%P');
  expect(left.filter((name) => /^[dl]/.test(name))).toEqual([]);
  expect(left.filter((name) => name.startsWith('f'))).toHaveLength(BYTES.length);

  said = '';
  for (const byte of [0xff, 0x1b]) rmSync(bytes(at('rootfs/opt/app'), '/f', byte, 'x'));
  lutimesSync(at('rootfs/opt/app'), EPOCH, EPOCH);
  expect(await verify(places)).toBe(1);
  const bug = '  this is a bug in mib; please report it';
  expect(said.split('\n')).toEqual([
    '"/opt/app/f\\x1bx" should be in the image but is missing [verify-failed]',
    bug,
    '"/opt/app/f\\xffx" should be in the image but is missing [verify-failed]',
    bug,
    '',
  ]);
});

test('a tree with any names is settled', async () => {
  writeNames(at('tree'));
  writeFileSync(at('request.json'), JSON.stringify({ epoch: EPOCH }));
  const before = found(at('tree'), '%P %y %l');
  expect(await clampMtimes({ request: at('request.json'), tree: at('tree') })).toBe(0);
  expect(found(at('tree'), '%P %y %l')).toEqual(before);
  expect(new Set(found(at('tree'), '%T@').slice(1))).toEqual(new Set([`${EPOCH}.0000000000`]));
});

test('a layer brings any names onto a base image, and takes them away', async () => {
  writeNames(at('full/added'));
  mkdirSync(at('full/both'));
  writeNames(at('tree/gone'));
  writeNames(at('tree/both'));
  const folder = bytes(at('full/both'), '/d', 0xff);
  writeFileSync(folder, 'a file now');
  writeFileSync(at('request.json'), JSON.stringify({ epoch: EPOCH }));
  expect(await layer({ request: at('request.json'), full: at('full'), tree: at('tree') })).toBe(0);
  expect(found(at('tree'), '%P %y %l')).toEqual(found(at('full'), '%P %y %l'));
});

test('two builds with any names are compared', async () => {
  for (const name of ['first', 'second']) writeNames(at(name));
  writeFileSync(bytes(at('second'), '/f', 0xff, 'x'), 'zzz');
  rmSync(bytes(at('second'), '/l', 0xfe));
  for (const name of ['first', 'second'])
    for (const each of execFileSync('find', [at(name), '-print0'], { encoding: 'latin1' })
      .split('\0')
      .slice(0, -1))
      lutimesSync(Buffer.from(each, 'latin1'), EPOCH, EPOCH);
  expect(await compareBuilds({ first: at('first'), second: at('second'), out: root })).toBe(0);
  const { found: differing } = JSON.parse(readFileSync(at('differences.json'), 'utf8'));
  expect(differing).toEqual([
    { path: '/f\udcffx', what: 'content' },
    { path: '/l\udcfe', what: 'presence', values: ['present', 'absent'] },
  ]);
});

test('an SBOM has names that are UTF-8 as they are, and others readably', async () => {
  writeNames(at('tree'));
  const request = { name: 'app', created: '2025-08-09T00:00:00Z', suite: 'trixie', debs: [], builds: [] };
  writeFileSync(at('request.json'), JSON.stringify(request));
  expect(await sbom({ request: at('request.json'), image: at('tree'), out: root })).toBe(0);
  const written = readFileSync(at('sbom.spdx.json'), 'utf8');
  expect(written).not.toMatch(/\\ud[c-f]/);
  const names = new Set(JSON.parse(written).files.map(({ fileName }: { fileName: string }) => fileName));
  for (const name of ['./f\x01x', './f\\xffx', './d\\x80/\\x80', './valid\ufffd'])
    expect(names).toContain(name);
  expect(names.size).toBe(2 * BYTES.length + 1);
});

test('an archive with any names is unpacked', async () => {
  writeNames(at('packed/one\xff'));
  mkdirSync(at('out'));
  execFileSync('tar', ['-C', at('packed'), '-cf', at('archive'), '.']);
  const places = { request: at('none'), archive: at('archive'), out: at('out'), signature: '', key: '' };
  expect(await unpack(places)).toBe(0);
  expect(found(at('out'), '%P %y %l')).toEqual(found(at('packed/one\xff'), '%P %y %l'));
});

test('a check that opens any names uses these files', async () => {
  writeNames(at('tree'));
  mkdirSync(at('traces/0/1'), { recursive: true });
  const octal = (byte: number) => `\\${byte.toString(8).padStart(3, '0')}`;
  const lines = BYTES.map((byte) => `7 openat(AT_FDCWD, "/f${octal(byte)}x", O_RDONLY) = 3`);
  writeFileSync(at('traces/0/1/trace'), `${lines.join('\n')}\n7 +++ exited with 0 +++\n`);
  writeFileSync(
    at('request.json'),
    JSON.stringify({ checks: [{ command: 'app', runs: ['1'] }], workingDir: '/' }),
  );
  expect(
    await trace({ request: at('request.json'), tree: at('tree'), traces: at('traces'), out: root }),
  ).toBe(0);
  const events: readonly { path: string; kind: string }[] = JSON.parse(
    readFileSync(at('events.json'), 'utf8'),
  );
  const tree = diskTree(at('tree'));
  const files = [...entriesOf(tree).keys()].filter((path) => /^\/f.*x$/s.test(path));
  expect(events).toEqual(files.map((path) => ({ path, kind: 'open' })));
});
