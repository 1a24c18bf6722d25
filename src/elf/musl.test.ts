import { describe, expect, test } from 'vitest';
import { type ElfShape, encodeElf } from '../../test/support/elf/encode.ts';
import { closure } from './closure.ts';
import { isOwnName, muslLoader, pathFileOf } from './musl.ts';
import { readElf } from './read.ts';
import type { SearchOptions } from './search.ts';

const LOADER = '/lib/ld-musl-x86_64.so.1';
const LIBC = 'libc.musl-x86_64.so.1';

/** What is found where, in a tree without links that has musl's loader. */
function found(
  files: Record<string, ElfShape>,
  options: Partial<SearchOptions> = {},
  root = '/app',
): Record<string, string> {
  const all: Record<string, ElfShape> = { [LOADER]: { soname: LIBC }, ...files };
  const tree = {
    real: (path: string) => (path in all ? path : undefined),
    elf: (path: string) => {
      const shape = all[path];
      return shape && readElf((offset, length) => encodeElf(shape).subarray(offset, offset + length));
    },
  };
  const needs = closure(root, tree, {
    libraryPath: [],
    cacheFolders: [],
    muslLoaders: [muslLoader(LOADER, undefined)],
    isMusl: true,
    ...options,
  });
  return Object.fromEntries(
    needs.map(({ name, way, path }) => [name, path === undefined ? 'nowhere' : `${way} ${path}`]),
  );
}

describe("musl's loader", () => {
  test('answers for libc and its parts by whatever name, and is the interpreter', () => {
    const app = { interpreter: LOADER, needed: [LIBC, 'libpthread.so.0', 'libm.so.6', 'libc.so'] };
    expect(found({ '/app': app })).toEqual({
      [LOADER]: `path ${LOADER}`,
      [LIBC]: `loaded ${LOADER}`,
      'libpthread.so.0': `loaded ${LOADER}`,
      'libm.so.6': `loaded ${LOADER}`,
      'libc.so': `loaded ${LOADER}`,
    });
    expect(['libcrypto.so.3', 'libmd.so.0', 'libdl.so.2', 'libc++.so.1'].map(isOwnName)).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });

  test('searches /lib, /usr/local/lib and /usr/lib, and no folder of Debian or of ld.so.cache', () => {
    const app = { interpreter: LOADER, needed: ['a.so', 'b.so', 'c.so', 'd.so', 'e.so'] };
    const files = {
      '/app': app,
      '/lib/a.so': {},
      '/usr/lib/a.so': {},
      '/usr/local/lib/b.so': {},
      '/usr/lib/b.so': {},
      '/usr/lib/c.so': {},
      '/usr/lib/x86_64-linux-gnu/d.so': {},
      '/cached/e.so': {},
    };
    expect(found(files, { cacheFolders: ['/cached'] })).toMatchObject({
      'a.so': 'system /lib/a.so',
      'b.so': 'system /usr/local/lib/b.so',
      'c.so': 'system /usr/lib/c.so',
      'd.so': 'nowhere',
      'e.so': 'nowhere',
    });
  });

  test('searches the folders of its path file instead', () => {
    const files = {
      '/app': { interpreter: LOADER, needed: ['a.so', 'b.so'] },
      '/own/a.so': {},
      '/more/b.so': {},
      '/usr/lib/a.so': {},
    };
    const muslLoaders = [muslLoader(LOADER, '/own\n/more/:relative\n')];
    expect(found(files, { muslLoaders })).toMatchObject({
      'a.so': 'system /own/a.so',
      'b.so': 'system /more/b.so',
    });
    expect(muslLoader(LOADER, '').folders).toEqual([]);
    expect(pathFileOf(LOADER)).toBe('/etc/ld-musl-x86_64.path');
    expect(pathFileOf('/opt/lib/ld-musl-armhf.so.1')).toBe('/opt/etc/ld-musl-armhf.path');
    expect(pathFileOf('/lib64/ld-linux-x86-64.so.2')).toBeUndefined();
  });

  test('hands RUNPATH on to what is loaded, behind LD_LIBRARY_PATH', () => {
    const files = {
      '/app': { interpreter: LOADER, needed: ['a.so'], runpath: '/opt' },
      '/opt/a.so': { needed: ['b.so', 'c.so'], runpath: '/else' },
      '/opt/b.so': {},
      '/opt/c.so': {},
      '/first/c.so': {},
    };
    expect(found(files, { libraryPath: ['/first', 'relative'] })).toMatchObject({
      'a.so': 'runpath /opt/a.so',
      'b.so': 'runpath /opt/b.so',
      'c.so': 'library-path /first/c.so',
    });
  });

  test('knows $ORIGIN alone; another variable voids the whole run path', () => {
    const files = (runpath: string) => ({
      '/opt/bin/app': { interpreter: LOADER, needed: ['a.so'], runpath },
      '/opt/lib/a.so': {},
      '/opt/bin/../lib/a.so': {},
    });
    const way = (runpath: string) => found(files(runpath), {}, '/opt/bin/app')['a.so'];
    expect(way('$ORIGIN/../lib')).toBe('runpath /opt/bin/../lib/a.so');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the loader's form
    expect(way('${ORIGIN}/../lib')).toBe('runpath /opt/bin/../lib/a.so');
    expect(way('/opt/lib:/opt/$LIB')).toBe('nowhere');
  });

  test('does not compare sonames', () => {
    const files = {
      '/app': { interpreter: LOADER, needed: ['long-name.so', 'a.so'] },
      '/usr/lib/long-name.so': { soname: 'short.so' },
      '/usr/lib/a.so': { needed: ['short.so'] },
    };
    expect(found(files)['short.so']).toBe('nowhere');
  });
});

describe('a library by itself', () => {
  const files = { '/usr/lib/b.so': {}, '/usr/lib/x86_64-linux-gnu/b.so': {} };

  test('is of the libc that it needs', () => {
    const way = (needed: readonly string[], isMusl: boolean) =>
      found({ ...files, '/p.so': { needed: ['b.so', ...needed] } }, { isMusl }, '/p.so')['b.so'];
    expect(way([LIBC], false)).toBe('system /usr/lib/b.so');
    expect(way(['libc.so'], false)).toBe('system /usr/lib/b.so');
    expect(way(['libc.so.6'], true)).toBe('system /usr/lib/x86_64-linux-gnu/b.so');
  });

  test("is of the tree's libc where it needs none", () => {
    const way = (isMusl: boolean) =>
      found({ ...files, '/p.so': { needed: ['b.so'] } }, { isMusl }, '/p.so')['b.so'];
    expect(way(true)).toBe('system /usr/lib/b.so');
    expect(way(false)).toBe('system /usr/lib/x86_64-linux-gnu/b.so');
  });

  test('brings the loader by the name of libc', () => {
    expect(found({ '/p.so': { needed: [LIBC] } }, {}, '/p.so')).toEqual({ [LIBC]: `loaded ${LOADER}` });
  });
});

test('a program of glibc is as before in a tree that has both', () => {
  const files = {
    '/app': { interpreter: '/lib64/ld-linux-x86-64.so.2', needed: ['libc.so.6'] },
    '/lib64/ld-linux-x86-64.so.2': {},
    '/lib/x86_64-linux-gnu/libc.so.6': {},
  };
  expect(found(files)['libc.so.6']).toBe('system /lib/x86_64-linux-gnu/libc.so.6');
});
