import { describe, expect, test } from 'vitest';
import { elf, folder, type Item, link, memoryTree, script } from '../../test/support/prune/memory-tree.ts';
import { alpineTree, distrolessTree, MUSL, MUSL_LIBC } from '../../test/support/prune/other-trees.ts';
import { REQUEST } from '../../test/support/prune/request.ts';
import { byName } from '../tree/paths.ts';
import { entriesOf } from '../tree/tree.ts';
import { type Kept, prune } from './prune.ts';
import type { PruneRequest, TraceEvent } from './request.ts';
import { compare } from './verify/compare.ts';

type Items = Readonly<Record<string, Item>>;

function keptOf(items: Items, request: Partial<PruneRequest> = {}, events: readonly TraceEvent[] = []): Kept {
  const outcome = prune(memoryTree(items), { ...REQUEST, ...request }, events);
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome;
}

/** What is taken and no folder, and what mib writes. */
function filesOf({ taken, graph, files }: Kept): readonly string[] {
  const isFile = (path: string) => graph.nodes.get(path)?.entry?.type !== 'folder';
  return [...taken.filter(isFile), ...files.map(({ path }) => path)].sort(byName);
}

function written(kept: Kept, path: string): string | undefined {
  return kept.files.find((file) => file.path === path)?.text;
}

const INSTALLED = '/lib/apk/db/installed';
const ALPINE = [
  '/etc/alpine-release',
  '/etc/group',
  '/etc/os-release',
  '/etc/passwd',
  MUSL,
  INSTALLED,
  '/usr/lib/os-release',
];

describe('an Alpine', () => {
  test('keeps what its loader maps, and no more', () => {
    const kept = keptOf(alpineTree());
    const app = ['/usr/bin/app', '/usr/lib/libfoo.so.2', '/usr/lib/libfoo.so.2.0'];
    expect(filesOf(kept)).toEqual([...ALPINE, ...app].sort(byName));
    expect(kept.contributors.map(({ name }) => name)).toEqual(['libfoo', 'musl']);
    expect(kept.packages).toBe(4);
    expect(kept.unresolved).toEqual([]);
  });

  test("has a database of apk, with the contributors' own stanzas and what is there of their files", () => {
    expect(written(keptOf(alpineTree()), INSTALLED)).toBe(`C:Q1lib
P:libfoo
V:2.0-r1
A:x86_64
L:MIT AND (BSD-3-Clause OR Custom)
o:foo
D:so:libc.musl-x86_64.so.1 !libbar
p:so:libfoo.so.2=2.0
F:usr
F:usr/lib
R:libfoo.so.2
a:0:0:777
R:libfoo.so.2.0
a:0:0:755

C:Q1qKcZ+j23xssAXmgQhkOO8dHnbWw=
P:musl
V:1.2.5-r10
A:x86_64
S:410000
I:671744
T:the musl c library (libc) implementation
U:https://musl.example/
L:MIT
o:musl
m:A Person <person@mail.example>
t:1739997570
c:abc
p:so:libc.musl-x86_64.so.1=1
F:lib
R:ld-musl-x86_64.so.1
a:0:0:755
Z:Q1bOpRfNvB8kzDbbHXjUvAaqIu2I8=

`);
  });

  test('keeps a link of busybox that is used, with busybox, and none of the others', () => {
    const app = { '/app/run': script('#!/usr/bin/env sh\nls /\n') };
    const kept = keptOf(alpineTree(app), { entry: ['/app/run'] });
    const own = ['/app/run', '/bin/busybox', '/bin/ls', '/bin/sh', '/usr/bin/env'];
    expect(filesOf(kept)).toEqual([...ALPINE, ...own].sort(byName));
    expect(written(kept, INSTALLED)).toContain('P:busybox\n');
    expect(written(kept, INSTALLED)).not.toContain('securetty');
  });

  test('keeps busybox by its hard links, which are one file', () => {
    const busybox = elf({ interpreter: MUSL, needed: [MUSL_LIBC] }, { inode: '1:1' });
    const names = { '/bin/busybox': busybox, '/bin/sh': busybox, '/bin/ls': busybox };
    const kept = keptOf(alpineTree(names), { entry: ['/bin/sh'] });
    expect(filesOf(kept)).toEqual([...ALPINE, '/bin/sh'].sort(byName));
  });

  test('at the level of packages keeps a package whole', () => {
    const kept = keptOf(alpineTree(), { level: 'packages' });
    expect(filesOf(kept)).toContain('/usr/lib/libfoo-extra.so.2');
    expect(filesOf(kept)).toContain(`/lib/${MUSL_LIBC}`);
  });

  test('of a merged /usr has its database there', () => {
    const { [MUSL]: loader = '', [INSTALLED]: installed = '', ...rest } = alpineTree();
    const { [`/lib/${MUSL_LIBC}`]: _, '/lib/apk/db/scripts.tar': __, ...others } = rest;
    const kept = keptOf({
      ...others,
      '/lib': link('usr/lib'),
      '/usr/lib/ld-musl-x86_64.so.1': loader,
      '/usr/lib/apk/db/installed': installed,
    });
    expect(kept.contributors.map(({ name }) => name)).toEqual(['libfoo', 'musl']);
    expect(kept.taken).toContain('/lib');
    expect(written(kept, '/usr/lib/apk/db/installed')).toContain('R:ld-musl-x86_64.so.1\n');
  });

  test('takes no state of apk along, even where a check used it', () => {
    const events = [
      { path: '/lib/apk/db/scripts.tar', kind: 'open' },
      { path: INSTALLED, kind: 'open' },
    ] as const;
    const kept = keptOf(alpineTree(), {}, events);
    expect(kept.taken).not.toContain('/lib/apk/db/scripts.tar');
    expect(kept.files.map(({ path }) => path)).toEqual([INSTALLED]);
  });

  test('drop and keep know its packages', () => {
    const kept = keptOf(alpineTree(), { keep: ['pkg:zlib', 'pkg:busybox'], drop: ['pkg:busybox'] });
    expect(filesOf(kept)).toContain('/usr/lib/libz.so.1');
    expect(filesOf(kept)).not.toContain('/bin/busybox');
    expect(kept.contributors.map(({ name }) => name)).toEqual(['libfoo', 'musl', 'zlib']);
  });

  test('the image that is made of it has nothing that it would not explain', () => {
    const items = alpineTree({ '/etc/ld-musl-x86_64.path': '/usr/own\n', '/usr/own/libfoo.so.2': elf({}) });
    const kept = keptOf(items);
    expect(filesOf(kept)).toContain('/etc/ld-musl-x86_64.path');
    expect(filesOf(kept)).toContain('/usr/own/libfoo.so.2');
    expect(filesOf(kept)).not.toContain('/usr/lib/libfoo.so.2');
    expect(imageFaults(items, kept)).toEqual([]);
  });
});

