import { readStatus } from '../../../src/debian/dpkg-status.ts';
import { explainAlternatives } from '../../../src/imagefile/values/alternatives.ts';
import { configuredFolders } from '../../../src/prune/ldconf.ts';
import { accountOf, groupsOf, isAccount } from '../../../src/tree/accounts.ts';
import { keptStanza } from '../../../src/tree/apk.ts';
import { expand, literalPrefix, matcher } from '../../../src/tree/glob.ts';
import { isMinimal, manualPackages } from '../../../src/tree/marks.ts';
import { decodeName, encodeName, isText } from '../../../src/tree/names.ts';
import { readPackages } from '../../../src/tree/packages.ts';
import { printable, typeable } from '../../../src/tree/printable.ts';
import { resolverOf } from '../../../src/tree/resolver.ts';
import { bytes, folder, link, memoryTree } from '../../support/prune/memory-tree.ts';
import { must, never, raw, type Target } from '../fuzz/target.ts';

const STATUS = `Package: jq
Status: install ok installed
Priority: optional
Architecture: amd64
Source: jq (1.7)
Version: 1.7.1-6
Depends: libjq1
Description: JSON

Package: gone
Status: deinstall ok config-files
Architecture: amd64
Version: 1
`;
const APK = `P:musl\nV:1.2.5-r0\nA:x86_64\no:musl\nD:so:libc\nF:lib\nR:ld-musl-x86_64.so.1\na:0:0:755\nZ:Q1=\nF:usr/lib\nR:x\n\nP:jq\nV:1\nF:\nR:a\n`;

/** What the parts of an input become, in this order; a line `====` separates them. */
const PLACES = [
  '/var/lib/dpkg/status',
  '/var/lib/dpkg/info/jq.list',
  '/var/lib/dpkg/diversions',
  '/lib/apk/db/installed',
  '/var/lib/dpkg/status.d/base',
  '/var/lib/dpkg/status.d/base.md5sums',
  '/var/lib/apt/extended_states',
  '/etc/passwd',
  '/etc/group',
  '/etc/ld.so.conf',
  '/etc/apk/world',
];

export const packages: Target = {
  name: 'packages',
  seeds: () => [
    [
      STATUS,
      '/.\n/bin\n/bin/jq\n/usr/share/doc/jq/copyright\n',
      '/bin/sh\n/bin/sh.distrib\ndash\n',
      APK,
      'Package: base\nVersion: 1\nArchitecture: all\n',
      `${'0'.repeat(32)}  usr/bin/x\n`,
      'Package: jq\nArchitecture: amd64\nAuto-Installed: 1\n',
      'root:x:0:0:root:/root:/bin/sh\nnonroot:x:65532:65532::/home/nonroot:\n',
      'root:x:0:\nnonroot:x:65532:a,nonroot\n',
      'include /etc/ld.so.conf.d/*.conf\n/usr/local/lib\n',
      'jq=1.7\n!musl\n.build@edge\n',
    ].join('====\n'),
  ],
  words: [
    ...[
      '====\n',
      '\n\n',
      '\n ',
      'Package: ',
      'Status: install ok installed\n',
      'Architecture: amd64\n',
      'Version: ',
      'Source: x (1)\n',
    ],
    ...[
      '/',
      '/..',
      '/bin/../..',
      '/loop/x',
      'F:',
      'R:',
      'P:',
      'V:',
      'F:../../..\n',
      'include /etc/ld.so.conf\n',
      '{a,b}',
      '**/',
      '*',
      '\0',
    ],
    ...['__proto__', 'root:x:0:0', ':', ',', '4294967296', '-1', '../../../etc/passwd'],
  ],
  read(input) {
    const parts = input.toString('latin1').split('====\n');
    const files = PLACES.map((path, at) => [path, bytes(Buffer.from(parts[at] ?? '', 'latin1'))] as const);
    const tree = memoryTree({ ...TREE, ...Object.fromEntries(files) });
    const resolver = resolverOf(tree);
    const found = readPackages(tree, resolver);
    for (const each of found.all) {
      for (const path of found.files(each)) found.owners(path);
      keptStanza(each, (path) => path.length % 2 === 0);
      isMinimal(each);
    }
    manualPackages(tree, found);
    readStatus(parts[0] ?? '');
    configuredFolders(tree, resolver);
    for (const user of ['', 'nonroot', '65532:nonroot', parts[7]?.slice(0, 20) ?? '']) {
      const { uid, gid } = accountOf(tree, user);
      must(uid >= 0 && gid >= 0 && groupsOf(tree, user).every((each) => each >= 0), 'numbers of accounts');
      isAccount(tree, user);
    }
  },
  refuses: never,
};

