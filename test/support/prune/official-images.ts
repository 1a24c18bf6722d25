import { LIB, program } from './debian-tree.ts';
import { encodeClass, encodeJar } from './java-classes.ts';
import { bytes, elf, type Item, link, script } from './memory-tree.ts';

/** Files that no package owns, as in official images and in applications on top of them. */
export type Files = Readonly<Record<string, Item>>;

const PYTHON = '/usr/local/lib/python3.13';

/** The official image of Python: upstream's `make install` with a shared library. */
export const PYTHON_SLIM: Files = {
  '/usr/local/bin/python3.13': elf({
    interpreter: '/lib64/ld-linux-x86-64.so.2',
    needed: ['libpython3.13.so.1.0', 'libc.so.6'],
    runpath: '/usr/local/lib',
  }),
  '/usr/local/bin/python3': link('python3.13'),
  '/usr/local/bin/python': link('python3'),
  '/usr/local/bin/pip3': script('#!/usr/local/bin/python3.13\nimport pip\n'),
  '/usr/local/bin/pip': script('#!/usr/local/bin/python3.13\nimport pip\n'),
  '/usr/local/bin/idle3.13': script('#!/usr/local/bin/python3.13\n'),
  '/usr/local/bin/python3.13-config': script('#!/bin/sh\n'),
  '/usr/local/lib/libpython3.13.so.1.0': elf({ soname: 'libpython3.13.so.1.0', needed: ['libc.so.6'] }),
  '/usr/local/lib/libpython3.13.a': '',
  '/usr/local/lib/pkgconfig/python-3.13.pc': '',
  '/usr/local/include/python3.13/Python.h': '',
  '/usr/local/share/man/man1/python3.13.1': '',
  [`${PYTHON}/os.py`]: '',
  [`${PYTHON}/pdb.py`]: '',
  [`${PYTHON}/uuid.py`]: 'import subprocess\nsubprocess.Popen(("ifconfig", "-a"))\n',
  [`${PYTHON}/zoneinfo/__init__.py`]: '',
  [`${PYTHON}/sqlite3/dump.py`]: '',
  [`${PYTHON}/lib-dynload/_ssl.cpython-313-x86_64-linux-gnu.so`]: elf({}),
  [`${PYTHON}/lib-dynload/_dbm.cpython-313-x86_64-linux-gnu.so`]: elf({}),
  [`${PYTHON}/lib-dynload/_testcapi.cpython-313-x86_64-linux-gnu.so`]: elf({}),
  [`${PYTHON}/test/test_os.py`]: '',
  [`${PYTHON}/idlelib/idle.py`]: '',
  [`${PYTHON}/tkinter/__init__.py`]: '',
  [`${PYTHON}/ensurepip/__init__.py`]: '',
  [`${PYTHON}/site-packages/pip/__init__.py`]: '',
  [`${PYTHON}/site-packages/pip/__main__.py`]: 'subprocess.run(["git"])\n',
  [`${PYTHON}/site-packages/pip-25.0.dist-info/METADATA`]: '',
  '/root/.cache/pip/http/a': '',
  '/root/.python_history': '',
};

/** Flask and an application, by pip into /usr/local. */
export const FLASK: Files = {
  '/usr/local/bin/flask': script('#!/usr/local/bin/python3.13\nfrom flask.cli import main\n'),
  [`${PYTHON}/site-packages/flask/app.py`]: '',
  [`${PYTHON}/site-packages/flask/py.typed`]: '',
  [`${PYTHON}/site-packages/flask-3.1.0.dist-info/METADATA`]: '',
  '/app/shop.py': 'import subprocess\nsubprocess.run(["convert", "a.png", "b.jpg"], check=True)\n',
  '/app/templates/index.html': '',
  '/app/.git/HEAD': '',
  '/app/.git/objects/aa/bb': '',
};

const VENV = '/opt/venv/lib/python3.13/site-packages';

