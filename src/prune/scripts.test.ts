import { describe, expect, test } from 'vitest';
import { debianTree, program } from '../../test/support/prune/debian-tree.ts';
import { files, kept, REQUEST } from '../../test/support/prune/kept.ts';
import { elf, link, memoryTree, script } from '../../test/support/prune/memory-tree.ts';
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

  test('the program after a change of the user', () => {
    const content = '#!/bin/sh\nif [ "$(id -u)" = 0 ]; then exec gosu nonroot "$@"; fi\nexec "$@"\n';
    const app = { '/usr/bin/app': script(content), '/usr/sbin/gosu': program(), '/usr/bin/id': program() };
    const found = files({ packages: { app: { files: app } } });
    expect(found).toContain('/usr/sbin/gosu');
    expect(found).toContain('/usr/bin/id');
  });

  test('what it sources from its own folder', () => {
    const app = {
      '/usr/bin/app': link('../share/app/run'),
      '/usr/share/app/run': script('#!/bin/sh\n. "$(dirname "$(readlink -f "$0")")/lib.sh"\n'),
      '/usr/share/app/lib.sh': 'env\n',
    };
    const found = files({ packages: { app: { files: app } } });
    expect(found).toContain('/usr/share/app/lib.sh');
    expect(found).toContain('/usr/bin/env');
  });

  test('a script that is an argument of a shell, from the working directory', () => {
    const app = { '/srv/run': '#!/bin/sh\nmkdir x\n' };
    for (const entry of [
      ['sh', '/srv/run'],
      ['env', 'A=b', 'sh', '-e', 'run'],
    ]) {
      const found = files({ packages: { app: { files: app } }, request: { entry, workingDir: '/srv' } });
      expect(found).toContain('/srv/run');
      expect(found).toContain('/usr/bin/mkdir');
    }
  });

  test('the words of one that is no shell are kept, and it is reported', () => {
    const content = '#!/bin/sh\nenv\nif true; then\n  x=mkdir\n';
    const app = { '/usr/bin/app': script(content) };
    expect(of(content)).toEqual([
      '/usr/bin/app',
      '/usr/bin/dash',
      '/usr/bin/env',
      '/usr/bin/mkdir',
      '/usr/bin/sh',
    ]);
    expect(kept({ packages: { app: { files: app } } }).unread).toEqual([
      { from: '/usr/bin/app', line: 5, fault: "expected 'fi' to close 'if'" },
    ]);
  });

  test('the data behind a script is not read', () => {
    const content = '#!/bin/sh\nexec env\n\u0000"mkdir';
    expect(of(content)).toEqual(['/usr/bin/app', '/usr/bin/dash', '/usr/bin/env', '/usr/bin/sh']);
    expect(kept({ packages: { app: { files: { '/usr/bin/app': script(content) } } } }).unread).toEqual([]);
  });

  test('what a check started with arguments', () => {
    const starts = { called: ['mkdir', 'absent'], sourced: ['/srv/run'] };
    const found = files({
      packages: { app: { files: { '/usr/bin/app': program(), '/srv/run': 'env\n' } } },
      events: [{ path: '/bin/sh', kind: 'exec', starts }],
    });
    expect(found).toEqual([
      '/srv/run',
      '/usr/bin/app',
      '/usr/bin/dash',
      '/usr/bin/env',
      '/usr/bin/mkdir',
      '/usr/bin/sh',
    ]);
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
