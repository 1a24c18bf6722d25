import { describe, expect, test } from 'vitest';
import { debianTree, LIB, program } from '../../test/support/prune/debian-tree.ts';
import { elf, type Item, link, memoryTree } from '../../test/support/prune/memory-tree.ts';
import { REQUEST } from '../../test/support/prune/request.ts';
import { prune } from './prune.ts';
import type { PruneRequest } from './request.ts';
import { RULES } from './rules/index.ts';

/** Paths of Debian's packages, from trixie unless a comment says otherwise. */
interface Example {
  /** A file that fires the rule, packages that the Imagefile names, or variables of the image. */
  readonly when: string | readonly string[] | Readonly<Record<string, string>>;
  readonly kept: readonly string[];
  /** Files of `kept` that nothing of the ecosystem works without, and that are kept at each level. */
  readonly needed?: readonly string[];
  /** What the packages have as well, and the rule takes not along. */
  readonly left?: readonly string[];
}

const EXAMPLES: Readonly<Record<string, Example>> = {
  ansible: {
    when: '/usr/lib/python3/dist-packages/ansible/plugins/shell/sh.py',
    kept: ['/usr/bin/sh', '/usr/bin/dash', '/usr/bin/mkdir', '/usr/bin/ssh', '/usr/bin/sftp'],
    left: ['/usr/bin/ssh-agent', '/usr/bin/bash'],
  },
  cargo: {
    when: '/usr/local/cargo/bin/cargo',
    kept: ['/usr/local/cargo/bin/rustup', '/usr/local/cargo/bin/rustc'],
    left: ['/usr/local/cargo/registry/src/a.rs', '/usr/local/cargo/bin/mdbook'],
  },
  certificates: {
    when: `${LIB}/libssl.so.3`,
    kept: ['/etc/ssl/certs/ca-certificates.crt', '/usr/lib/ssl/cert.pem'],
    left: ['/etc/ssl/certs/ca-certificates.d/a.pem', '/usr/share/ca-certificates/mozilla/A.crt'],
  },
  composer: { when: '/usr/bin/composer', kept: ['/usr/bin/git', '/usr/bin/unzip'], left: ['/usr/bin/zip'] },
  conda: {
    when: '/opt/conda/bin/x',
    kept: ['/opt/conda/lib/libmkl.so', '/opt/conda/share/proj/proj.db'],
    left: ['/opt/conda/pkgs/mkl/lib/libmkl.so', '/opt/conda/include/mkl.h', '/opt/conda/conda-meta/history'],
  },
  dotnet: {
    when: '/usr/share/dotnet/dotnet',
    kept: [
      '/usr/share/dotnet/host/fxr/8.0.11/libhostfxr.so',
      '/usr/share/dotnet/shared/Microsoft.NETCore.App/8.0.11/System.Net.Http.dll',
    ],
    left: ['/usr/share/dotnet/sdk/8.0.404/dotnet.dll'],
  },
  dpkg: {
    when: '/usr/share/perl5/Dpkg/Arch.pm',
    kept: ['/usr/share/dpkg/cputable', '/usr/share/dpkg/tupletable'],
    needed: ['/usr/share/dpkg/cputable', '/usr/share/dpkg/tupletable'],
    left: ['/usr/share/dpkg/default.mk'],
  },
  erlang: {
    when: '/usr/lib/erlang/erts-15.2.7/bin/beam.smp',
    kept: [
      '/usr/lib/erlang/lib/stdlib-6.2.2.1/ebin/eval_bits.beam',
      '/usr/lib/erlang/lib/crypto-5.5.3/priv/lib/crypto.so',
      '/usr/lib/erlang/bin/start_clean.boot',
      '/usr/lib/erlang/releases/27/OTP_VERSION',
      '/usr/lib/erlang/erts-15.2.7/bin/erl_child_setup',
      '/usr/lib/elixir/lib/logger/ebin/Elixir.Logger.beam',
      '/usr/lib/erlang/bin/start.boot',
    ],
    needed: ['/usr/lib/erlang/bin/start.boot'],
    left: [
      '/usr/lib/erlang/lib/stdlib-6.2.2.1/include/qlc.hrl',
      '/usr/lib/erlang/bin/erlc',
      '/usr/lib/erlang/erts-15.2.7/bin/heart',
    ],
  },
  fontconfig: {
    when: `${LIB}/libfontconfig.so.1`,
    kept: [
      '/etc/fonts/fonts.conf',
      '/etc/fonts/conf.d/60-latin.conf',
      '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf',
      '/usr/share/fontconfig/conf.avail/60-latin.conf',
    ],
    left: ['/var/cache/fontconfig/x.cache-9'],
  },
  gcc: {
    when: '/usr/bin/x86_64-linux-gnu-gcc-14',
    kept: [
      '/usr/libexec/gcc/x86_64-linux-gnu/14/cc1',
      '/usr/lib/gcc/x86_64-linux-gnu/14/crtbegin.o',
      '/usr/include/stdio.h',
      `${LIB}/crt1.o`,
      `${LIB}/libz.so`,
      `${LIB}/ldscripts/elf_x86_64.x`,
      '/usr/bin/x86_64-linux-gnu-as',
      '/usr/bin/ld',
      '/usr/aarch64-linux-gnu/include/stdio.h',
    ],
    left: ['/usr/bin/x86_64-linux-gnu-gprof', '/usr/bin/make'],
  },
  gconv: {
    when: `${LIB}/gconv/ISO8859-15.so`,
    kept: [`${LIB}/gconv/gconv-modules.cache`, `${LIB}/gconv/UTF-16.so`],
  },
  gdal: { when: `${LIB}/libgdal.so.36`, kept: ['/usr/share/gdal/gdalvrt.xsd'] },
  ghostscript: {
    when: `${LIB}/libgs.so.10`,
    kept: [
      '/usr/share/ghostscript/10.05.1/Resource/Init/gs_init.ps',
      '/usr/share/fonts/type1/urw-base35/a.t1',
    ],
    needed: ['/usr/share/ghostscript/10.05.1/Resource/Init/gs_init.ps'],
  },
  gio: {
    when: `${LIB}/libgio-2.0.so.0`,
    kept: [
      `${LIB}/gio/modules/libgiognutls.so`,
      `${LIB}/gio/modules/giomodule.cache`,
      '/usr/share/glib-2.0/schemas/gschemas.compiled',
    ],
    left: ['/usr/share/glib-2.0/schemas/org.gtk.xml'],
  },
  git: {
    when: '/usr/bin/git',
    kept: [
      '/usr/lib/git-core/git-remote-http',
      '/usr/lib/git-core/git-submodule',
      '/usr/share/git-core/templates/description',
      '/usr/bin/dash',
    ],
    left: [
      '/usr/lib/git-core/git',
      '/usr/lib/git-core/git-add',
      '/usr/lib/git-core/git-daemon',
      '/usr/lib/git-core/mergetools/meld',
      '/usr/share/gitweb/gitweb.cgi',
    ],
  },
  gnupg: {
    when: '/usr/bin/gpg',
    kept: ['/usr/bin/gpg-agent', '/usr/bin/gpgconf', '/usr/lib/gnupg/keyboxd'],
    left: ['/usr/bin/gpgsm', '/usr/lib/gnupg/gpg-check-pattern'],
  },
  golang: {
    when: '/usr/local/go/bin/go',
    kept: ['/usr/local/go/pkg/tool/linux_amd64/compile', '/usr/local/go/src/runtime/runtime.go'],
    left: ['/usr/local/go/doc/x.html'],
  },
  icu: {
    when: '/opt/dotnet/libcoreclr.so',
    kept: [`${LIB}/libicuuc.so.76`, `${LIB}/libicui18n.so.76`, `${LIB}/libicudata.so.76`],
  },
  imagemagick: {
    when: `${LIB}/libMagickCore-7.Q16.so.10`,
    kept: [
      `${LIB}/ImageMagick-7.1.1/modules-Q16/coders/gif.so`,
      `${LIB}/ImageMagick-7.1.1/config-Q16/configure.xml`,
      '/etc/ImageMagick-7/policy.xml',
      '/usr/share/ImageMagick-7/english.xml',
    ],
  },
  java: {
    when: '/usr/lib/jvm/java-21-openjdk-amd64/bin/java',
    kept: [
      '/usr/lib/jvm/java-21-openjdk-amd64/lib/modules',
      '/usr/lib/jvm/java-21-openjdk-amd64/conf/net.properties',
      '/etc/java-21-openjdk/net.properties',
      '/etc/ssl/certs/java/cacerts',
    ],
    left: [
      '/usr/lib/jvm/java-21-openjdk-amd64/jmods/java.base.jmod',
      '/usr/lib/jvm/java-21-openjdk-amd64/lib/src.zip',
      '/usr/lib/jvm/java-21-openjdk-amd64/man/man1/java.1.gz',
    ],
  },
  krb5: {
    when: `${LIB}/libkrb5.so.3`,
    kept: [
      '/etc/krb5.conf',
      '/etc/krb5.conf.d/local',
      '/etc/gss/mech.d/proxy.conf',
      `${LIB}/krb5/plugins/preauth/pkinit.so`,
      `${LIB}/gss/mech_spnego.so`,
    ],
    left: ['/etc/krb5.keytab'],
  },
  ldap: {
    when: `${LIB}/libldap.so.2`,
    kept: ['/etc/ldap/ldap.conf'],
    left: ['/etc/ldap/slapd.d/cn=config.ldif'],
  },
  libgcc: { when: `${LIB}/libc.so.6`, kept: [`${LIB}/libgcc_s.so.1`] },
  locale: {
    when: { LANG: 'de_DE.UTF-8' },
    kept: ['/usr/lib/locale/locale-archive', '/usr/share/locale/locale.alias'],
    left: ['/usr/share/locale/de/LC_MESSAGES/app.mo'],
  },
  magic: {
    when: `${LIB}/libmagic.so.1`,
    kept: ['/usr/lib/file/magic.mgc', '/usr/share/misc/magic.mgc', '/usr/share/file/magic.mgc', '/etc/magic'],
    left: ['/usr/share/misc/pci.ids'],
  },
  mariadb: {
    when: '/usr/sbin/mariadbd',
    kept: [
      '/usr/share/mariadb/charsets/Index.xml',
      '/usr/share/mariadb/english/errmsg.sys',
      '/usr/lib/mysql/plugin/auth_ed25519.so',
      '/etc/mysql/mariadb.conf.d/50-server.cnf',
    ],
  },
  'mariadb-client': {
    when: `${LIB}/libmariadb.so.3`,
    kept: [`${LIB}/libmariadb3/plugin/caching_sha2_password.so`, '/etc/mysql/mariadb.cnf'],
    left: ['/usr/share/mariadb/english/errmsg.sys'],
  },
  musl: { when: '/usr/lib/ld-musl-x86_64.so.1', kept: ['/etc/ld-musl-x86_64.path'] },
  nginx: {
    when: '/etc/nginx/modules-enabled/50-mod-http-echo.conf',
    kept: [
      '/usr/lib/nginx/modules/ngx_http_echo_module.so',
      '/usr/share/nginx/modules-available/mod-http-echo.conf',
    ],
  },
  'media-types': { when: ['media-types'], kept: ['/etc/mime.types'] },
  // What it leaves is in base-image.test.ts: no package has it.
  'node-modules': { when: '/app/node_modules/bcrypt/package.json', kept: [] },
  nodejs: {
    when: '/usr/bin/node',
    kept: [
      '/usr/share/nodejs/cjs-module-lexer/lexer.js',
      '/usr/share/nodejs/cjs-module-lexer/dist/lexer.js',
      '/usr/share/nodejs/undici/undici-fetch.js',
      '/usr/share/nodejs/minimatch/dist/cjs/index.bundle.js',
    ],
    left: [
      '/usr/share/nodejs/undici/lib/fetch/index.js',
      '/usr/share/nodejs/acorn/dist/acorn.d.ts',
      '/usr/share/nodejs/@types/node/fs.d.ts',
      '/usr/share/nodejs/corepack/dist/lib/corepack.cjs',
    ],
  },
  npm: {
    when: '/usr/local/bin/npm',
    kept: ['/usr/local/lib/node_modules/npm/package.json', '/usr/local/lib/node_modules/npm/lib/cli.js'],
    left: ['/usr/local/lib/node_modules/npm/man/man1/npm.1', '/usr/local/lib/node_modules/pm2/package.json'],
  },
  nss: {
    when: `${LIB}/libnss3.so`,
    kept: [
      `${LIB}/libsoftokn3.so`,
      `${LIB}/libsoftokn3.chk`,
      `${LIB}/nss/libfreebl3.so`,
      `${LIB}/libnssckbi.so`,
    ],
    left: [`${LIB}/libnss_hesiod.so.2`],
  },
  openssl: {
    when: `${LIB}/libcrypto.so.3`,
    kept: [
      '/usr/lib/ssl/openssl.cnf',
      '/etc/ssl/openssl.cnf',
      `${LIB}/ossl-modules/legacy.so`,
      `${LIB}/engines-3/afalg.so`,
    ],
    left: ['/usr/lib/ssl/misc/CA.pl'],
  },
  pam: {
    when: `${LIB}/libpam.so.0`,
    kept: [
      '/etc/pam.d/common-auth',
      '/etc/security/limits.conf',
      `${LIB}/security/pam_unix.so`,
      '/usr/sbin/unix_chkpwd',
    ],
    left: ['/usr/share/pam-configs/unix'],
  },
  perl: {
    when: '/usr/bin/perl',
    kept: [
      '/usr/share/perl/5.40.1/JSON/PP.pm',
      '/usr/share/perl5/URI.pm',
      `${LIB}/perl/5.40/Encode.pm`,
      `${LIB}/perl-base/POSIX.pm`,
    ],
    left: ['/usr/share/perl/5.40.1/pod/perl.pod', '/usr/share/perl5/Debconf/Db.pm'],
  },
  php: {
    when: '/usr/sbin/php-fpm8.4',
    kept: [
      '/etc/php/8.4/fpm/conf.d/10-pdo.ini',
      '/etc/php/8.4/mods-available/pdo.ini',
      '/usr/lib/php/20240924/pdo.so',
      '/usr/share/php/PEAR.php',
      '/usr/share/zoneinfo/UTC',
    ],
    left: [
      '/usr/lib/php/sessionclean',
      '/usr/lib/php/8.4/php.ini-production',
      '/var/lib/php/sessions/sess_1',
    ],
  },
  pip: {
    when: '/opt/venv/bin/pip',
    kept: [
      '/opt/venv/lib/python3.13/site-packages/pip/__init__.py',
      '/opt/venv/lib/python3.13/site-packages/pip-25.0.dist-info/METADATA',
    ],
    left: ['/opt/venv/lib/python3.13/site-packages/flask/app.py'],
  },
  pkcs11: {
    when: `${LIB}/libp11-kit.so.0`,
    kept: ['/usr/share/p11-kit/modules/p11-kit-trust.module', `${LIB}/pkcs11/p11-kit-trust.so`],
  },
  poppler: { when: `${LIB}/libpoppler.so.147`, kept: ['/usr/share/poppler/cMap/Adobe-Japan1/H'] },
  postgresql: {
    when: '/usr/lib/postgresql/17/bin/postgres',
    kept: [
      '/usr/lib/postgresql/17/lib/plpgsql.so',
      '/usr/share/postgresql/17/tsearch_data/german.stop',
      '/usr/share/postgresql/17/extension/pg_trgm.control',
      '/usr/share/zoneinfo/UTC',
      '/usr/bin/dash',
      '/usr/share/postgresql/17/timezonesets/Default',
    ],
    needed: ['/usr/share/postgresql/17/timezonesets/Default'],
    left: ['/usr/lib/postgresql/17/lib/llvmjit.so', '/usr/lib/postgresql/17/lib/bitcode/postgres.index.bc'],
  },
  proj: {
    when: `${LIB}/libproj.so.25`,
    kept: ['/usr/share/proj/proj.db'],
    needed: ['/usr/share/proj/proj.db'],
  },
  python: {
    when: '/usr/bin/python3.13',
    kept: [
      '/usr/lib/python3.13/asyncio/__init__.py',
      '/usr/lib/python3.13/lib-dynload/_ssl.cpython-313-x86_64-linux-gnu.so',
      '/usr/lib/python3/dist-packages/flask/app.py',
      '/usr/lib/python3/dist-packages/flask/data.json',
      '/usr/lib/python3/dist-packages/flask-3.1.1.dist-info/METADATA',
      '/usr/lib/python3.13/encodings/utf_8.py',
    ],
    needed: ['/usr/lib/python3.13/encodings/utf_8.py'],
    left: [
      '/usr/lib/python3.13/lib-dynload/_curses.cpython-313-x86_64-linux-gnu.so',
      '/usr/lib/python3.13/test/test_os.py',
      '/usr/lib/python3.13/idlelib/idle.py',
    ],
  },
  r: {
    when: '/usr/local/lib/R/bin/R',
    kept: ['/usr/local/lib/R/library/base/R/base', '/usr/local/lib/R/etc/Rprofile.site'],
    left: ['/usr/local/lib/R/library/utils/doc/Sweave.pdf', '/usr/local/lib/R/include/R.h'],
  },
  ruby: {
    when: `${LIB}/libruby-3.3.so.3.3`,
    kept: [
      '/usr/lib/ruby/3.3.0/net/http.rb',
      `${LIB}/ruby/3.3.0/openssl.so`,
      '/usr/share/rubygems-integration/all/specifications/csv-3.3.4.gemspec',
      '/var/lib/gems/3.3.0/gems/rack-test-2.2.0/lib/rack/test/cookie_jar.rb',
    ],
    left: ['/var/lib/gems/3.3.0/gems/rack-test-2.2.0/test/a.rb'],
  },
  rubygems: {
    when: '/usr/local/bundle/gems/rack-3.1.8/lib/rack.rb',
    kept: [
      '/usr/local/bundle/gems/rack-3.1.8/lib/rack/mime.rb',
      '/usr/local/bundle/specifications/rack-3.1.8.gemspec',
      '/usr/local/bundle/extensions/x86_64-linux/3.3.0/bcrypt-3.1.20/bcrypt_ext.so',
    ],
    left: ['/usr/local/bundle/cache/rack-3.1.8.gem', '/usr/local/bundle/gems/rack-3.1.8/test/spec_rack.rb'],
  },
  rust: {
    when: '/usr/local/rustup/toolchains/1.84-x86_64/bin/cargo',
    kept: ['/usr/local/rustup/toolchains/1.84-x86_64/bin/rustc', '/usr/local/rustup/settings.toml'],
    left: ['/usr/local/rustup/toolchains/1.84-x86_64/share/doc/x.html'],
  },
  sasl: {
    when: `${LIB}/libsasl2.so.2`,
    kept: [`${LIB}/sasl2/libscram.so.2`, '/etc/sasl2/app.conf'],
    left: ['/etc/sasldb2', `${LIB}/sasl2/libsasldb.so.2`],
  },
  selinux: {
    when: `${LIB}/libselinux.so.1`,
    kept: ['/etc/selinux/config'],
    left: [`${LIB}/libsepol.so.2`],
  },
  ssh: { when: '/usr/bin/rsync', kept: ['/usr/bin/ssh'], left: ['/usr/bin/ssh-agent'] },
  symfony: {
    when: '/usr/share/php/Symfony/Component/Process/Process.php',
    kept: ['/usr/bin/sh', '/usr/bin/dash'],
    left: ['/usr/bin/bash'],
  },
  tcl: {
    when: `${LIB}/libtcl8.6.so`,
    kept: ['/usr/share/tcltk/tcl8.6/init.tcl', '/usr/share/tcltk/tcl8/8.6/http.tm'],
    needed: ['/usr/share/tcltk/tcl8.6/init.tcl'],
  },
  terminfo: {
    when: `${LIB}/libtinfo.so.6`,
    kept: ['/usr/share/terminfo/x/xterm-256color', '/usr/share/terminfo/d/dumb'],
    left: ['/usr/share/terminfo/w/wsvt25'],
  },
  tex: {
    when: `${LIB}/libkpathsea.so.6`,
    kept: [
      '/usr/share/texlive/texmf-dist/tex/latex/base/article.cls',
      '/usr/share/texmf/web2c/texmf.cnf',
      '/etc/texmf/web2c/mktex.cnf',
      '/var/lib/texmf/web2c/pdftex/pdflatex.fmt',
    ],
    left: ['/usr/share/texlive/texmf-dist/doc/latex/base/alltt.pdf'],
  },
  tzdata: {
    when: { TZ: 'Europe/Berlin' },
    kept: ['/usr/share/zoneinfo/America/New_York', '/etc/localtime'],
    left: ['/usr/share/zoneinfo/right/Europe/Berlin'],
  },
  uv: { when: '/usr/local/bin/uv', kept: ['/usr/local/bin/uvx'] },
  venv: {
    when: '/opt/venv/bin/gunicorn',
    kept: ['/opt/venv/pyvenv.cfg', '/opt/venv/lib/python3.13/site-packages/flask/app.py'],
    left: ['/opt/venv/bin/activate'],
  },
  wireshark: { when: '/usr/bin/tshark', kept: ['/usr/bin/dumpcap'], left: ['/usr/bin/editcap'] },
  yarn: {
    when: '/opt/yarn-v1.22.22/bin/yarn',
    kept: ['/opt/yarn-v1.22.22/bin/yarn.js', '/opt/yarn-v1.22.22/lib/cli.js'],
  },
  yq: { when: '/usr/lib/python3/dist-packages/yq/__init__.py', kept: ['/usr/bin/jq'] },
};