/** Flask and an application in a virtual environment, with a C extension. */
export const FLASK_VENV: Files = {
  '/opt/venv/pyvenv.cfg': 'home = /usr/local/bin\nversion = 3.13.1\n',
  '/opt/venv/bin/python': link('/usr/local/bin/python3'),
  '/opt/venv/bin/activate': '',
  '/opt/venv/bin/pip': script('#!/opt/venv/bin/python\n'),
  '/opt/venv/bin/gunicorn': script('#!/opt/venv/bin/python\n'),
  [`${VENV}/flask/app.py`]: '',
  [`${VENV}/flask/templates/x.html`]: '',
  [`${VENV}/fast/_fast.cpython-313-x86_64-linux-gnu.so`]: elf({ needed: ['libpq.so.5'] }),
  [`${VENV}/pip/__init__.py`]: '',
  [`${VENV}/pip-25.0.dist-info/METADATA`]: '',
};

/** The official image of Node: upstream's archive, with its entrypoint, and yarn. */
export const NODE_SLIM: Files = {
  '/usr/local/bin/node': program(),
  '/usr/local/bin/nodejs': link('/usr/local/bin/node'),
  '/usr/local/bin/npm': link('../lib/node_modules/npm/bin/npm-cli.js'),
  '/usr/local/bin/npx': link('../lib/node_modules/npm/bin/npx-cli.js'),
  '/usr/local/bin/corepack': link('../lib/node_modules/corepack/dist/corepack.js'),
  '/usr/local/bin/yarn': link('/opt/yarn-v1.22.22/bin/yarn'),
  '/usr/local/bin/docker-entrypoint.sh': script('#!/bin/sh\nset -e\nexec "$@"\n'),
  '/usr/local/lib/node_modules/npm/package.json': '{}',
  '/usr/local/lib/node_modules/npm/bin/npm-cli.js': script('#!/usr/bin/env node\n'),
  '/usr/local/lib/node_modules/npm/bin/npx-cli.js': script('#!/usr/bin/env node\n'),
  '/usr/local/lib/node_modules/npm/lib/cli.js': '',
  '/usr/local/lib/node_modules/npm/man/man1/npm.1': '',
  '/usr/local/lib/node_modules/corepack/package.json': '{}',
  '/usr/local/lib/node_modules/corepack/dist/corepack.js': script('#!/usr/bin/env node\n'),
  '/usr/local/include/node/node.h': '',
  '/usr/local/share/man/man1/node.1': '',
  '/usr/local/share/doc/node/gdbinit': '',
  '/usr/local/README.md': '',
  '/opt/yarn-v1.22.22/bin/yarn': script('#!/bin/sh\n'),
  '/opt/yarn-v1.22.22/bin/yarn.js': script('#!/usr/bin/env node\n'),
  '/opt/yarn-v1.22.22/lib/cli.js': '',
};

/** An application with its npm packages, and a globally installed program. */
export const EXPRESS: Files = {
  '/usr/local/lib/node_modules/pm2/package.json': '{}',
  '/usr/local/bin/pm2': link('../lib/node_modules/pm2/bin/pm2'),
  '/usr/local/lib/node_modules/pm2/bin/pm2': script('#!/usr/bin/env node\n'),
  '/app/server.js': "const { spawn } = require('child_process');\n\nspawn('git', ['log']);\n",
  '/app/views/index.ejs': '',
  '/app/public/style.css': '',
  '/app/node_modules/express/index.js': '',
  '/app/node_modules/express/package.json': '{}',
  '/app/node_modules/bcrypt/lib/bcrypt.node': elf({ needed: ['libc.so.6'] }),
  '/app/node_modules/bcrypt/build.js': "execSync('npm config get registry')\n",
  '/app/node_modules/bcrypt/build-all.sh': script('#!/bin/bash -ue\nnpm ci\nifconfig\n'),
  '/app/node_modules/bcrypt/package.json': '{"cpu": ["x64", "arm64"], "os": ["!win32"]}',
  '/app/node_modules/bcrypt/binding.gyp': '',
  '/app/node_modules/bcrypt/src/bcrypt.cc': '',
  '/app/node_modules/bcrypt/README.md': '',
  '/app/node_modules/bcrypt/LICENSE.md': '',
  '/app/node_modules/bcrypt/prebuilds/linux-x64/bcrypt.glibc.node': elf({ needed: ['libc.so.6'] }),
  '/app/node_modules/bcrypt/prebuilds/linux-x64/bcrypt.musl.node': elf({ needed: ['libc.musl-x86_64.so.1'] }),
  '/app/node_modules/bcrypt/prebuilds/linux-arm64/bcrypt.node': elf({ machine: 183, needed: ['libc.so.6'] }),
  '/app/node_modules/bcrypt/prebuilds/win32-x64/bcrypt.node': 'MZ',
  '/app/node_modules/@img/sharp-linux-x64/package.json': '{"os": ["linux"], "libc": ["glibc"]}',
  '/app/node_modules/@img/sharp-linuxmusl-x64/package.json': '{"os": ["linux"], "libc": ["musl"]}',
  '/app/node_modules/@img/sharp-linuxmusl-x64/lib/sharp.js': '',
  '/app/node_modules/fsevents/package.json': '{"os": ["darwin"]}',
  '/app/node_modules/fsevents/index.js': '',
  '/app/node_modules/broken/package.json': '{"os": ["darwin"',
  '/app/node_modules/.cache/babel/x': '',
  '/root/.npm/_cacache/index': '',
};

