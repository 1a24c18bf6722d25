import { describe, expect, test } from 'vitest';
import { program } from '../../test/support/prune/debian-tree.ts';
import { type Case, kept, reasons } from '../../test/support/prune/kept.ts';
import { elf, link, memoryTree, script } from '../../test/support/prune/memory-tree.ts';
import { resolverOf } from '../tree/resolver.ts';
import { findHomes } from './homes.ts';
import { isOutside, isSystem, outsideSystem, ownFolders } from './outside.ts';
import { RULES } from './rules/index.ts';

describe('the folders of the system', () => {
  test.each(['/usr', '/usr/bin/x', '/usr/localhost', '/etc', '/lib64/x', '/tmp', '/var/www', '/run/x'])(
    '%s is',
    (path) => {
      expect(isSystem(path)).toBe(true);
    },
  );

  test.each(['/usr/local', '/usr/local/bin/x', '/opt', '/library', '/runner', '/app', '/home/x', '/root'])(
    '%s is not',
    (path) => {
      expect(isSystem(path)).toBe(false);
    },
  );

  test('what is outside is listed once, without following links', () => {
    const tree = memoryTree({
      '/app/a': '',
      '/app/loop': link('/app'),
      '/usr/local/b': '',
      '/usr/share/c': '',
      '/var/www/html/d': '',
    });
    const resolver = resolverOf(tree);
    const folders = ownFolders(resolver, ['/var/www/html', '/app', '/usr/share', '/', '/nowhere']);
    expect(folders).toEqual(['/var/www/html']);
    expect(outsideSystem(tree, resolver, folders)).toEqual([
      '/app',
      '/app/a',
      '/app/loop',
      '/usr/local',
      '/usr/local/b',
      '/var/www/html',
      '/var/www/html/d',
    ]);
    expect(isOutside('/var/www/html/d', folders)).toBe(true);
    expect(isOutside('/var/www/d', folders)).toBe(false);
  });
});

test('a landmark binds the folder above it, and a file says of another', () => {
  const tree = memoryTree({
    '/opt/java/openjdk/lib/server/libjvm.so': '',
    '/opt/java/8/jre/lib/amd64/server/libjvm.so': '',
    '/lib/server/libjvm.so': '',
    '/app/.venv/pyvenv.cfg': 'home = /root/.local/share/uv/python/cpython-3.13/bin\nversion = 3.13\n',
    '/srv/odd[1]/pyvenv.cfg': 'home = relative\n',
  });
  const resolver = resolverOf(tree);
  const homes = findHomes(tree, resolver, RULES, outsideSystem(tree, resolver));
  expect(homes.map(({ rule, path, setting }) => [rule.name, path, setting])).toEqual([
    ['java', '/opt/java/8/jre', undefined],
    ['java', '/opt/java/openjdk', undefined],
    ['venv', '/app/.venv', '/root/.local/share/uv/python/cpython-3.13/bin'],
    ['venv', '/srv/odd[1]', undefined],
  ]);
});