const TREE = {
  '/bin': link('usr/bin'),
  '/usr/bin/jq': '',
  '/usr/bin/sh': link('dash'),
  '/usr/bin/dash': '',
  '/usr/lib/a/b/c/d.so': '',
  '/usr/lib/a/b/x-1.2.so': '',
  '/usr/lib/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.so.1': '',
  '/loop': link('loop'),
  '/up': link('../..'),
  '/tmp': folder(),
};
const SMALL = memoryTree(TREE);
const PATHS = [
  '/',
  '/usr/bin/jq',
  '/usr/lib/a/b/c/d.so',
  `/${'a'.repeat(200)}`,
  `/${'a/'.repeat(100)}b`,
  '/a\nb',
];

export const globs: Target = {
  name: 'globs',
  // Five patterns may stand for 20,000 characters each.
  time: 2000,
  seeds: () => [
    '/usr/**/*.so',
    '/usr/{bin,lib}/*',
    '/**',
    '/usr/lib/[a-c]?/\\*',
    '/{a,b}{c,d}/**/x*y*z\n/usr/**/**/b',
    '/[!a]*',
  ],
  words: [
    '**/',
    '/**',
    '*',
    '?',
    '[a-z]',
    '[!',
    ']',
    '{',
    ',',
    '}',
    '{a,b}',
    '\\',
    '/',
    '..',
    'a',
    '.so',
    '(',
    '|',
    '^',
    '$',
    '[z-a]',
    '[[:alpha:]]',
  ],
  read(input) {
    const patterns = input
      .toString('latin1')
      .split('\n')
      .map((line) => `/${line.replace(/^\/+/, '').slice(0, 4000)}`)
      .slice(0, 5);
    // The Imagefile refuses the others.
    const taken = patterns.filter((pattern) => explainAlternatives(pattern) === undefined);
    for (const recursive of [true, false]) {
      const matches = matcher(taken, { recursive });
      for (const path of PATHS) matches(path);
    }
    const resolver = resolverOf(SMALL);
    for (const pattern of taken) {
      literalPrefix(pattern);
      for (const path of expand(SMALL, resolver, pattern)) must(path.startsWith('/'), `the path ${path}`);
    }
  },
  refuses: never,
};

export const names: Target = {
  name: 'names',
  seeds: () => [
    '/usr/bin/jq',
    'Grüße 🙂 \u202e\u200b\u{10ffff}',
    '\x1b[31m\r\n\t\0\x7f',
    ...raw('\xff\xc3\x28\xed\xa0\x80\xf4\x90'),
  ],
  words: [
    ...raw('\xff', '\xc3', '\xed\xa0\x80', '\x9b', '\xed\xbf\xbf', '\xe2\x80'),
    '🙂',
    '\u202e',
    '\ufeff',
    '\x1b[',
    '/',
    '\0',
  ],
  read(input) {
    const name = decodeName(input);
    const back = encodeName(name);
    must(Buffer.from(back).equals(input), 'the same bytes');
    must(isText(name) === (typeof back === 'string'), 'text');
    const shown = printable(name);
    must(!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(shown), 'nothing that a terminal obeys');
    must(shown.length <= 10 * name.length, 'a length in proportion');
    must(JSON.parse(JSON.stringify(name)) === name, 'a name that JSON keeps');
    typeable(name);
  },
  refuses: never,
};
