import type { Item } from './memory-tree.ts';
import { elf, folder, link } from './memory-tree.ts';

export const MUSL = '/lib/ld-musl-x86_64.so.1';
export const MUSL_LIBC = 'libc.musl-x86_64.so.1';

/** A dynamic program of musl. */
export function muslProgram(needed: readonly string[] = []): Item {
  return elf({ interpreter: MUSL, needed: [...needed, MUSL_LIBC] });
}

/** A database of apk, as Alpine has it. */
export const APK_INSTALLED = `C:Q1qKcZ+j23xssAXmgQhkOO8dHnbWw=
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
R:libc.musl-x86_64.so.1
a:0:0:777
Z:Q17yJ3JFNypA4mxhJJr0ou6CzsJVI=

C:Q1ghC
P:busybox
V:1.37.0-r18
A:x86_64
L:GPL-2.0-only
o:busybox
D:so:libc.musl-x86_64.so.1
F:bin
R:busybox
a:0:0:755
Z:Q1x
F:etc
R:securetty
Z:Q1y
F:usr/share/udhcpc
M:0:0:755
R:default.script
a:0:0:755
Z:Q1z

C:Q1lib
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
R:libfoo-extra.so.2

C:Q1unused
P:zlib
V:1.3.1-r2
A:x86_64
o:zlib
F:usr/lib
R:libz.so.1
`;

/** An Alpine: musl, busybox with its links, a library, and an application that no package has. */
export function alpineTree(more: Readonly<Record<string, Item>> = {}): Readonly<Record<string, Item>> {
  return {
    [MUSL]: elf({ soname: MUSL_LIBC }),
    [`/lib/${MUSL_LIBC}`]: link('ld-musl-x86_64.so.1'),
    '/lib/apk/db/installed': APK_INSTALLED,
    '/lib/apk/db/scripts.tar': 'scripts',
    '/etc/apk/world': 'musl\n',
    '/etc/alpine-release': '3.22.0\n',
    '/etc/os-release': link('../usr/lib/os-release'),
    '/usr/lib/os-release': 'ID=alpine\nVERSION_ID=3.22.0\nPRETTY_NAME="Alpine Linux v3.22"\n',
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
    '/etc/group': 'root:x:0:\n',
    '/etc/securetty': '',
    '/bin/busybox': muslProgram(),
    '/bin/sh': link('/bin/busybox'),
    '/bin/ls': link('/bin/busybox'),
    '/usr/bin/env': link('/bin/busybox'),
    '/usr/share/udhcpc/default.script': '#!/bin/sh\n',
    '/usr/lib/libfoo.so.2': link('libfoo.so.2.0'),
    '/usr/lib/libfoo.so.2.0': elf({ soname: 'libfoo.so.2', needed: [MUSL_LIBC] }),
    '/usr/lib/libfoo-extra.so.2': elf({ needed: [MUSL_LIBC] }),
    '/usr/lib/libz.so.1': elf({ soname: 'libz.so.1' }),
    '/usr/bin/app': muslProgram(['libfoo.so.2']),
    '/tmp': folder({ mode: 0o1777 }),
    ...more,
  };
}

const LIB = '/usr/lib/x86_64-linux-gnu';

/** An image of Debian's packages without dpkg: a file for each package, and checksums. The name of one is not the package's. */
export function distrolessTree(more: Readonly<Record<string, Item>> = {}): Readonly<Record<string, Item>> {
  const sum = '0'.repeat(32);
  const stanza = (name: string, fields = '') =>
    `Package: ${name}\nArchitecture: amd64\nVersion: 1.0\n${fields}Description: a test\n more\n`;
  return {
    '/lib64': link('usr/lib64'),
    '/lib': link('usr/lib'),
    '/usr/lib64/ld-linux-x86-64.so.2': link('../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2'),
    [`${LIB}/ld-linux-x86-64.so.2`]: elf({ soname: 'ld-linux-x86-64.so.2' }),
    [`${LIB}/libc.so.6`]: elf({ soname: 'libc.so.6', needed: ['ld-linux-x86-64.so.2'] }),
    [`${LIB}/libz.so.1.3`]: elf({ soname: 'libz.so.1', needed: ['libc.so.6'] }),
    [`${LIB}/libz.so.1`]: link('libz.so.1.3'),
    '/usr/share/doc/libc6/copyright': 'See /usr/share/common-licenses/GPL.\n',
    '/usr/share/doc/zlib1g/copyright': 'zlib\n',
    '/usr/lib/os-release': 'ID=debian\nVERSION_ID="13"\n',
    '/etc/os-release': link('../usr/lib/os-release'),
    '/etc/passwd':
      'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532::/home/nonroot:/sbin/nologin\n',
    '/var/lib/dpkg/status.d/bGliYzY': stanza('libc6', 'Source: glibc\n'),
    '/var/lib/dpkg/status.d/bGliYzY.md5sums': [
      `${sum}  usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2`,
      `${sum}  lib/x86_64-linux-gnu/libc.so.6`,
      `${sum}  usr/share/doc/libc6/copyright`,
      `${sum}  usr/lib/x86_64-linux-gnu/libgone.so.1`,
      '',
    ].join('\n'),
    '/var/lib/dpkg/status.d/zlib1g': stanza('zlib1g', 'Source: zlib (2)\nDepends: libc6 (>= 2.14)\n'),
    '/var/lib/dpkg/status.d/zlib1g.md5sums': `${sum}  ./usr/lib/x86_64-linux-gnu/libz.so.1.3\n`,
    '/var/lib/dpkg/status.d/tzdata': stanza('tzdata'),
    '/app/server': elf({ interpreter: '/lib64/ld-linux-x86-64.so.2', needed: ['libz.so.1', 'libc.so.6'] }),
    ...more,
  };
}