/** What the gate would say of the image. */
function imageFaults(items: Items, kept: Kept) {
  const taken = Object.fromEntries(kept.taken.map((path) => [path, items[path] ?? folder()]));
  const made = kept.folders.map(({ path, mode }) => [path, folder({ mode, mtime: REQUEST.epoch })]);
  const image = memoryTree({
    ...taken,
    ...Object.fromEntries(made),
    ...Object.fromEntries(kept.files.map(({ path, text }) => [path, text])),
  });
  const report = {
    reasons: new Map(
      [...kept.graph.nodes.values()].flatMap(({ id, entry, reasons }) => (entry ? [[id, reasons]] : [])),
    ),
    folders: new Map(kept.folders.map((each) => [each.path, each])),
    files: new Set(kept.files.map(({ path }) => path)),
    cleared: new Set<string>(),
    dropped: new Set<string>(),
  };
  return compare(memoryTree(items), image, entriesOf(image), report, REQUEST);
}

describe('a distroless image', () => {
  test('keeps what is needed, with the files of the contributors in status.d', () => {
    const kept = keptOf(distrolessTree(), { entry: ['/app/server'], user: 'nonroot' });
    expect(kept.contributors.map(({ name }) => name)).toEqual(['libc6', 'zlib1g']);
    expect(kept.files.map(({ path }) => path)).toEqual([
      '/var/lib/dpkg/status.d/bGliYzY',
      '/var/lib/dpkg/status.d/bGliYzY.md5sums',
      '/var/lib/dpkg/status.d/zlib1g',
      '/var/lib/dpkg/status.d/zlib1g.md5sums',
    ]);
    expect(written(kept, '/var/lib/dpkg/status.d/zlib1g')).toBe(
      'Package: zlib1g\nArchitecture: amd64\nVersion: 1.0\nSource: zlib (2)\nDepends: libc6 (>= 2.14)\n' +
        'Description: a test\n more\n',
    );
    expect(written(kept, '/var/lib/dpkg/status.d/bGliYzY.md5sums')).toBe(
      `${'0'.repeat(32)}  usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2\n` +
        `${'0'.repeat(32)}  lib/x86_64-linux-gnu/libc.so.6\n` +
        `${'0'.repeat(32)}  usr/share/doc/libc6/copyright\n`,
    );
    expect(filesOf(kept)).toContain('/usr/share/doc/zlib1g/copyright');
    expect(imageFaults(distrolessTree(), kept)).toEqual([]);
  });

  test('has the packages whose configuration is kept, although its lists lack that', () => {
    const types = {
      '/etc/mime.types': '',
      '/usr/share/doc/media-types/copyright': 'public domain\n',
      '/var/lib/dpkg/status.d/media-types':
        'Package: media-types\nArchitecture: all\nVersion: 13\nDescription: a test\n',
      '/var/lib/dpkg/status.d/media-types.md5sums': `${'0'.repeat(32)}  usr/share/doc/media-types/copyright\n`,
    };
    const named = (request: Partial<PruneRequest>) =>
      keptOf(distrolessTree(types), { entry: ['/app/server'], ...request }).contributors.map(
        ({ name }) => name,
      );
    expect(named({ from: {} })).toEqual(['libc6', 'media-types', 'zlib1g']);
    expect(named({})).toEqual(['libc6', 'zlib1g']);
  });

  test('has the package of the certificates, whatever fires their rule', () => {
    const bundle = '/etc/ssl/certs/ca-certificates.crt';
    const certificates = {
      [bundle]: '',
      '/usr/share/doc/ca-certificates/copyright': 'MPL-2.0\n',
      '/var/lib/dpkg/status.d/ca-certificates':
        'Package: ca-certificates\nArchitecture: all\nVersion: 1\nDescription: a test\n',
    };
    const environment = { SSL_CERT_FILE: bundle };
    const { contributors } = keptOf(distrolessTree(certificates), {
      entry: ['/app/server'],
      environment,
      from: {},
    });
    expect(contributors.map(({ name }) => name)).toContain('ca-certificates');
  });

  test('a database of dpkg beside it stays what it is', () => {
    const status = 'Package: own\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n';
    const kept = keptOf(
      distrolessTree({
        '/var/lib/dpkg/status': status,
        '/var/lib/dpkg/info/own.list': '/app/server\n',
      }),
      { entry: ['/app/server'] },
    );
    expect(kept.contributors.map(({ name }) => name)).toEqual(['libc6', 'own', 'zlib1g']);
    expect(written(kept, '/var/lib/dpkg/status')).toBe(`${status}\n`);
  });
});

