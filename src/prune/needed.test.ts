import { describe, expect, test } from 'vitest';
import { debianTree, LIB, program } from '../../test/support/prune/debian-tree.ts';
import { REQUEST } from '../../test/support/prune/kept.ts';
import { elf, link, memoryTree, script } from '../../test/support/prune/memory-tree.ts';
import { prune } from './prune.ts';
import type { PruneRequest, TraceEvent } from './request.ts';
import { wayLines } from './why.ts';

const TREE = memoryTree(
  debianTree(
    { app: { files: { '/usr/bin/app': program(['libx.so.1']) } } },
    {
      [`${LIB}/libx.so.1`]: link('libx.so.1.2'),
      [`${LIB}/libx.so.1.2`]: elf({ soname: 'libx.so.1', needed: ['liby.so.1'] }),
      [`${LIB}/liby.so.1`]: elf({}),
      '/usr/bin/helper': program(['libz.so.1']),
      [`${LIB}/libz.so.1`]: elf({}),
      '/usr/bin/tool': script('#!/usr/bin/env sh\n'),
      '/etc/app.conf': '',
    },
  ),
);

/** Each line of `drop` that is refused, with the way of reasons. */
function refused(request: Partial<PruneRequest>, events: readonly TraceEvent[] = []) {
  const outcome = prune(TREE, { ...REQUEST, ...request }, events);
  const problems = 'problems' in outcome ? outcome.problems : [];
  return problems.map((each) => (each.kind === 'needed-file' ? [each.pattern, ...wayLines(each.way)] : each));
}

describe('a line of drop is refused that takes away', () => {
  test('the program', () => {
    expect(refused({ drop: ['/usr/bin/app'] })).toEqual([
      ['/usr/bin/app', '/usr/bin/app: entry /usr/bin/app'],
    ]);
  });

  test('a library, by its name or as a file, however far from the program', () => {
    const way = ['  /usr/bin/app: entry /usr/bin/app'];
    expect(refused({ drop: ['/**/libx.so.1'] })).toEqual([
      ['/**/libx.so.1', `${LIB}/libx.so.1: needed libx.so.1, from /usr/bin/app`, ...way],
    ]);
    expect(refused({ drop: ['/**/liby*', '/**/libx.so.1.2', '/usr/bin/dash'] })).toEqual([
      ['/**/libx.so.1.2', `${LIB}/libx.so.1.2: needed libx.so.1, from /usr/bin/app`, ...way],
    ]);
    expect(refused({ drop: ['/**/liby*'] })).toEqual([
      [
        '/**/liby*',
        `${LIB}/liby.so.1: needed liby.so.1, from ${LIB}/libx.so.1.2`,
        `  ${LIB}/libx.so.1.2: needed libx.so.1, from /usr/bin/app`,
        '    /usr/bin/app: entry /usr/bin/app',
      ],
    ]);
  });

  test('the loader, a package with a library, what a rule calls necessary', () => {
    const first = (pattern: string) => refused({ drop: [pattern] })[0]?.[1 as never];
    expect(first('/usr/lib64/*')).toMatch(
      /: interpreter \/lib64\/ld-linux-x86-64.so.2, from \/usr\/bin\/app$/,
    );
    expect(first('pkg:libc6')).toMatch(/ld-linux-x86-64.so.2: interpreter /);
    expect(first('/**/libgcc_s.so.1')).toMatch(/: rule \S+, from rule:libgcc$/);
  });

  test('the program of a script that is kept by name', () => {
    expect(refused({ keep: ['/usr/bin/tool'], drop: ['/usr/bin/env'] })).toEqual([
      [
        '/usr/bin/env',
        '/usr/bin/env: shebang /usr/bin/env sh, from /usr/bin/tool',
        '  /usr/bin/tool: keep /usr/bin/tool',
      ],
    ]);
  });
});

describe('a line of drop may take away', () => {
  const events = [
    { path: '/usr/bin/helper', kind: 'exec' },
    { path: '/etc/app.conf', kind: 'open' },
  ] as const;

  test('what a check was only seen to use', () => {
    expect(refused({ drop: ['/etc/app.conf', '/usr/bin/helper', '/**/libz.so.1'] }, events)).toEqual([]);
  });

  test('but not a library alone of what the check ran', () => {
    expect(refused({ drop: ['/**/libz.so.1'] }, events)).toHaveLength(1);
  });

  test('what only something soft needs', () => {
    const programs = [['sh', '-c', 'helper']];
    expect(refused({ programs, drop: ['/**/libz.so.1'] })).toEqual([]);
  });

  test('what nothing needs', () => {
    expect(refused({ drop: ['/usr/bin/env'] })).toEqual([]);
  });
});