function isNames(when: Example['when']): when is readonly string[] {
  return Array.isArray(when);
}

test('every rule has an example', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(RULES.map(({ name }) => name).sort());
});

describe.each(Object.entries(EXAMPLES))('%s', (name, { when, kept, needed = [], left = [] }) => {
  const from = RULES.find((rule) => rule.name === name)?.from ?? 'modules';
  const unowned: Record<string, Item> = {};
  unowned['/usr/lib/git-core/git-add'] = link('git');
  for (const path of [...kept, ...left]) unowned[path] ??= /\.so(\.|$)/.test(path) ? elf({}) : '';
  if (typeof when === 'string') unowned[when] = elf({});
  const packages = isNames(when) ? when : [];
  const named = Object.fromEntries(packages.map((each) => [each, { files: {} }]));
  const app = { files: { '/usr/bin/app': program() } };
  const tree = memoryTree({ ...unowned, ...debianTree({ app, ...named }) });
  const paths = (request: Partial<PruneRequest>) => {
    const fire =
      typeof when === 'string' ? { keep: [when] } : isNames(when) ? { packages } : { environment: when };
    const outcome = prune(tree, { ...REQUEST, ...fire, ...request });
    if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
    return outcome.taken;
  };

  test(`keeps what it says from level ${from} on`, () => {
    const taken = paths({ level: from });
    expect(kept.filter((path) => !taken.includes(path))).toEqual([]);
    expect(left.filter((path) => taken.includes(path))).toEqual([]);
    const atFiles = paths({ level: 'files' });
    expect(needed.filter((path) => !atFiles.includes(path))).toEqual([]);
    const others = kept.filter((path) => !needed.includes(path));
    if (from === 'modules' && others.length > 0) expect(atFiles).not.toContain(others[0]);
  });

  test('without its trigger nothing is kept', () => {
    const taken = paths({ keep: [], environment: {}, packages: [] });
    // Every dynamic program has libc.
    const expected = when === `${LIB}/libc.so.6` ? kept : [];
    expect(kept.filter((path) => taken.includes(path))).toEqual(expected);
  });
});