/** Eclipse Temurin's JRE, and a jar. */
export const TEMURIN: Files = {
  '/opt/java/openjdk/bin/java': elf({
    interpreter: '/lib64/ld-linux-x86-64.so.2',
    needed: ['libjli.so', 'libc.so.6'],
    runpath: '$ORIGIN/../lib',
  }),
  '/opt/java/openjdk/lib/libjli.so': elf({ soname: 'libjli.so', needed: ['libc.so.6'] }),
  '/opt/java/openjdk/lib/server/libjvm.so': elf({ soname: 'libjvm.so' }),
  '/opt/java/openjdk/lib/server/classes.jsa': '',
  '/opt/java/openjdk/lib/server/classes_nocoops.jsa': '',
  '/opt/java/openjdk/lib/jrt-fs.jar': bytes(encodeJar({ 'a.class': calling('less') })),
  '/opt/java/openjdk/lib/modules': '',
  '/opt/java/openjdk/lib/tzdb.dat': '',
  '/opt/java/openjdk/lib/security/cacerts': '',
  '/opt/java/openjdk/lib/src.zip': '',
  '/opt/java/openjdk/conf/security/java.security': '',
  '/opt/java/openjdk/jmods/java.base.jmod': '',
  '/opt/java/openjdk/include/jni.h': '',
  '/opt/java/openjdk/man/man1/java.1': '',
  '/__cacert_entrypoint.sh': script('#!/usr/bin/env bash\nexec "$@"\n'),
  '/app/shop.jar': bytes(
    encodeJar({
      'shop/Archive.class': calling('convert'),
      'BOOT-INF/lib/build.jar': encodeJar({ 'Build.class': calling('make') }),
    }),
  ),
  '/app/classes/Mail.class': bytes(calling('git')),
};

/** Returns a class that starts a program. */
function calling(program: string): Uint8Array {
  const calls = ['java/lang/ProcessBuilder.<init>([Ljava/lang/String;)V'];
  return encodeClass({ texts: [program, '-q'], calls });
}

