import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { debianTree, LIB, program } from '../../test/support/prune/debian-tree.ts';
import { type Case, files, kept, REQUEST, reasons } from '../../test/support/prune/kept.ts';
import { elf, folder, link, memoryTree, script, text } from '../../test/support/prune/memory-tree.ts';
import { sortedReasons } from './graph.ts';
import { prune } from './prune.ts';
import type { PruneRequest } from './request.ts';

describe('the least image', () => {
  test('is the skeleton, the program and what the loader maps', () => {
    const { taken, files, folders } = kept({
      packages: { other: { files: { '/usr/bin/other': program() } } },
    });
    expect(taken).toEqual([
      '/',
      '/bin',
      '/etc',
      '/etc/debian_version',
      '/etc/group',
      '/etc/nsswitch.conf',
      '/etc/os-release',
      '/etc/passwd',
      '/lib',
      '/lib64',
      '/root',
      '/sbin',
      '/tmp',
      '/usr',
      '/usr/bin',
      '/usr/bin/app',
      '/usr/lib',
      '/usr/lib/os-release',
      LIB,
      `${LIB}/ld-linux-x86-64.so.2`,
      `${LIB}/libc.so.6`,
      `${LIB}/libgcc_s.so.1`,
      '/usr/lib64',
      '/usr/lib64/ld-linux-x86-64.so.2',
      '/usr/sbin',
      '/usr/share',
      '/usr/share/common-licenses',
      '/usr/share/common-licenses/GPL',
      '/usr/share/common-licenses/GPL-2',
      '/usr/share/doc',
      '/usr/share/doc/base-files',
      '/usr/share/doc/base-files/copyright',
      '/usr/share/doc/gcc-14-base',
      '/usr/share/doc/gcc-14-base/copyright',
      '/usr/share/doc/libc6',
      '/usr/share/doc/libc6/copyright',
      '/usr/share/doc/libgcc-s1',
      '/var',
      '/var/lib',
      '/var/lib/dpkg',
      '/var/lib/dpkg/info',
      '/var/log',
    ]);
    expect(folders.map(({ path, mode }) => `${path} ${mode.toString(8)}`)).toEqual([
      '/dev 755',
      '/home 755',
      '/proc 755',
      '/run 755',
      '/sys 755',
      '/var/cache 755',
      '/var/tmp 1777',
    ]);
    const list = files.find(({ path }) => path.endsWith('libc6.list'))?.text.split('\n');
    expect(list).toEqual(expect.arrayContaining(['/.', LIB, `${LIB}/libc.so.6`]));
    expect(list).not.toContain(`${LIB}/gconv/ISO8859-15.so`);
  });

  test('says why each thing is in it', () => {
    const all = kept({});
    expect(reasons(all, `${LIB}/libc.so.6`)).toEqual([
      { from: '/usr/bin/app', kind: 'needed', detail: 'libc.so.6', strength: 'hard' },
      { from: `${LIB}/libgcc_s.so.1`, kind: 'needed', detail: 'libc.so.6', strength: 'hard' },
    ]);
    expect(reasons(all, '/usr/lib64/ld-linux-x86-64.so.2')).toContainEqual({
      from: '/usr/bin/app',
      kind: 'interpreter',
      detail: '/lib64/ld-linux-x86-64.so.2',
      strength: 'hard',
    });
    expect(reasons(all, '/lib64')).toContainEqual(
      expect.objectContaining({ from: '/usr/bin/app', kind: 'link' }),
    );
    for (const { id } of all.graph.nodes.values()) expect(reasons(all, id), id).not.toEqual([]);
  });

  test('every edge starts at something kept', () => {
    const { graph } = kept({});
    for (const { id, reasons } of graph.nodes.values()) {
      for (const { from } of reasons.values())
        if (from !== undefined) expect(graph.nodes.has(from), id).toBe(true);
    }
  });

  test('every kept thing has a way from the request to it', () => {
    const { graph } = kept({
      request: { level: 'packages', packages: ['coreutils'], environment: { TZ: 'UTC' } },
    });
    const explained = new Set<string>();
    const isExplained = (from: string | undefined) => from === undefined || explained.has(from);
    for (let before = -1; before < explained.size; ) {
      before = explained.size;
      for (const { id, reasons } of graph.nodes.values()) {
        if ([...reasons.values()].some(({ from }) => isExplained(from))) explained.add(id);
      }
    }
    expect([...graph.nodes.keys()].filter((id) => !explained.has(id))).toEqual([]);
  });

  test('holds no secrets and no traces of the build', () => {
    const { taken } = kept({ unowned: { '/etc/machine-id': 'x', '/etc/ssh/ssh_host_rsa_key': 'x' } });
    for (const path of ['/etc/shadow', '/etc/hostname', '/etc/machine-id', '/var/log/dpkg.log']) {
      expect(taken).not.toContain(path);
    }
  });

  test('lists exactly the packages that a file is from', () => {
    const { contributors, files } = kept({});
    expect(contributors.map(({ name }) => name)).toEqual(['app', 'base-files', 'libc6', 'libgcc-s1']);
    const status = files.find(({ path }) => path === '/var/lib/dpkg/status')?.text;
    expect(status).toContain(
      'Package: libgcc-s1\nStatus: install ok installed\nArchitecture: amd64\nSource: gcc-14 (14.2.0-19)\n',
    );
    expect(status?.match(/^Package:/gm)).toHaveLength(4);
  });
});

