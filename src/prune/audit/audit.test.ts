import { describe, expect, test } from 'vitest';
import { encodeGoBuild } from '../../../test/support/elf/go.ts';
import { LIB, program } from '../../../test/support/prune/debian-tree.ts';
import { type Case, kept } from '../../../test/support/prune/kept.ts';
import { elf, folder, link, script, text } from '../../../test/support/prune/memory-tree.ts';
import { AUDIT_RULES } from './index.ts';

/** The findings of a pruning, a line each. */
function found(of: Case): readonly string[] {
  return kept(of).suspicions.map(({ rule, detail }) => `${rule}: ${detail}`);
}

test('an ordinary image is not suspicious, and rules have their order', () => {
  expect(found({ request: { packages: ['app'] } })).toEqual([]);
  const names = AUDIT_RULES.map(({ name }) => name);
  expect(names).toEqual([...names].sort());
});

test('every rule has a summary', () => {
  expect(Object.fromEntries(AUDIT_RULES.map(({ name, summary }) => [name, summary]))).toEqual({
    'missing-library': 'A library that a kept file needs should be in the tree',
    'no-certificates': 'TLS clients need CA certificates',
    'no-timezones': 'A program that looks up time zones needs the time zone database',
    'setuid-file': 'A setuid or setgid program gives its rights to anyone who can run it',
    'shell-in-image': 'A shell in the image helps an attacker who breaks in',
    'unopened-library': 'A check should load the libraries that the program can load at run time',
    'unused-files': 'Files that no program needs make an image larger and easier to attack',
    'unused-package': 'A package without files in the image may not be needed',
    'unwritable-volume': 'The program should be able to write to its volumes',
    'withheld-secret': 'A secret of the installation belongs in the container or in keep',
  });
});

test('a shell that a check brought in is named with the check', () => {
  const { suspicions } = kept({ request: { programs: [['sh', '-c', 'app work']] } });
  expect(suspicions).toEqual([
    {
      rule: 'shell-in-image',
      detail: '"/usr/bin/dash" is a shell: a check starts it',
      program: 'sh',
    },
  ]);
});

test.each<[string, Case, readonly string[]]>([
  [
    'a script',
    {
      packages: { tool: { files: { '/usr/bin/tool': script('#!/bin/sh\n') } } },
      request: { programs: [['tool']] },
    },
    ['shell-in-image: "/usr/bin/dash" is a shell: the script "/usr/bin/tool" needs it'],
  ],
  [
    'a rule',
    {
      unowned: { '/usr/share/php/Symfony/Component/Process/Process.php': '', '/usr/bin/php8.4': elf({}) },
      request: { programs: [['php8.4']] },
    },
    ['shell-in-image: "/usr/bin/dash" is a shell: the rule "symfony" keeps it'],
  ],
  ['the entry', { request: { entry: ['/usr/bin/sh'] } }, []],
  [
    'a script that is the entry',
    { unowned: { '/srv/start': script('#!/bin/sh\n') }, request: { entry: ['/srv/start'] } },
    [],
  ],
  ['a line of keep', { request: { keep: ['/bin/sh'] } }, []],
  ['a line of packages', { request: { packages: ['dash'], programs: [['sh']] } }, []],
])('a shell that is kept for %s', (_, of, lines) => {
  expect(found(of)).toEqual(lines);
});

test('a setuid file stays suspicious when a check ran it, unless the Imagefile brought it', () => {
  const unowned = {
    '/usr/bin/su': elf({}, { mode: 0o4755 }),
    '/usr/bin/write': elf({}, { mode: 0o2755 }),
    '/usr/bin/chfn': elf({}, { mode: 0o4755 }),
    '/usr/bin/own': elf({}, { mode: 0o4755 }),
  };
  const events = ['su', 'write', 'own'].map((name) => ({ path: `/usr/bin/${name}`, kind: 'exec' }) as const);
  const request = { keep: ['/usr/bin/chfn'], files: ['/usr/bin/own'] };
  expect(found({ unowned, events, request })).toEqual([
    'setuid-file: "/usr/bin/su" keeps its setuid bit: a check runs it',
    'setuid-file: "/usr/bin/write" keeps its setgid bit: a check runs it',
  ]);
});

