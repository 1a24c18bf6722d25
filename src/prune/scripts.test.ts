import { describe, expect, test } from 'vitest';
import { debianTree } from '../../test/support/prune/debian-tree.ts';
import { files, REQUEST } from '../../test/support/prune/kept.ts';
import { elf, memoryTree, script } from '../../test/support/prune/memory-tree.ts';
import { prune } from './prune.ts';

describe('scripts', () => {
  const of = (content: string, environment = {}) =>
    files({ packages: { app: { files: { '/usr/bin/app': script(content) } } }, request: { environment } });

  test('the interpreter and what the script calls', () => {
    expect(of('#!/bin/sh\nset -e\nmkdir -p "/run/x"\nexec app2\n')).toEqual([
      '/usr/bin/app',
      '/usr/bin/dash',
      '/usr/bin/mkdir',
      '/usr/bin/sh',
    ]);
  });

  test('what it sources, and what that calls', () => {
    const content = script('#!/bin/sh\n. /usr/share/app/lib.sh\n');
    const app = { '/usr/bin/app': content, '/usr/share/app/lib.sh': script('mkdir -p /run/x\n') };
    const kept = files({ packages: { app: { files: app } } });
    expect(kept).toContain('/usr/share/app/lib.sh');
    expect(kept).toContain('/usr/bin/mkdir');
  });

  test('env looks in PATH', () => {
    expect(of('#!/usr/bin/env -S A=b sh -e\n')).toEqual([
      '/usr/bin/app',
      '/usr/bin/dash',
      '/usr/bin/env',
      '/usr/bin/sh',
    ]);
    expect(() => of('#!/usr/bin/env sh\n', { PATH: '/opt' })).toThrow('"interpreter":"sh"');
  });

  test('a program whose loader is missing cannot be the entry', () => {
    const tree = memoryTree(
      debianTree({}, { '/usr/bin/app': elf({ interpreter: '/lib/ld-musl-x86_64.so.1' }) }),
    );
    expect(prune(tree, REQUEST)).toEqual({
      problems: [
        { kind: 'missing-interpreter', path: '/usr/bin/app', interpreter: '/lib/ld-musl-x86_64.so.1' },
      ],
    });
  });

  test('a script whose interpreter is missing cannot be the entry', () => {
    const tree = memoryTree(debianTree({}, { '/usr/bin/app': script('#!/usr/bin/perl\n') }));
    expect(prune(tree, REQUEST)).toEqual({
      problems: [{ kind: 'missing-interpreter', path: '/usr/bin/app', interpreter: '/usr/bin/perl' }],
    });
  });
});