describe('what the Imagefile says', () => {
  test('keep brings links, targets and folders with all that is in them', () => {
    const unowned = { '/opt/x/a': '', '/opt/x/b/c': '', '/opt/l': link('x/a') };
    expect(files({ unowned, request: { keep: ['/opt/x', '/bin/sh'] } })).toEqual([
      '/opt/x/a',
      '/opt/x/b/c',
      '/usr/bin/app',
      '/usr/bin/dash',
      '/usr/bin/sh',
    ]);
    expect(files({ unowned, request: { keep: ['/opt/l'] } })).toEqual(['/opt/l', '/opt/x/a', '/usr/bin/app']);
    expect(files({ request: { keep: ['pkg:dash'] } })).toContain('/usr/bin/dash');
  });

  test('keep reaches state that nothing else reaches, and never what the runtime provides', () => {
    const unowned = { '/var/cache/x/y': '', '/proc/version': '' };
    expect(files({ unowned, request: { keep: ['/var/cache/x/*', '/proc/**'] } })).toEqual([
      '/usr/bin/app',
      '/var/cache/x/y',
    ]);
  });

  test('drop takes away what is not hard, and what followed from it alone goes too', () => {
    const packages = {
      app: { source: 'x', files: { '/usr/bin/app': program() } },
      plug: { source: 'x', files: { '/usr/lib/app/plug.so': elf({ needed: ['liba.so', 'libc.so.6'] }) } },
      a: { files: { [`${LIB}/liba.so`]: elf({ needed: ['libb.so'] }) } },
      b: { files: { [`${LIB}/libb.so`]: elf({}), '/usr/share/b/x': '' } },
    };
    const request = { packages: ['b'], drop: ['/lib/*/liba.so', 'pkg:b'] };
    const { taken, dropped } = kept({ packages, request });
    expect(kept({ packages }).taken).toContain(`${LIB}/libb.so`);
    expect(taken.filter((path) => /lib[ab]\.so|share\/b/.test(path))).toEqual(['/usr/share/b']);
    expect([...dropped]).toEqual([
      [
        `${LIB}/liba.so`,
        {
          pattern: '/lib/*/liba.so',
          reasons: [{ from: '/usr/lib/app/plug.so', kind: 'needed', detail: 'liba.so', strength: 'hard' }],
        },
      ],
      [
        '/usr/share/b/x',
        { pattern: 'pkg:b', reasons: [{ from: 'package:b', kind: 'package-data', strength: 'soft' }] },
      ],
    ]);
  });

  test('drop takes the dpkg database away', () => {
    const { files, taken } = kept({ request: { drop: ['/var/lib/dpkg'] } });
    expect([...files.map(({ path }) => path), ...taken].filter((path) => path.includes('dpkg'))).toEqual([]);
  });

  test.each([
    ['keep', '/etc/foo/**'],
    ['drop', '/etc/foo'],
    ['keep', 'pkg:nope'],
  ] as const)('%s of %s that is not there is a problem', (list, pattern) => {
    const tree = memoryTree(debianTree({ app: { files: { '/usr/bin/app': program() } } }));
    expect(prune(tree, { ...REQUEST, [list]: [pattern] })).toEqual({
      problems: [{ kind: 'matches-nothing', list, pattern }],
    });
  });

  test('files, volumes, home and working directory', () => {
    const request = {
      files: ['/opt/app/'],
      volumes: ['/var/lib/new/data'],
      workingDir: '/srv',
      user: 'nonroot',
    };
    const unowned = {
      '/opt/app/bin': elf({ needed: ['libx.so'] }),
      [`${LIB}/libx.so`]: elf({}),
      '/home/nonroot': folder(),
    };
    const { taken, folders } = kept({ unowned, request });
    expect(taken).toEqual(expect.arrayContaining(['/opt/app/bin', `${LIB}/libx.so`, '/home/nonroot']));
    expect(folders).toContainEqual({ path: '/srv', mode: 0o755, uid: 65532, gid: 65532 });
    expect(folders).toContainEqual({ path: '/var/lib/new', mode: 0o755, uid: 0, gid: 0 });
    expect(folders).toContainEqual({ path: '/var/lib/new/data', mode: 0o755, uid: 65532, gid: 65532 });
  });

  test('programs of checks, and the files among arguments', () => {
    const request = {
      programs: [['sh', '-c', 'mkdir x | env']],
      entry: ['/usr/bin/app', '--config=/opt/c', 'r'],
      workingDir: '/opt',
    };
    expect(files({ unowned: { '/opt/c': '', '/opt/r': '' }, request })).toEqual([
      '/opt/c',
      '/opt/r',
      '/usr/bin/app',
      '/usr/bin/dash',
      '/usr/bin/env',
      '/usr/bin/mkdir',
      '/usr/bin/sh',
    ]);
  });
});