test('a TLS client needs CA certificates, and a server does not', () => {
  const app = (soname: string) => ({
    app: { files: { '/usr/bin/app': program([soname]), [`${LIB}/${soname}`]: elf({ soname }) } },
  });
  expect(found({ packages: app('libcurl.so.4') })).toEqual([
    `no-certificates: "${LIB}/libcurl.so.4" needs CA certificates, but the image has none`,
  ]);
  expect(found({ packages: app('libssl.so.3') })).toEqual([]);
  const unowned = { '/etc/ssl/certs/own.pem': 'certificate' };
  expect(
    found({ packages: app('libcurl.so.4'), unowned, request: { files: ['/etc/ssl/certs/own.pem'] } }),
  ).toEqual([]);
});

test('a library of a library, or a module that no check loaded, does not make a client', () => {
  const app = { files: { '/usr/bin/app': program(['libmedia.so.1']) } };
  const media = {
    files: {
      [`${LIB}/libmedia.so.1`]: elf({ needed: ['libgnutls.so.30'] }),
      [`${LIB}/libgnutls.so.30`]: elf({}),
    },
  };
  expect(found({ packages: { app, media } })).toEqual([]);
  const module = '/usr/lib/python3.13/lib-dynload/_ssl.cpython-313-x86_64-linux-gnu.so';
  const python = { packages: { app: { files: { '/usr/bin/app': program(), [module]: elf({}) } } } };
  expect(found({ ...python, request: { keep: [module] } })).toEqual([]);
  expect(found({ ...python, events: [{ path: module, kind: 'open' }] })).toEqual([
    `no-certificates: "${module}" needs CA certificates, but the image has none`,
  ]);
});

test('a package that leaves nothing is named, unless it is there for others, for what its scripts made, or as another name', () => {
  const packages = {
    tool: { files: { '/usr/bin/tool': program(), '/usr/share/doc/tool/copyright': 'MIT' } },
    meta: { files: { '/usr/share/doc/meta/copyright': 'MIT', '/usr/share/doc/meta': folder() } },
    data: { files: { '/usr/share/data/list': 'list' } },
    maker: { files: { '/usr/sbin/make-it': program(), '/var/lib/maker': folder() } },
    name: { files: { '/usr/bin/app-2': link('app') } },
  };
  const request = { packages: ['app', 'tool', 'meta', 'data', 'maker', 'name', 'absent'] };
  const { suspicions } = kept({ packages, unowned: { '/etc/maker/made': 'made' }, request });
  expect(suspicions).toEqual([
    { rule: 'unused-package', detail: 'no file of the package "tool" is in the image', package: 'tool' },
  ]);
});

test('a library that a program can open is left out with a word', () => {
  const unowned = {
    [`${LIB}/libopen.so.1`]: elf({ imports: ['dlopen'], constants: ['liblarge.so.1'] }),
    [`${LIB}/liblarge.so.1`]: link('liblarge.so.1.2'),
    [`${LIB}/liblarge.so.1.2`]: elf({}, { size: 2_000_000 }),
  };
  const packages = { app: { files: { '/usr/bin/app': program(['libopen.so.1']) } } };
  expect(found({ packages, unowned })).toEqual([
    `unopened-library: "${LIB}/libopen.so.1" can load "liblarge.so.1" ("${LIB}/liblarge.so.1.2"), but no check did: 2.0 MB are left out`,
  ]);
  expect(found({ packages, unowned, request: { skip: ['unopened-library'] } })).toEqual([]);
});

test('a volume that the user cannot write to is named', () => {
  const dir = (mode: number, uid = 0, gid = 0) => folder({ mode, uid, gid });
  const unowned = {
    '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nnonroot:x:65532:65532::/home/nonroot:/bin/sh\n',
    '/etc/group': 'shared:x:7:nonroot\n',
  };
  const files = {
    '/usr/bin/app': program(),
    '/var/lib/app': dir(0o755),
    '/var/lib/other': dir(0o700, 33, 33),
    '/var/lib/own': dir(0o700, 65532),
    '/var/lib/shared': dir(0o770, 0, 7),
    '/var/lib/open': dir(0o1777),
  };
  const volumes = [...Object.keys(files).slice(1), '/srv/new'];
  const said = (user: string) => {
    const { suspicions } = kept({ packages: { app: { files } }, unowned, request: { volumes, user } });
    return suspicions
      .filter(({ rule }) => rule === 'unwritable-volume')
      .map(({ detail, volume }) => [volume, detail]);
  };
  expect(said('nonroot')).toEqual([
    ['/var/lib/app', '"/var/lib/app" belongs to 0:0 with mode 0755, so nonroot cannot write to it'],
    ['/var/lib/other', '"/var/lib/other" belongs to 33:33 with mode 0700, so nonroot cannot write to it'],
  ]);
  expect(said('root')).toEqual([]);
});

