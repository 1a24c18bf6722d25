import { describe, expect, test } from 'vitest';
import { kept, reasons } from '../../test/support/prune/kept.ts';
import { folder, link, script } from '../../test/support/prune/memory-tree.ts';
import * as official from '../../test/support/prune/official-images.ts';
import type { PruneRequest } from './request.ts';

const ENTRY = { python: ['python3', '/app/shop.py'], venv: ['/opt/venv/bin/gunicorn', 'shop'] };
const FROM: Partial<PruneRequest> = { from: {}, level: 'modules', workingDir: '/app' };

/** An application on a base image, and which of their files stay and go. */
interface Example {
  readonly files: official.Files;
  readonly request: Partial<PruneRequest>;
  /** Of `files`; all others stay. */
  readonly left: readonly string[];
  /** Of the packages. */
  readonly brought?: readonly string[];
}

const PYTHON = '/usr/local/lib/python3.13';
const PYTHON_LEFT = [
  '/usr/local/bin/pip',
  '/usr/local/bin/pip3',
  '/usr/local/bin/idle3.13',
  '/usr/local/bin/python3.13-config',
  '/usr/local/lib/libpython3.13.a',
  '/usr/local/lib/pkgconfig/python-3.13.pc',
  '/usr/local/include/python3.13/Python.h',
  '/usr/local/share/man/man1/python3.13.1',
  `${PYTHON}/lib-dynload/_dbm.cpython-313-x86_64-linux-gnu.so`,
  `${PYTHON}/lib-dynload/_testcapi.cpython-313-x86_64-linux-gnu.so`,
  `${PYTHON}/test/test_os.py`,
  `${PYTHON}/idlelib/idle.py`,
  `${PYTHON}/tkinter/__init__.py`,
  `${PYTHON}/ensurepip/__init__.py`,
  `${PYTHON}/site-packages/pip/__init__.py`,
  `${PYTHON}/site-packages/pip/__main__.py`,
  `${PYTHON}/site-packages/pip-25.0.dist-info/METADATA`,
  '/root/.cache/pip/http/a',
  '/root/.python_history',
];
const VENV = '/opt/venv/lib/python3.13/site-packages';