/** What an image has in places of its own, what is left of it, and what starts it. */
const LAYOUTS: Readonly<Record<string, { files: NonNullable<Case['unowned']>; left: readonly string[] }>> = {
  conda: {
    files: {
      '/opt/conda/conda-meta/history': '',
      '/opt/conda/bin/python3.12': program(),
      '/opt/conda/lib/python3.12/os.py': '',
      '/opt/conda/lib/python3.12/test/a.py': '',
      '/opt/conda/lib/libmkl.so.2': elf({}),
      '/opt/conda/pkgs/mkl/lib/libmkl.so.2': elf({}),
      '/opt/conda/include/mkl.h': '',
    },
    left: [
      '/opt/conda/lib/python3.12/test/a.py',
      '/opt/conda/pkgs/mkl/lib/libmkl.so.2',
      '/opt/conda/include/mkl.h',
    ],
  },
  "uv's Python": {
    files: {
      '/root/.local/share/uv/python/cpython-3.13/bin/python3.13': program(),
      '/root/.local/share/uv/python/cpython-3.13/lib/python3.13/os.py': '',
      '/root/.local/share/uv/python/cpython-3.13/lib/python3.13/idlelib/a.py': '',
      '/app/.venv/pyvenv.cfg': 'home = /root/.local/share/uv/python/cpython-3.13/bin\n',
      '/app/.venv/bin/python': link('/root/.local/share/uv/python/cpython-3.13/bin/python3.13'),
      '/app/.venv/lib/python3.13/site-packages/a.py': '',
      '/usr/local/bin/uv': program(),
    },
    left: ['/root/.local/share/uv/python/cpython-3.13/lib/python3.13/idlelib/a.py', '/usr/local/bin/uv'],
  },
  'a program of Go with its toolchain': {
    files: {
      '/usr/local/go/bin/go': program(),
      '/usr/local/go/pkg/tool/linux_amd64/compile': program(),
      '/usr/local/go/src/fmt/print.go': '',
      '/usr/local/go/lib/time/zoneinfo.zip': '',
      '/go/pkg/mod/example.org/a@v1/a.go': '',
      '/go/bin/server': program(),
      '/go/src/app/main.go': '',
    },
    left: [
      '/usr/local/go/bin/go',
      '/usr/local/go/pkg/tool/linux_amd64/compile',
      '/usr/local/go/src/fmt/print.go',
      '/go/pkg/mod/example.org/a@v1/a.go',
    ],
  },
  'a program of Rust with its toolchain': {
    files: {
      '/usr/local/cargo/bin/rustup': program(),
      '/usr/local/cargo/bin/cargo': link('rustup'),
      '/usr/local/cargo/bin/shop': program(),
      '/usr/local/cargo/registry/src/a.rs': '',
      '/usr/local/rustup/toolchains/stable/bin/rustc': program(),
    },
    left: [
      '/usr/local/cargo/bin/rustup',
      '/usr/local/cargo/bin/cargo',
      '/usr/local/cargo/registry/src/a.rs',
      '/usr/local/rustup/toolchains/stable/bin/rustc',
    ],
  },
  '.NET in /opt': {
    files: {
      '/opt/dotnet/dotnet': program(),
      '/opt/dotnet/host/fxr/8.0.11/libhostfxr.so': elf({}),
      '/opt/dotnet/shared/Microsoft.NETCore.App/8.0.11/System.dll': '',
      '/opt/dotnet/sdk/8.0.404/dotnet.dll': '',
      '/opt/dotnet/packs/a.nupkg': '',
    },
    left: ['/opt/dotnet/sdk/8.0.404/dotnet.dll', '/opt/dotnet/packs/a.nupkg'],
  },
  'a release of Elixir': {
    files: {
      '/app/bin/shop': script('#!/bin/sh\n'),
      '/app/erts-15.2/bin/beam.smp': program(),
      '/app/erts-15.2/include/erl_nif.h': '',
      '/app/lib/shop-0.1.0/ebin/Elixir.Shop.beam': '',
      '/app/lib/shop-0.1.0/priv/static/app.css': '',
      '/app/lib/shop-0.1.0/include/a.hrl': '',
      '/app/releases/0.1.0/start.boot': '',
    },
    left: ['/app/erts-15.2/include/erl_nif.h', '/app/lib/shop-0.1.0/include/a.hrl'],
  },
  'Perl in /usr/local': {
    files: {
      '/usr/local/bin/perl': program(),
      '/usr/local/lib/perl5/5.40.0/strict.pm': '',
      '/usr/local/lib/perl5/5.40.0/pod/perl.pod': '',
      '/usr/local/lib/perl5/5.40.0/x86_64-linux/CORE/perl.h': '',
      '/usr/local/lib/perl5/site_perl/5.40.0/Mojo.pm': '',
    },
    left: [
      '/usr/local/lib/perl5/5.40.0/pod/perl.pod',
      '/usr/local/lib/perl5/5.40.0/x86_64-linux/CORE/perl.h',
    ],
  },
  R: {
    files: {
      '/usr/local/lib/R/bin/exec/R': program(),
      '/usr/local/lib/R/library/base/R/base': '',
      '/usr/local/lib/R/site-library/shiny/R/shiny': '',
      '/usr/local/lib/R/doc/NEWS': '',
      '/usr/local/lib/R/include/R.h': '',
    },
    left: ['/usr/local/lib/R/doc/NEWS', '/usr/local/lib/R/include/R.h'],
  },
};

test.each(Object.entries(LAYOUTS))('%s is known where it lies', (_, { files, left }) => {
  const taken = new Set(kept({ unowned: files, request: { from: {} } }).taken);
  const stay = Object.keys(files).filter((path) => !left.includes(path));
  expect(Object.keys(files).filter((path) => taken.has(path))).toEqual(stay);
});

test('a rule in a place of its own keeps what it says without a base image too', () => {
  const unowned = {
    '/opt/jre/lib/server/libjvm.so': elf({}),
    '/opt/jre/lib/modules': '',
    '/opt/jre/lib/src.zip': '',
    '/etc/ssl/certs/java/cacerts': '',
  };
  const all = kept({ unowned, request: { keep: ['/opt/jre/lib/server/libjvm.so'] } });
  expect(reasons(all, '/opt/jre/lib/modules')).toEqual([
    { from: 'rule:java in /opt/jre', kind: 'rule', detail: '/opt/jre/**', strength: 'hard' },
  ]);
  expect(all.taken).toContain('/etc/ssl/certs/java/cacerts');
  expect(all.taken).not.toContain('/opt/jre/lib/src.zip');
  const named = kept({ unowned, request: { level: 'files', environment: { JAVA_HOME: '/opt/jre/' } } });
  expect(named.taken).toContain('/opt/jre/lib/modules');
});

test('a folder that a variable names is filled in', () => {
  const unowned = { '/var/bundle/gems/a/a.rb': '', '/etc/company/ca.pem': '' };
  const environment = {
    GEM_HOME: '/var/bundle',
    SSL_CERT_FILE: '/etc/company/ca.pem',
    BUNDLE_PATH: 'vendor',
  };
  const { taken } = kept({ unowned, request: { environment } });
  expect(taken).toEqual(expect.arrayContaining(Object.keys(unowned)));
});