test('a secret that a check opened is named, unless the Imagefile wants it in the image', () => {
  const unowned = {
    '/etc/ssh/ssh_host_rsa_key': 'key',
    '/etc/ssl/private/own.key': 'key',
    '/etc/shadow': 'passwords',
    '/etc/hosts': 'names',
  };
  const events = ['/etc/ssh/ssh_host_rsa_key', '/etc/ssl/private/own.key', '/etc/hosts'].map(
    (path) => ({ path, kind: 'open' }) as const,
  );
  const of = { unowned, events, request: { keep: ['/etc/ssl/private/own.key'] } };
  expect(found(of)).toEqual([
    'withheld-secret: "/etc/ssh/ssh_host_rsa_key" is left out: a check used it, but it is a secret',
  ]);
  expect(kept(of).withheld).toEqual(['/etc/hosts', '/etc/ssh/ssh_host_rsa_key']);
});

test('a secret that the installation made is named, whatever would have kept it', () => {
  const RNDC =
    'key "rndc-key" {\n  algorithm hmac-sha256;\n  secret "w8H0jE2mYxv3cQ5sGd7tKfLr1aZbNpUo4iWqRyTeXhA=";\n};\n';
  const secret = (content: string) => text(content, { mode: 0o640 });
  const unowned = {
    '/etc/app/rndc.key': secret(RNDC),
    '/etc/app/tls': secret('-----BEGIN EC PRIVATE KEY-----\nx\n'),
    '/etc/app/cookie': secret('KXQVJDBMRGWLPZNYTCFH\n'),
    '/etc/app/db.conf': secret('user = app\npassword = hae7Eich\n'),
    '/etc/app/data.mdb': secret('a\0b'),
    '/etc/app/by-run.key': secret(RNDC),
    '/etc/app/public.key': RNDC,
    '/var/lib/ucf/registry': 'app /etc/app/db.conf\n',
    '/etc/app/pg_hba.conf': secret('# password = hae7Eich\nlocal all postgres peer\n'),
    '/etc/app/app.conf': secret("ssl_key_file = '/etc/X11/app/Keys/server12.key'\nport = 53\n"),
  };
  const packages = { app: { files: { '/usr/bin/app': program(), '/etc/app': folder() } } };
  const request = { run: ['make-key /etc/app/by-run.key'] };
  const { suspicions, withheld } = kept({ packages, unowned, request });
  const out = ['cookie', 'data.mdb', 'db.conf', 'rndc.key', 'tls'].map((name) => `/etc/app/${name}`);
  expect(withheld).toEqual(out);
  expect(suspicions.filter(({ rule }) => rule === 'withheld-secret').map(({ detail }) => detail)).toEqual(
    out.map((path) => `"${path}" is left out: the installation made it, and it is a secret`),
  );
});

describe('time zones', () => {
  const zone = { '/usr/share/zoneinfo/tzdata.zi': '', '/usr/share/zoneinfo/Europe/Berlin': 'TZif' };
  const python = { '/usr/local/lib/python3.13/zoneinfo/__init__.py': '' };
  const keep = Object.keys(python);
  const READER = 'no-timezones: "/usr/local/lib/python3.13/zoneinfo/__init__.py" looks up time zones';
  const go = (names: string) =>
    elf({
      data: Buffer.concat([encodeGoBuild('go1.24.4', []), Buffer.from(names)]),
      interpreter: '/lib64/ld-linux-x86-64.so.2',
    });

  test.each<[string, Case, readonly string[]]>([
    [
      'Python without any',
      { unowned: python, request: { keep } },
      [`${READER}, but the image has none; to add them: packages: [tzdata]`],
    ],
    [
      'Python that could have them',
      { unowned: { ...python, ...zone }, request: { keep } },
      [`${READER}, but the image has none; to keep them: keep: ["/usr/share/zoneinfo/**"]`],
    ],
    [
      'Python with them',
      { unowned: { ...python, ...zone }, request: { keep, environment: { TZ: 'UTC' } } },
      [],
    ],
    [
      'Python with the package of PyPI',
      {
        unowned: { ...python, '/usr/local/lib/python3.13/site-packages/tzdata/zoneinfo/Europe/Berlin': '' },
        request: { keep: [...keep, '/usr/local/lib/python3.13/site-packages/tzdata/**'] },
      },
      [],
    ],
    [
      'a variable that names none',
      { request: { environment: { TZ: 'Europe/Berlin' } } },
      [
        'no-timezones: TZ is "Europe/Berlin", but the image has no such time zone; to add them: packages: [tzdata]',
      ],
    ],
    ['a rule of POSIX', { request: { environment: { TZ: 'CET-1CEST' } } }, []],
    [
      'a program of Go that loads locations',
      { unowned: { '/srv/app': go('time.LoadLocation\0') }, request: { keep: ['/srv/app'] } },
      [
        'no-timezones: "/srv/app" looks up time zones, but the image has none; to add them: packages: [tzdata]',
      ],
    ],
    ['one that does not', { unowned: { '/srv/app': go('time.Now\0') }, request: { keep: ['/srv/app'] } }, []],
    [
      'one that has them',
      {
        unowned: { '/srv/app': go('time.LoadLocation\0time/tzdata.init\0') },
        request: { keep: ['/srv/app'] },
      },
      [],
    ],
    [
      'Java with a database of its own',
      {
        unowned: { '/opt/j/lib/server/libjvm.so': elf({}), '/opt/j/lib/tzdb.dat': '' },
        request: { keep: ['/opt/j/lib/server/libjvm.so'] },
      },
      [],
    ],
  ])('%s', (_, of, lines) => {
    expect(found(of).filter((line) => line.startsWith('no-timezones'))).toEqual(lines);
  });
});