const EXAMPLES: Readonly<Record<string, Example>> = {
  'python, pip into /usr/local': {
    files: { ...official.PYTHON_SLIM, ...official.FLASK },
    request: { entry: ['/usr/local/bin/python3', '/app/shop.py'] },
    left: [...PYTHON_LEFT, '/app/.git/HEAD', '/app/.git/objects/aa/bb'],
    brought: ['/usr/bin/convert', '/usr/share/zoneinfo/Europe/Berlin'],
  },
  'python, a venv': {
    files: { ...official.PYTHON_SLIM, ...official.FLASK_VENV },
    request: { entry: ENTRY.venv },
    left: [
      ...PYTHON_LEFT,
      '/opt/venv/bin/activate',
      '/opt/venv/bin/pip',
      `${VENV}/pip/__init__.py`,
      `${VENV}/pip-25.0.dist-info/METADATA`,
    ],
    brought: ['/usr/lib/x86_64-linux-gnu/libpq.so.5'],
  },
  node: {
    files: { ...official.NODE_SLIM, ...official.EXPRESS },
    request: { entry: ['/usr/local/bin/docker-entrypoint.sh', 'node', 'server.js'] },
    left: [
      '/usr/local/bin/npm',
      '/usr/local/bin/npx',
      '/usr/local/bin/corepack',
      '/usr/local/bin/yarn',
      ...Object.keys(official.NODE_SLIM).filter((path) =>
        /node_modules|yarn-v|include|share|README/.test(path),
      ),
      ...[
        'binding.gyp',
        'src/bcrypt.cc',
        'README.md',
        'prebuilds/linux-x64/bcrypt.musl.node',
        'prebuilds/linux-arm64/bcrypt.node',
        'prebuilds/win32-x64/bcrypt.node',
      ].map((path) => `/app/node_modules/bcrypt/${path}`),
      '/app/node_modules/@img/sharp-linuxmusl-x64/package.json',
      '/app/node_modules/@img/sharp-linuxmusl-x64/lib/sharp.js',
      '/app/node_modules/fsevents/package.json',
      '/app/node_modules/fsevents/index.js',
      '/app/node_modules/.cache/babel/x',
      '/root/.npm/_cacache/index',
    ],
    brought: ['/usr/bin/git', '/usr/lib/git-core/git-remote-http', '/usr/bin/env', '/usr/bin/dash'],
  },
  temurin: {
    files: official.TEMURIN,
    request: {
      entry: ['/__cacert_entrypoint.sh', 'java', '-jar', '/app/shop.jar'],
      environment: { PATH: '/opt/java/openjdk/bin:/usr/bin', JAVA_HOME: '/opt/java/openjdk' },
    },
    left: [
      '/opt/java/openjdk/lib/src.zip',
      '/opt/java/openjdk/lib/server/classes_nocoops.jsa',
      '/opt/java/openjdk/jmods/java.base.jmod',
      '/opt/java/openjdk/include/jni.h',
      '/opt/java/openjdk/man/man1/java.1',
    ],
    brought: ['/usr/bin/bash', '/usr/bin/convert', '/usr/bin/git'],
  },
  ruby: {
    files: official.RUBY_SLIM,
    request: {
      entry: ['/usr/local/bin/bundle', 'exec', 'rackup'],
      environment: { GEM_HOME: '/usr/local/bundle' },
    },
    left: [
      '/usr/local/lib/ruby/gems/3.3.0/cache/rake-13.gem',
      '/usr/local/include/ruby-3.3.0/ruby.h',
      '/usr/local/share/man/man1/ruby.1',
      '/usr/local/bundle/gems/rack-3.1/test/spec_rack.rb',
      '/usr/local/bundle/gems/bcrypt-3.1/ext/mri/bcrypt_ext.o',
      '/usr/local/bundle/extensions/x86_64-linux/3.3.0/bcrypt-3.1/mkmf.log',
      '/usr/local/bundle/cache/rack-3.1.gem',
    ],
    brought: ['/usr/bin/pg_dump'],
  },
  php: {
    files: official.PHP_FPM,
    request: { entry: ['/usr/local/bin/docker-php-entrypoint', 'php-fpm'], workingDir: '/var/www/html' },
    left: [
      '/usr/local/bin/phpize',
      '/usr/local/bin/docker-php-ext-install',
      '/usr/local/etc/php/php.ini-production',
      '/usr/local/lib/php/build/ltmain.sh',
      '/usr/local/include/php/main/php.h',
      '/usr/local/php/man/man1/php.1',
      '/usr/src/php.tar.xz',
    ],
    brought: [
      '/usr/lib/x86_64-linux-gnu/libicuuc.so.76',
      '/usr/lib/x86_64-linux-gnu/gconv/ISO8859-15.so',
      '/usr/bin/dash',
    ],
  },
};
/** What nothing in any of them calls. */
const NEVER = ['less', 'ifconfig', 'tar', 'magick', 'make'].map((name) => `/usr/bin/${name}`);

describe.each(Object.entries(EXAMPLES))(
  'on a base image: %s',
  (_, { files, request, left, brought = [] }) => {
    const taken = (more: Partial<PruneRequest> = {}) =>
      kept({ packages: official.DEBIAN, unowned: files, request: { ...FROM, ...request, ...more } }).taken;
    const stay = Object.keys(files).filter((path) => !left.includes(path));

    test('the application and its language are whole, and nothing else is', () => {
      const paths = new Set(taken());
      expect(Object.keys(files).filter((path) => paths.has(path))).toEqual(stay);
      expect(brought.filter((path) => !paths.has(path))).toEqual([]);
      expect(NEVER.filter((path) => paths.has(path))).toEqual([]);
    });

    test('whole packages have no less', () => {
      const whole = new Set(taken({ level: 'packages' }));
      expect(taken().filter((path) => !whole.has(path))).toEqual([]);
    });

    test('single files are those that something shows the need of', () => {
      const paths = taken({ level: 'files' });
      expect(paths).not.toContain('/app/templates/index.html');
      expect(paths).not.toContain('/app/views/index.ejs');
    });
  },
);

const NODE = { ...official.NODE_SLIM, ...official.EXPRESS };
const node = (request: Partial<PruneRequest>, more: official.Files = {}) =>
  kept({
    packages: official.DEBIAN,
    unowned: { ...NODE, ...more },
    request: { ...FROM, entry: ['/usr/local/bin/node', 'server.js'], ...request },
  });

