import type { Item } from './memory-tree.ts';
import { elf, folder, link } from './memory-tree.ts';

/** A made-up Debian package: its files, and fields of its stanza. */
export interface FakePackage {
  readonly source?: string;
  readonly version?: string;
  readonly depends?: string;
  readonly files: Readonly<Record<string, Item>>;
}

export const LIB = '/usr/lib/x86_64-linux-gnu';

/** The merged /usr, glibc and the files of every system, as in Debian's packages. */
export const BASE: Readonly<Record<string, FakePackage>> = {
  'base-files': {
    files: {
      '/bin': link('usr/bin'),
      '/sbin': link('usr/sbin'),
      '/lib': link('usr/lib'),
      '/lib64': link('usr/lib64'),
      '/usr/sbin': folder(),
      '/etc/os-release': link('../usr/lib/os-release'),
      '/usr/lib/os-release': 'ID=debian\nVERSION_ID="13"\n',
      '/etc/debian_version': '13.1\n',
      '/usr/share/common-licenses/GPL-2': 'the GPL\n',
      '/usr/share/common-licenses/GPL': link('GPL-2'),
      '/usr/share/doc/base-files/copyright': 'public domain\n',
      '/tmp': folder({ mode: 0o1777 }),
      '/root': folder({ mode: 0o700 }),
    },
  },
  libc6: {
    source: 'glibc',
    version: '2.41-12',
    files: {
      '/usr/lib64/ld-linux-x86-64.so.2': link(`../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2`),
      [`${LIB}/ld-linux-x86-64.so.2`]: elf({ soname: 'ld-linux-x86-64.so.2' }),
      [`${LIB}/libc.so.6`]: elf({
        soname: 'libc.so.6',
        needed: ['ld-linux-x86-64.so.2'],
        interpreter: '/lib64/ld-linux-x86-64.so.2',
      }),
      [`${LIB}/gconv/ISO8859-15.so`]: elf({ needed: ['libc.so.6'] }),
      '/usr/share/doc/libc6/copyright': 'See /usr/share/common-licenses/GPL.\n',
    },
  },
  'libgcc-s1': {
    source: 'gcc-14 (14.2.0-19)',
    files: {
      [`${LIB}/libgcc_s.so.1`]: elf({ soname: 'libgcc_s.so.1', needed: ['libc.so.6'] }),
      '/usr/share/doc/libgcc-s1': link('gcc-14-base'),
    },
  },
  'gcc-14-base': { source: 'gcc-14', files: { '/usr/share/doc/gcc-14-base/copyright': 'GPL-3\n' } },
  dash: { files: { '/usr/bin/sh': link('dash'), '/usr/bin/dash': program() } },
  coreutils: { files: { '/usr/bin/env': program(), '/usr/bin/mkdir': program() } },
};

/** Makes a dynamic program that needs libc and the given libraries. */
export function program(needed: readonly string[] = []): Item {
  return elf({ interpreter: '/lib64/ld-linux-x86-64.so.2', needed: [...needed, 'libc.so.6'] });
}

/** Returns the files of packages with their dpkg database, and files of no package. */
export function debianTree(
  packages: Readonly<Record<string, FakePackage>>,
  unowned: Readonly<Record<string, Item>> = {},
) {
  const items: Record<string, Item> = {
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnonroot:x:65532:65532::/home/nonroot:/sbin/nologin\n',
    '/etc/group': 'root:x:0:\nnonroot:x:65532:\n',
    '/etc/nsswitch.conf': 'passwd: files\nhosts: files dns\n',
    '/etc/shadow': 'root:*:19000::::::\n',
    '/etc/hostname': 'build\n',
    '/var/log/dpkg.log': 'log\n',
  };
  const stanzas: string[] = [];
  for (const [name, { source, depends, version = '1.0', files }] of Object.entries({
    ...BASE,
    ...packages,
  })) {
    Object.assign(items, files);
    const folders = new Set(
      Object.keys(files).flatMap((path) =>
        path
          .split('/')
          .slice(1, -1)
          .map((_, at, all) => `/${all.slice(0, at + 1).join('/')}`),
      ),
    );
    items[`/var/lib/dpkg/info/${name}.list`] = ['/.', ...folders, ...Object.keys(files)]
      .map((path) => `${path}\n`)
      .join('');
    const sums = Object.keys(files).filter((path) => !path.startsWith('/etc/'));
    items[`/var/lib/dpkg/info/${name}.md5sums`] = sums
      .map((path) => `${'0'.repeat(32)}  ${path.slice(1)}\n`)
      .join('');
    const fields = [`Package: ${name}`, 'Status: install ok installed', 'Architecture: amd64'];
    stanzas.push(
      [
        ...fields,
        ...(source ? [`Source: ${source}`] : []),
        ...(depends ? [`Depends: ${depends}`] : []),
        `Version: ${version}`,
        'Description: a test',
        ' more',
      ].join('\n'),
    );
  }
  items['/var/lib/dpkg/status'] = `${stanzas.join('\n\n')}\n`;
  return { ...items, ...unowned };
}
