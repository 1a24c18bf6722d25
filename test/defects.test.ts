import { linkSync, lstatSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { diskTree } from '../src/steps/disk-tree.ts';
import { type Access, newReader } from '../src/trace/accesses.ts';
import { newEvents } from '../src/trace/events.ts';
import { matcher } from '../src/tree/glob.ts';
import { resolverOf } from '../src/tree/resolver.ts';
import { LIB, program } from './support/prune/debian-tree.ts';
import { files, kept, reasons } from './support/prune/kept.ts';
import { elf, link, memoryTree } from './support/prune/memory-tree.ts';

/** Returns the paths in a trace of process 9, started in /w. */
function accesses(...lines: readonly string[]): readonly Access[] {
  const found: Access[] = [];
  const surroundings = { folder: '/w', canonical: (path: string) => path, hidden: () => undefined };
  const reader = newReader(surroundings, (access) => found.push(access));
  for (const line of ['execve("/p", 0x1, 0x2) = 0', ...lines, '+++ exited with 0 +++'])
    reader.add(`9 ${line}`);
  reader.end();
  return found.slice(1);
}

describe('defects of other tools', () => {
  test('a path that begins as another does not hide it', () => {
    const paths = ['/usr/bin/python3', '/usr/bin/python3.13', '/usr/bin/python3.13-config'];
    const tree = resolverOf(memoryTree(Object.fromEntries(paths.map((path) => [path, '']))));
    const events = newEvents(tree);
    for (const path of [...paths].reverse()) events.add({ use: 'open', path });
    expect(events.list().map(({ path }) => path)).toEqual(paths);
    const isDropped = matcher(['/usr/bin/python3'], { recursive: true });
    expect(paths.filter(isDropped)).toEqual(['/usr/bin/python3']);
  });

  test('a folder may be open as descriptor 0, 1 or 2', () => {
    for (const descriptor of [0, 1, 2]) {
      const opened = `openat(AT_FDCWD, "/d", O_RDONLY) = ${descriptor}`;
      const [, access] = accesses(opened, `openat(${descriptor}, "x", O_RDONLY) = 3`);
      expect(access?.path).toBe('/d/x');
    }
  });

  test.each([
    ['open("x", O_RDONLY) = 3', 'open'],
    ['creat("x", 0644) = 3', 'open'],
    ['openat2(AT_FDCWD, "x", {flags=O_RDONLY}, 24) = 3', 'open'],
    ['stat("x", 0x1) = 0', 'look'],
    ['access("x", R_OK) = 0', 'look'],
    ['faccessat2(AT_FDCWD, "x", R_OK, AT_EACCESS) = 0', 'look'],
    ['readlink("x", 0x1, 99) = 1', 'look'],
    ['execve("x", 0x1, 0x2) = 0', 'exec'],
    ['execveat(AT_FDCWD, "x", 0x1, 0x2, 0) = 0', 'exec'],
    ['mkdir("x", 0755) = 0', 'make'],
  ])('a relative path is seen in %s', (call, use) => {
    expect(accesses(call)).toMatchObject([{ use, path: '/w/x' }]);
  });

  test('files are told apart by their device, too', () => {
    const root = mkdtempSync(join(tmpdir(), 'mib-defects-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    writeFileSync(join(root, 'a'), '');
    linkSync(join(root, 'a'), join(root, 'b'));
    const { dev, ino } = lstatSync(join(root, 'a'));
    const tree = diskTree(root);
    expect([tree.lstat('/a')?.inode, tree.lstat('/b')?.inode]).toEqual([`${dev}:${ino}`, `${dev}:${ino}`]);
    tree.close();
  });

  test('a program that "keep" brings has its libraries', () => {
    const unowned = {
      '/opt/tool': elf({ needed: ['libx.so.1'], interpreter: '/lib64/ld-linux-x86-64.so.2' }),
      [`${LIB}/libx.so.1`]: elf({ soname: 'libx.so.1' }),
    };
    expect(files({ unowned, request: { keep: ['/opt/tool'] } })).toContain(`${LIB}/libx.so.1`);
  });

  test('the locale C.UTF-8 is in every image', () => {
    const unowned = { '/usr/lib/locale/C.utf8/LC_CTYPE': '' };
    expect(files({ unowned })).toContain('/usr/lib/locale/C.utf8/LC_CTYPE');
  });

  test('a copyright file is found behind a linked folder', () => {
    const packages = {
      libx1: { files: { [`${LIB}/libx.so.1`]: elf({}), '/usr/share/doc/libx1': link('x-common') } },
      'x-common': { files: { '/usr/share/doc/x-common/copyright': 'MIT\n' } },
    };
    const outcome = kept({ packages, request: { keep: [`${LIB}/libx.so.1`] } });
    expect(outcome.taken).toContain('/usr/share/doc/libx1');
    expect(reasons(outcome, '/usr/share/doc/x-common/copyright')).toMatchObject([
      { kind: 'licence', detail: 'libx1' },
    ]);
  });

  test('ldconfig and its cache stay where a check asked for a library by its name', () => {
    const unowned = { '/usr/sbin/ldconfig': program(), '/etc/ld.so.cache': 'x' };
    const events = [
      { path: '/sbin/ldconfig', kind: 'exec' },
      { path: '/etc/ld.so.cache', kind: 'open' },
    ] as const;
    const both = ['/usr/sbin/ldconfig', '/etc/ld.so.cache'];
    expect(kept({ unowned, events }).taken).toEqual(expect.arrayContaining(both));
    expect(kept({ unowned }).taken).not.toContain('/usr/sbin/ldconfig');
  });
});

describe('docs/defects.md', () => {
  const rows = readFileSync('docs/defects.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| what '))
    .map((line) => line.split(' | '));

  test.each(rows.map((cells) => [cells[0]?.slice(2) ?? '', cells.at(-1) ?? ''] as const))(
    '%s',
    (_, proofs) => {
      const tests = [...proofs.matchAll(/`([^`]+\.ts)`: ([^;|]+?)(?=;| \||$)/g)];
      expect(tests).not.toEqual([]);
      for (const [, path = '', title = ''] of tests) expect(readFileSync(path, 'utf8')).toContain(title);
    },
  );
});