/** The official image of Ruby, and an application with native gems in its bundle. */
export const RUBY_SLIM: Files = {
  '/usr/local/bin/ruby': elf({
    interpreter: '/lib64/ld-linux-x86-64.so.2',
    needed: ['libruby.so.3.3', 'libc.so.6'],
    runpath: '/usr/local/lib',
  }),
  '/usr/local/bin/bundle': script('#!/usr/local/bin/ruby\n'),
  '/usr/local/lib/libruby.so.3.3': elf({ soname: 'libruby.so.3.3', needed: ['libc.so.6'] }),
  '/usr/local/lib/ruby/3.3.0/rubygems.rb': '',
  '/usr/local/lib/ruby/3.3.0/json.rb': '',
  '/usr/local/lib/ruby/3.3.0/irb/pager.rb': 'IO.popen("less", "w")\n',
  '/usr/local/lib/ruby/3.3.0/x86_64-linux/openssl.so': elf({ needed: ['libc.so.6'] }),
  '/usr/local/lib/ruby/gems/3.3.0/specifications/default/json-2.9.gemspec': '',
  '/usr/local/lib/ruby/gems/3.3.0/specifications/rake-13.gemspec': '',
  '/usr/local/lib/ruby/gems/3.3.0/gems/rake-13/lib/rake.rb': '',
  '/usr/local/lib/ruby/gems/3.3.0/cache/rake-13.gem': '',
  '/usr/local/include/ruby-3.3.0/ruby.h': '',
  '/usr/local/share/man/man1/ruby.1': '',
  '/usr/local/bundle/specifications/rack-3.1.gemspec': '',
  '/usr/local/bundle/gems/rack-3.1/lib/rack.rb': '',
  '/usr/local/bundle/gems/rack-3.1/test/spec_rack.rb': '',
  '/usr/local/bundle/gems/bcrypt-3.1/ext/mri/bcrypt_ext.o': '',
  '/usr/local/bundle/extensions/x86_64-linux/3.3.0/bcrypt-3.1/bcrypt_ext.so': elf({ needed: ['libc.so.6'] }),
  '/usr/local/bundle/extensions/x86_64-linux/3.3.0/bcrypt-3.1/mkmf.log': '',
  '/usr/local/bundle/cache/rack-3.1.gem': '',
  '/app/config.ru': 'run App\n',
  '/app/lib/report.rb': 'def dump\n  # see `tar`\n  `pg_dump -Fc shop`\nend\n',
};

/** The official image of PHP with FPM, and an application where it expects one. */
export const PHP_FPM: Files = {
  '/usr/local/sbin/php-fpm': program(),
  '/usr/local/bin/php': program(),
  '/usr/local/bin/phpize': script('#!/bin/sh\n'),
  '/usr/local/bin/docker-php-ext-install': script('#!/bin/sh\ngcc\n'),
  '/usr/local/bin/docker-php-entrypoint': script('#!/bin/sh\nexec "$@"\n'),
  '/usr/local/etc/php/conf.d/docker-php-ext-intl.ini': 'extension=intl\n',
  '/usr/local/etc/php/php.ini-production': '',
  '/usr/local/etc/php-fpm.conf': '',
  '/usr/local/etc/php-fpm.d/www.conf': '',
  '/usr/local/lib/php/extensions/no-debug-non-zts-20240924/intl.so': elf({ needed: ['libicuuc.so.76'] }),
  '/usr/local/lib/php/extensions/no-debug-non-zts-20240924/opcache.so': elf({ needed: ['libc.so.6'] }),
  '/usr/local/lib/php/PEAR.php': 'system("less")\n',
  '/usr/local/lib/php/build/ltmain.sh': '',
  '/usr/local/include/php/main/php.h': '',
  '/usr/local/php/man/man1/php.1': '',
  '/usr/src/php.tar.xz': '',
  '/var/www/html/index.php': '<?php echo 1;\n',
  '/var/www/html/vendor/autoload.php': '<?php\n',
};

/** The Debian packages that these need. */
export const DEBIAN = {
  libpq5: { files: { [`${LIB}/libpq.so.5`]: elf({ soname: 'libpq.so.5' }) } },
  libicu76: { files: { [`${LIB}/libicuuc.so.76`]: elf({ soname: 'libicuuc.so.76' }) } },
  git: { files: { '/usr/bin/git': program(), '/usr/lib/git-core/git-remote-http': program() } },
  imagemagick: { files: { '/usr/bin/convert': program(), '/usr/bin/magick': program() } },
  'postgresql-client': { files: { '/usr/bin/pg_dump': program() } },
  less: { files: { '/usr/bin/less': program() } },
  'net-tools': { files: { '/usr/bin/ifconfig': program() } },
  tar: { files: { '/usr/bin/tar': program() } },
  make: { files: { '/usr/bin/make': program() } },
  bash: { files: { '/usr/bin/bash': program() } },
  tzdata: { files: { '/usr/share/zoneinfo/Europe/Berlin': 'TZif', '/usr/share/zoneinfo/tzdata.zi': '' } },
} as const;
