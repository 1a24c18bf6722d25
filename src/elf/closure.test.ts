import { describe, expect, test } from 'vitest';
import { type ElfShape, encodeElf } from '../../test/support/elf/encode.ts';
import { closure } from './closure.ts';
import { readElf } from './read.ts';

/** A tree without links: paths to what the file there says. */
function find(
  root: string,
  files: Record<string, ElfShape>,
  options: { libraryPath?: string[]; cacheFolders?: string[] } = {},
) {
  const tree = {
    real: (path: string) => (path in files ? path : undefined),
    elf: (path: string) => {
      const shape = files[path];
      return shape && readElf((offset, length) => encodeElf(shape).subarray(offset, offset + length));
    },
  };
  return closure(root, tree, { libraryPath: [], cacheFolders: [], ...options });
}

/** `name` to where it is found, with the way in front. */
function found(...args: Parameters<typeof find>): Record<string, string> {
  return Object.fromEntries(
    find(...args).map(({ name, way, path }) => [name, path === undefined ? 'nowhere' : `${way} ${path}`]),
  );
}

const LIB = '/lib/x86_64-linux-gnu';

describe('closure', () => {
  test('follows the interpreter and every library once', () => {
    const needs = find('/app', {
      '/app': { interpreter: '/lib64/ld.so', needed: ['a.so', 'b.so'] },
      '/lib64/ld.so': { soname: 'ld.so' },
      [`${LIB}/a.so`]: { soname: 'a.so', needed: ['b.so', 'ld.so'] },
      '/usr/lib/b.so': { soname: 'b.so', needed: ['a.so'] },
    });
    expect(needs.map(({ from, name, path, way }) => [from, name, path, way])).toEqual([
      ['/app', '/lib64/ld.so', '/lib64/ld.so', 'path'],
      ['/app', 'a.so', `${LIB}/a.so`, 'system'],
      ['/app', 'b.so', '/usr/lib/b.so', 'system'],
      [`${LIB}/a.so`, 'b.so', '/usr/lib/b.so', 'loaded'],
      [`${LIB}/a.so`, 'ld.so', '/lib64/ld.so', 'loaded'],
      ['/usr/lib/b.so', 'a.so', `${LIB}/a.so`, 'loaded'],
    ]);
  });

  test('RPATH is inherited, RUNPATH is not', () => {
    const files = (path: 'rpath' | 'runpath') => ({
      '/app': { needed: ['a.so'], [path]: '/opt' },
      '/opt/a.so': { needed: ['b.so'] },
      '/opt/b.so': {},
    });
    expect(found('/app', files('rpath'))).toEqual({ 'a.so': 'rpath /opt/a.so', 'b.so': 'rpath /opt/b.so' });
    expect(found('/app', files('runpath'))).toEqual({ 'a.so': 'runpath /opt/a.so', 'b.so': 'nowhere' });
  });

  test('a library with RUNPATH does not see the RPATH of its loader', () => {
    const files = {
      '/app': { needed: ['a.so'], rpath: '/opt' },
      '/opt/a.so': { needed: ['b.so'], runpath: '/else' },
      '/opt/b.so': {},
    };
    expect(found('/app', files)['b.so']).toBe('nowhere');
  });

  test('what is loaded by soname is not searched again', () => {
    const files = {
      '/app': { needed: ['long-name.so', 'a.so'], runpath: '/opt' },
      '/opt/long-name.so': { soname: 'short.so' },
      [`${LIB}/a.so`]: { needed: ['short.so'] },
    };
    expect(found('/app', files)['short.so']).toBe('loaded /opt/long-name.so');
  });

  test('the order of the ways', () => {
    const everywhere = Object.fromEntries(
      ['/r', '/l', '/c', LIB, '/usr/lib'].map((folder) => [`${folder}/x.so`, {}]),
    );
    const app = (path: ElfShape, options = {}) =>
      found('/app', { '/app': { needed: ['x.so'], ...path }, ...everywhere }, options);
    expect(app({ rpath: '/r' }, { libraryPath: ['/l'] })).toEqual({ 'x.so': 'rpath /r/x.so' });
    expect(app({ runpath: '/r' }, { libraryPath: ['/l'] })).toEqual({ 'x.so': 'library-path /l/x.so' });
    expect(app({ runpath: '/r' }, { cacheFolders: ['/c'] })).toEqual({ 'x.so': 'runpath /r/x.so' });
    expect(app({}, { cacheFolders: ['/c', LIB] })).toEqual({ 'x.so': 'cache /c/x.so' });
    expect(app({}, { cacheFolders: [LIB, '/c'] })).toEqual({ 'x.so': `system ${LIB}/x.so` });
    expect(app({})).toEqual({ 'x.so': `system ${LIB}/x.so` });
    expect(app({ flags1: 0x800 }, { cacheFolders: ['/c'] })).toEqual({ 'x.so': 'nowhere' });
  });

  test('tokens stand for folders', () => {
    const files = (runpath: string, path: string) => ({
      '/opt/bin/app': { needed: ['x.so'], runpath },
      [path]: {},
    });
    const is = (runpath: string, path: string) =>
      expect(found('/opt/bin/app', files(runpath, path))['x.so']).toBe(`runpath ${path}`);
    is('$ORIGIN/../lib', '/opt/bin/../lib/x.so');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the loader's braces, not a template's
    is('${ORIGIN}x', '/opt/binx/x.so');
    is('/o/$LIB', '/o/lib/x86_64-linux-gnu/x.so');
    is('/o/$PLATFORM/', '/o/x86_64/x.so');
  });

  test('relative and empty folders of a search path count for nothing', () => {
    expect(found('/app', { '/app': { needed: ['x.so'], runpath: ':.:lib' }, '/x.so': {} })['x.so']).toBe(
      'nowhere',
    );
  });

  test('a file for another machine is passed over', () => {
    const files = {
      '/app': { needed: ['x.so'] },
      [`${LIB}/x.so`]: { machine: 183 },
      '/lib/x.so': { bits: 32 } as const,
      '/usr/lib/x.so': {},
    };
    expect(found('/app', files)).toEqual({ 'x.so': 'system /usr/lib/x.so' });
  });

  test('hard and soft float do not mix', () => {
    const arm = { bits: 32, machine: 40 } as const;
    const files = {
      '/app': { ...arm, flags: 0x5000400, needed: ['x.so'] },
      '/lib/arm-linux-gnueabihf/x.so': { ...arm, flags: 0x5000200 },
      '/usr/lib/x.so': { ...arm, flags: 0x5000400 },
    };
    expect(found('/app', files)).toEqual({ 'x.so': 'system /usr/lib/x.so' });
  });

  test('twins for newer processors come along, with what they need', () => {
    const needs = find('/app', {
      '/app': { needed: ['x.so'] },
      [`${LIB}/glibc-hwcaps/x86-64-v3/x.so`]: { needed: ['y.so'] },
      [`${LIB}/x.so`]: {},
      [`${LIB}/y.so`]: {},
    });
    expect(needs[0]).toMatchObject({ path: `${LIB}/x.so`, variants: [`${LIB}/glibc-hwcaps/x86-64-v3/x.so`] });
    expect(needs[1]).toMatchObject({ name: 'y.so', path: `${LIB}/y.so` });
  });

  test('dlopen notes: the first alternative that is there, no suggestions', () => {
    const note = JSON.stringify([
      { soname: ['gone.so', 'x.so'], priority: 'required' },
      { soname: ['y.so'], priority: 'suggested' },
      { soname: ['z.so'], priority: 'recommended' },
    ]);
    const needs = find('/app', { '/app': { note }, [`${LIB}/x.so`]: {}, [`${LIB}/y.so`]: {} });
    expect(needs.map(({ name, kind, hard, path }) => [name, kind, hard, path])).toEqual([
      ['x.so', 'dlopen-note', true, `${LIB}/x.so`],
      ['z.so', 'dlopen-note', false, undefined],
    ]);
  });

  test('what is no ELF file needs nothing', () => {
    expect(find('/script', {})).toEqual([]);
  });
});