test('a base image that is kept whole is told of all that nothing needs', () => {
  const of: Case = {
    packages: {
      tool: {
        files: {
          '/usr/bin/tool': elf({}, { mode: 0o4755 }),
          '/usr/lib/tool/one': 'x'.repeat(2e6),
          '/usr/lib/tool/two': '',
        },
      },
    },
    unowned: { '/srv/page': '' },
    request: { from: {}, isWhole: true },
  };
  const [setuid, unused, ...rest] = found(of).filter((line) => !line.startsWith('shell'));
  expect(setuid).toBe('setuid-file: "/usr/bin/tool" has its setuid bit');
  expect(unused).toMatch(
    /^unused-files: nothing needs \d+ of \d+ files \(2\.0 MB\) and \d+ of \d+ packages; largest: \/usr\/lib\/tool \(2\.0 MB\), /,
  );
  expect(unused).not.toContain('/srv');
  expect(rest).toEqual([]);
  const { isWhole, ...request } = of.request ?? {};
  expect(isWhole && found({ ...of, request })).toEqual([]);
});

describe('a library that the tree lacks', () => {
  const needing = (name: string, ...more: readonly string[]) => program([name, ...more]);
  const lib = {
    files: { [`${LIB}/libfont.so.1`]: elf({ soname: 'libfont.so.1', needed: ['libshape.so.0'] }) },
  };
  const packages = { app: { files: { '/usr/bin/app': needing('libfont.so.1') } }, libfont1: lib };

  test('is found once, with the first file that needs it', () => {
    expect(found({ packages })).toEqual([
      `missing-library: "${LIB}/libfont.so.1" needs "libshape.so.0", which is not in the full tree either`,
    ]);
    const other = { files: { '/usr/bin/app': needing('libfont.so.1', 'libshape.so.0') } };
    expect(found({ packages: { ...packages, app: other } })).toEqual([
      'missing-library: "/usr/bin/app" and 1 more need "libshape.so.0", which is not in the full tree either',
    ]);
  });

  test('is none where a folder has it that the loader does not search', () => {
    expect(found({ packages, unowned: { '/opt/app/libshape.so.0': elf({}) } })).toEqual([]);
  });

  test('is none of a file for another machine or libc, or that drop names', () => {
    const foreign = elf({ soname: 'libfont.so.1', needed: ['libshape.so.0', 'libc.musl-x86_64.so.1'] });
    expect(
      found({ packages: { ...packages, libfont1: { files: { [`${LIB}/libfont.so.1`]: foreign } } } }),
    ).toEqual([]);
    const { '/srv/x.so': file } = { '/srv/x.so': elf({ needed: ['libshape.so.0'] }) };
    const request = { files: ['/srv'], drop: ['/srv/x.so'] };
    expect(kept({ unowned: { '/srv/x.so': file, '/srv/y': '' }, request }).missing).toEqual([]);
  });

  test('is known with the line that brought the file', () => {
    const unowned = { '/srv/lib/x.so': elf({ needed: ['libshape.so.0'] }) };
    expect(kept({ unowned, request: { files: ['/srv/'] } }).missing).toEqual([
      { from: '/srv/lib/x.so', name: 'libshape.so.0', target: '/srv/' },
    ]);
    expect(kept({ unowned, request: { from: {}, keep: ['/srv/**'] } }).missing).toEqual([
      { from: '/srv/lib/x.so', name: 'libshape.so.0' },
    ]);
  });
});