describe('libraries', () => {
  test('the cache is shipped when a library is found by it alone', () => {
    const packages = { app: { files: { '/usr/bin/app': program(['libx.so']) } } };
    const unowned = {
      '/etc/ld.so.conf': 'include ld.so.conf.d/*.conf\n',
      '/etc/ld.so.conf.d/a.conf': '# local\n/usr/local/lib/\n',
      '/usr/local/lib/libx.so': elf({}),
    };
    expect(files({ packages, unowned: { ...unowned, '/etc/ld.so.cache': '' } })).toEqual([
      '/etc/ld.so.cache',
      '/usr/bin/app',
      '/usr/local/lib/libx.so',
    ]);
    expect(kept({ packages, unowned }).unresolved).toEqual([
      { from: '/usr/bin/app', kind: 'needed', name: 'libx.so' },
    ]);
    expect(files({ unowned: { '/etc/ld.so.cache': '' } })).not.toContain('/etc/ld.so.cache');
  });

  test('name services that nsswitch.conf names', () => {
    const unowned = {
      '/etc/nsswitch.conf': 'passwd: files systemd [NOTFOUND=return] ldap\n',
      [`${LIB}/libnss_systemd.so.2`]: elf({}),
    };
    expect(files({ unowned })).toContain(`${LIB}/libnss_systemd.so.2`);
  });

  test('a broken library is noted, not fatal', () => {
    const unowned = { '/opt/x.so': text('\x7fELF') };
    expect([...kept({ unowned, request: { files: ['/opt'] } }).broken]).toEqual([
      ['/opt/x.so', 'has the unknown class undefined'],
    ]);
  });
});

test('a trace adds what it saw', () => {
  const unowned = { '/opt/data': '', '/opt/l': link('data'), '/srv/new/x': '', '/etc/hosts': '' };
  const events = [
    { path: '/opt/l', kind: 'open' },
    { path: '/srv/new', kind: 'create' },
    { path: '/bin/mkdir', kind: 'exec' },
    { path: '/etc/hosts', kind: 'open' },
  ] as const;
  expect(files({ unowned, events })).toEqual(['/opt/data', '/opt/l', '/usr/bin/app', '/usr/bin/mkdir']);
  expect(kept({ unowned, events }).taken).toContain('/srv/new');
});

test('setuid and setgid go, and are listed', () => {
  const packages = {
    app: {
      files: { '/usr/bin/app': elf({}, { mode: 0o4755 }), '/usr/share/app/s': folder({ mode: 0o2775 }) },
    },
  };
  expect(kept({ packages }).cleared).toEqual(['/usr/bin/app']);
});

test('a missing entry has suggestions', () => {
  const tree = memoryTree(debianTree({}, { '/usr/sbin/nginx': script(''), '/usr/bin/ngrep': script('') }));
  expect(prune(tree, { ...REQUEST, entry: ['/usr/sbin/ngnix'] })).toEqual({
    problems: [
      { kind: 'missing-entry', path: '/usr/sbin/ngnix', reason: 'absent', near: ['/usr/sbin/nginx'] },
    ],
  });
});