describe('the application of a base image', () => {
  test('is kept for itself, in folders of any name, with its empty folders', () => {
    const more = {
      '/shop/a.txt': '',
      '/library/b.txt': '',
      '/start': script('#!/bin/sh\n'),
      '/app/uploads': folder(),
    };
    const all = node({}, { ...more, '/srv/link': link('/shop/a.txt') });
    for (const path of [...Object.keys(more), '/srv/link', '/app/node_modules/express/index.js'])
      expect(reasons(all, path)).toContainEqual({ kind: 'application', strength: 'hard' });
  });

  test('is in no folder of the system, nor what a package owns', () => {
    const paths = ['/etc/shop.conf', '/usr/share/shop/a', '/var/lib/shop/a', '/tmp/a', '/run/a', '/boot/a'];
    const { taken } = node({}, Object.fromEntries(paths.map((path) => [path, ''])));
    expect(paths.filter((path) => taken.includes(path))).toEqual([]);
    const owned = { shop: { files: { '/opt/shop/a': '' } } };
    expect(kept({ packages: owned, request: FROM }).taken).not.toContain('/opt/shop/a');
  });

  test.each([
    ['/usr/src/app', true],
    ['/var/www/html', true],
    ['/usr/src', false],
    ['/etc', false],
    ['/', false],
  ])('is in the working directory %s of the base: %s', (workingDir, isKept) => {
    const path = `${workingDir === '/' ? '/var/x' : workingDir}/page.html`;
    const { taken } = node({ from: { workingDir } }, { [path]: '' });
    expect(taken.includes(path)).toBe(isKept);
  });

  test('is pruned like everything else without a base image', () => {
    const { taken } = kept({ unowned: { '/app/a.js': '', '/opt/b': '' } });
    expect(taken).not.toContain('/app/a.js');
    expect(taken).not.toContain('/opt/b');
  });

  test('models and browsers in the place of caches stay', () => {
    const { taken } = node({}, { '/root/.cache/huggingface/hub/a': '', '/root/.cache/uv/b': '' });
    expect(taken).toContain('/root/.cache/huggingface/hub/a');
    expect(taken).not.toContain('/root/.cache/uv/b');
  });

  test('a file of it that every account may write is said with what helps', () => {
    const world = {
      '/app/log': { ...folder(), entry: { ...folder().entry, type: 'file', mode: 0o666 } },
    } as const;
    expect(() => node({}, world)).toThrow('"path":"/app/log","type":"file","mode":438,"isApplication":true');
  });
});

describe('what installs', () => {
  test('stays where the image starts it', () => {
    const { taken } = node({ entry: ['/usr/local/bin/docker-entrypoint.sh', 'npm', 'start'] });
    expect(taken).toContain('/usr/local/lib/node_modules/npm/lib/cli.js');
    expect(taken).not.toContain('/usr/local/lib/node_modules/npm/man/man1/npm.1');
    expect(taken).toContain('/usr/bin/env');
  });

  test('stays where a command line for a shell has it', () => {
    const { taken } = node({ entry: ['/bin/sh', '-c', 'yarn start'] });
    expect(taken).toContain('/opt/yarn-v1.22.22/lib/cli.js');
  });
});

describe('a virtual environment', () => {
  test('brings the interpreter that its configuration names', () => {
    const files = {
      ...official.PYTHON_SLIM,
      ...official.FLASK_VENV,
      '/opt/venv/bin/python': script('#!/bin/true\n'),
    };
    const { taken } = kept({
      packages: official.DEBIAN,
      unowned: files,
      request: { ...FROM, level: 'files', entry: ENTRY.venv },
    });
    expect(taken).not.toContain('/usr/local/lib/python3.13/os.py');
    const whole = kept({
      packages: official.DEBIAN,
      unowned: files,
      request: { ...FROM, entry: ENTRY.venv },
    });
    expect(reasons(whole, '/usr/local/bin/python3.13')).toContainEqual({
      from: 'rule:venv in /opt/venv',
      kind: 'rule',
      detail: '/usr/local/bin/python3{,.[0-9],.[0-9][0-9]}',
      strength: 'soft',
    });
  });
});

test('time zones that the base has on purpose stay, and those that came along go', () => {
  const zone = '/usr/share/zoneinfo/Europe/Berlin';
  expect(node({}).taken).toContain(zone);
  const automatic = {
    '/var/lib/apt/extended_states': 'Package: tzdata\nArchitecture: amd64\nAuto-Installed: 1\n',
  };
  expect(node({}, automatic).taken).not.toContain(zone);
  expect(node({ environment: { TZ: 'Europe/Berlin' } }, automatic).taken).toContain(zone);
});