describe('an image without a package database', () => {
  test('may hold one static program and nothing else', () => {
    const kept = keptOf({ '/server': elf({}) }, { entry: ['/server'] });
    expect(filesOf(kept)).toEqual(['/server']);
    expect(kept.files).toEqual([]);
    expect(kept.folders.map(({ path }) => path)).not.toContain('/var/lib/dpkg');
    expect(kept.packages).toBe(0);
  });

  test('may run as a user that only a number names, or nobody', () => {
    const own = { '/server': elf({}) };
    for (const user of ['', '65532:65532', 'nobody']) {
      const kept = keptOf(own, { entry: ['/server'], user, workingDir: '/data', level: 'packages' });
      expect(filesOf(kept)).toEqual(['/server']);
      expect(kept.folders).toContainEqual(expect.objectContaining({ path: '/data' }));
    }
  });

  test('BusyBox: links by their use', () => {
    const busybox = { '/bin/busybox': elf({}), '/bin/sh': link('busybox'), '/bin/httpd': link('busybox') };
    const kept = keptOf(busybox, {
      entry: ['/bin/sh', '-c', 'httpd -f'],
      programs: [['/bin/sh', '-c', 'httpd -f']],
    });
    expect(filesOf(kept)).toEqual(['/bin/busybox', '/bin/httpd', '/bin/sh']);
  });

  test('the database of rpm stays as it is, wherever it lies', () => {
    const own = {
      '/usr/bin/app': elf({ interpreter: '/lib64/ld-linux-x86-64.so.2', needed: ['libz.so.1'] }),
      '/lib64': link('usr/lib64'),
      '/usr/lib64/ld-linux-x86-64.so.2': elf({}),
      '/usr/lib64/libz.so.1': elf({}),
      '/usr/lib64/libx.so.1': elf({}),
      '/etc/fedora-release': link('../usr/lib/fedora-release'),
      '/usr/lib/fedora-release': 'Fedora release 42\n',
      '/var/lib/rpm': link('../../usr/lib/sysimage/rpm'),
      '/usr/lib/sysimage/rpm/rpmdb.sqlite': 'database',
    };
    const kept = keptOf(own);
    const { '/usr/lib64/libx.so.1': _, ...expected } = own;
    expect(filesOf(kept)).toEqual(Object.keys(expected).sort(byName));
    expect(kept.packages).toBe(0);
  });
});