describe('an entry that another image had', () => {
  const scripts = (files: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(files).map(([path, text]) => [path, script(text)]));
  const SH = { '/usr/bin/sh': program() };
  const of = (entry: readonly string[], unowned: Case['unowned'], request: Partial<PruneRequest> = {}) =>
    files({ unowned: { ...SH, ...unowned }, request: { entry, ...request } });

  test('is found by PATH', () => {
    expect(of(['tool'], { '/opt/bin/tool': script('') }, { environment: { PATH: '/opt/bin' } })).toEqual([
      '/opt/bin/tool',
    ]);
  });

  test('is relative to the working directory', () => {
    const unowned = scripts({ '/app/run': '#!/bin/sh\n', '/app/conf': '' });
    expect(of(['./run', 'conf'], unowned, { workingDir: '/app' })).toEqual([
      '/app/conf',
      '/app/run',
      '/usr/bin/sh',
    ]);
  });

  test('is a line for a shell, which calls programs', () => {
    const unowned = scripts({ '/usr/bin/node': '', '/usr/bin/other': '' });
    expect(of(['/bin/sh', '-c', 'exec node server.js'], unowned)).toEqual(['/usr/bin/node', '/usr/bin/sh']);
  });

  test.each([
    [['docker-entrypoint.sh', 'node', 'server.js']],
    [['tini', '-g', '--', 'docker-entrypoint.sh', 'node', 'server.js']],
  ])('starts the program in its arguments: %j', (entry) => {
    const unowned = {
      ...scripts({
        '/usr/local/bin/docker-entrypoint.sh': '#!/bin/sh\nexec "$@"\n',
        '/usr/bin/server.js': '',
        '/app/server.js': '',
      }),
      '/usr/bin/tini': program(),
      '/usr/bin/node': program(),
    };
    const found = of(entry, unowned, { workingDir: '/app' });
    expect(found).toEqual(expect.arrayContaining(['/usr/bin/node', '/app/server.js', '/usr/bin/sh']));
    expect(found.includes('/usr/bin/tini')).toBe(entry.includes('tini'));
    expect(found).not.toContain('/usr/bin/server.js');
  });

  test('is no program of its arguments otherwise', () => {
    const unowned = { '/usr/bin/node': program(), '/usr/bin/test': program() };
    expect(of(['node', 'test'], unowned)).toEqual(['/usr/bin/node']);
  });

  test('may start any program of its arguments if the image has a base', () => {
    const unowned = { '/init': program(), '/usr/bin/node': program() };
    expect(of(['/init', 'node'], unowned)).toEqual(['/init']);
    expect(of(['/init', 'node'], unowned, { from: {} })).toEqual(['/init', '/usr/bin/node']);
  });

  const problems = (entry: readonly string[], unowned: Case['unowned']) =>
    prune(memoryTree(debianTree({}, { ...SH, ...unowned })), { ...REQUEST, entry });

  test('is told from others where PATH has it not', () => {
    const near = ['/usr/bin/node'];
    expect(problems(['nodee'], { '/usr/bin/node': program() })).toEqual({
      problems: [{ kind: 'missing-entry', path: 'nodee', reason: 'not-in-path', near }],
    });
  });

  test.each([
    ['#!/bin/zsh\nset -e\n', '/bin/zsh'],
    ['#!/bin/sh\r\nset -e\r\n', '/bin/sh\r'],
    ['#!/usr/bin/env bash\n', 'bash'],
  ])('is refused as a script without its interpreter: %j', (text, interpreter) => {
    expect(problems(['run'], { '/usr/bin/env': program(), '/usr/bin/run': script(text) })).toEqual({
      problems: [{ kind: 'missing-interpreter', path: '/usr/bin/run', interpreter }],
    });
  });
});

test('the order of the request does not matter', () => {
  const keep = ['/bin/sh', 'pkg:coreutils', '/usr/share/common-licenses/**', '/usr/lib/**/gconv/*'];
  const graph = (patterns: readonly string[]) => {
    const { graph, taken } = kept({ request: { keep: patterns, packages: patterns } });
    return {
      taken,
      reasons: taken.map((path) => graph.nodes.get(path)).map((node) => node && sortedReasons(node)),
    };
  };
  const expected = graph(keep);
  fc.assert(
    fc.property(fc.shuffledSubarray(keep, { minLength: keep.length }), (shuffled) => {
      expect(graph(shuffled)).toEqual(expected);
    }),
    { numRuns: 10 },
  );
});