test('a database that is a link, a folder or a device counts as what it leads to, or as none', () => {
  const installed = alpineTree()[INSTALLED] ?? '';
  const leading = keptOf(alpineTree({ [INSTALLED]: link('/opt/installed'), '/opt/installed': installed }));
  expect(leading.contributors.map(({ name }) => name)).toEqual(['libfoo', 'musl']);
  const device: Item = { entry: { type: 'other', mode: 0o666, uid: 0, gid: 0, size: 0, mtime: 0 } };
  for (const item of [link('/etc/../../../nowhere'), link('installed'), folder(), device]) {
    expect(keptOf(alpineTree({ [INSTALLED]: item })).packages).toBe(0);
  }
  const kept = keptOf({ '/app': elf({}), '/var': link('/etc'), '/lib': link('/var') }, { entry: ['/app'] });
  expect(kept.packages).toBe(0);
});

describe('the application of a base image', () => {
  const from = {};

  test('is kept beside any package database, and apart from it by what no package owns', () => {
    const own = { '/app/data.json': '{}', '/opt/tool/lib.txt': 'x', '/usr/share/stray': 'x' };
    const alpine = keptOf(alpineTree(own), { from });
    expect(filesOf(alpine)).toEqual(
      expect.arrayContaining(['/app/data.json', '/opt/tool/lib.txt', '/usr/bin/app']),
    );
    expect(filesOf(alpine)).not.toContain('/usr/share/stray');
    const distroless = keptOf(distrolessTree(own), { from, entry: ['/app/server'] });
    expect(filesOf(distroless)).toContain('/app/data.json');
    const sum = `${'0'.repeat(32)}  app/data.json\n`;
    const owned = { ...own, '/var/lib/dpkg/status.d/zlib1g.md5sums': sum };
    expect(filesOf(keptOf(distrolessTree(owned), { from, entry: ['/app/server'] }))).not.toContain(
      '/app/data.json',
    );
  });

  test('includes the configuration and shared data where there is no database', () => {
    const own = {
      '/app/server': elf({}),
      '/app/data': 'x',
      '/bin/tool': elf({}),
      '/etc/app/config.yml': 'x',
      '/etc/ssl/certs/ca-certificates.crt': 'x',
      '/usr/share/zoneinfo/Europe/Berlin': 'x',
    };
    const { '/bin/tool': _, ...kept } = own;
    expect(filesOf(keptOf(own, { from, entry: ['/app/server'] }))).toEqual(Object.keys(kept).sort(byName));
    expect(filesOf(keptOf(own, { entry: ['/app/server'] }))).toEqual(['/app/server']);
  });

  test('is told apart from what rpm may own, which is not counted as left out', () => {
    const own = {
      '/app/server': elf({}),
      '/app/data': 'x',
      '/etc/app.conf': 'x',
      '/etc/pki/tls/cert.pem': 'x',
      '/usr/share/other': 'x',
      '/usr/lib/sysimage/rpm/rpmdb.sqlite': 'database',
    };
    const kept = keptOf(own, { from, entry: ['/app/server'] });
    expect(filesOf(kept)).toEqual([
      '/app/data',
      '/app/server',
      '/etc/pki/tls/cert.pem',
      '/usr/lib/sysimage/rpm/rpmdb.sqlite',
    ]);
    expect(kept.leftOut).toBeUndefined();
  });

  test('what was left out of an Alpine has no links to BusyBox in it', () => {
    const { leftOut, idle } = keptOf(alpineTree({ '/usr/share/stray': 'x', '/etc/apk/world': 'busybox\n' }), {
      from,
    });
    expect(leftOut?.largest).toContainEqual({ path: '/usr/share/stray', bytes: 1 });
    expect(leftOut?.files).toBe(2);
    expect(idle).toEqual([]);
  });
});
