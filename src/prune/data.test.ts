import { describe, expect, test } from 'vitest';
import { type FakePackage, LIB, program } from '../../test/support/prune/debian-tree.ts';
import { files, kept } from '../../test/support/prune/kept.ts';
import { elf, folder, link, script, text } from '../../test/support/prune/memory-tree.ts';

describe('data of the program', () => {
  const app: FakePackage = {
    source: 'app-src (1.0)',
    files: {
      '/usr/bin/app': program(),
      '/usr/bin/app-admin': program(),
      '/etc/app/app.conf': '',
      '/etc/app/conf.d': folder(),
      '/etc/init.d/app': script('#!/bin/sh\n'),
      '/usr/share/app/data': '',
      '/usr/share/doc/app/README': '',
      '/usr/share/man/man1/app.1.gz': '',
      '/usr/lib/app/plugin.so': elf({ needed: ['libplug.so.1'] }),
      '/var/lib/app': folder({ uid: 100 }),
    },
  };
  const sister: FakePackage = {
    source: 'app-src',
    files: { '/usr/share/app-common/x': '', '/usr/bin/sister': program() },
  };
  const plug: FakePackage = {
    files: {
      [`${LIB}/libplug.so.1`]: link('libplug.so.1.2'),
      [`${LIB}/libplug.so.1.2`]: elf({ soname: 'libplug.so.1' }),
    },
  };
  const stranger: FakePackage = { files: { '/etc/stranger.conf': '', '/usr/share/stranger/x': '' } };
  const packages = { app, sister, plug, stranger };
  const unowned = {
    '/etc/app/conf.d/local.conf': link('/usr/share/app/data'),
    '/var/lib/app/state.db': '',
    '/var/log/app/app.log': '',
  };

  test('configuration, data and plugins of its source come along, other programs and documentation do not', () => {
    expect(files({ packages, unowned })).toEqual([
      '/etc/app/app.conf',
      '/etc/app/conf.d/local.conf',
      '/usr/bin/app',
      '/usr/lib/app/plugin.so',
      `${LIB}/libplug.so.1`,
      `${LIB}/libplug.so.1.2`,
      '/usr/share/app-common/x',
      '/usr/share/app/data',
    ]);
  });

  test('a program at the end of several links has its libraries', () => {
    const linked: FakePackage = {
      ...app,
      files: {
        ...app.files,
        '/usr/lib/app/ld': link('../../bin/ld.app'),
        '/usr/bin/ld.app': link('ld.real'),
        '/usr/bin/ld.real': elf({ needed: ['libplug.so.1'] }),
        '/usr/lib/app/plugin.so': '',
      },
    };
    const found = files({ packages: { ...packages, app: linked } });
    expect(found).toContain('/usr/bin/ld.real');
    expect(found).toContain(`${LIB}/libplug.so.1`);
  });

  test('its folders for state are there, with their owner, and empty', () => {
    const { taken, graph } = kept({ packages, unowned });
    expect(taken).toContain('/var/log/app');
    expect(taken).not.toContain('/var/log/app/app.log');
    expect(graph.nodes.get('/var/lib/app')?.entry?.uid).toBe(100);
  });

  test('configuration that only its maintainer scripts name is there, unless it is a secret', () => {
    const made = {
      '/var/lib/dpkg/info/app.postinst': script(
        '#!/bin/sh\nCONF=/etc/app.conf\n. /etc/stranger.conf\necho x >/etc/app.key; rm -f /etc/app.conf/old\n',
      ),
      '/etc/app.conf': 'x',
      '/etc/app.key': text('pV8s0Yw1Zt3Lq7Rk9Bn2Xc4\n', { mode: 0o600 }),
    };
    const { taken } = kept({ packages, unowned: { ...unowned, ...made } });
    expect(taken).toContain('/etc/app.conf');
    expect(taken).not.toContain('/etc/stranger.conf');
    expect(taken).not.toContain('/etc/app.key');
  });

  test('a requested package brings its data as well', () => {
    expect(files({ packages, request: { packages: ['stranger'] } })).toContain('/usr/share/stranger/x');
  });

  test('data that has a source of its own is known by its name', () => {
    const data = { files: { '/usr/share/app/words': 'words' } };
    const of = {
      packages: { ...packages, 'app-data': data, 'data-of-app': { files: { '/usr/share/d': 'd' } } },
    };
    expect(files(of)).toContain('/usr/share/app/words');
    expect(files(of)).not.toContain('/usr/share/d');
  });

  test('a shell or an editor has its own data, and not what others hang into it', () => {
    const own = ['/usr/share/emacs/30.1/lisp/simple.elc', '/usr/share/vim/vim91/defaults.vim'];
    const others = ['/usr/share/emacs/site-lisp/app.el', '/usr/share/vim/addons/syntax/app.vim'];
    const data = Object.fromEntries([...own, ...others].map((path) => [path, '']));
    const packages = { app: { files: { '/usr/bin/app': program(), ...data } } };
    expect(files({ packages })).toEqual(['/usr/bin/app', ...own]);
  });

  test('of a package that hangs something into an editor no empty folder is left', () => {
    const hung = { '/usr/share/vim': folder(), '/usr/share/vim/addons/syntax/app.vim': '' };
    const packages = { app: { files: { '/usr/bin/app': program(), ...hung } } };
    expect(kept({ packages }).taken).not.toContain('/usr/share/vim');
  });

  test('at the level of files only what a check used of it is there', () => {
    const events = [{ path: '/usr/share/app/data', kind: 'open' }] as const;
    const request = { level: 'files', packages: ['stranger'], programs: [['app-admin']] } as const;
    expect(files({ packages, unowned, request, events })).toEqual([
      '/usr/bin/app',
      '/usr/bin/app-admin',
      '/usr/share/app/data',
    ]);
  });

  test('whole packages also where only a script calls a program of them', () => {
    const tools = { files: { '/usr/bin/id': program(), '/usr/bin/chown': program() } };
    const app = { files: { '/usr/bin/app': script('#!/bin/sh\nid -u\n') } };
    const whole = files({ packages: { app, tools }, request: { level: 'packages' } });
    expect(whole).toEqual(expect.arrayContaining(['/usr/bin/id', '/usr/bin/chown']));
  });

  test('whole packages at that level, host integration left out', () => {
    const whole = files({ packages, unowned, request: { level: 'packages' } });
    expect(whole).toContain('/usr/bin/app-admin');
    expect(whole).toContain(`${LIB}/gconv/ISO8859-15.so`);
    for (const path of [
      '/usr/bin/sister',
      '/usr/bin/dash',
      '/usr/bin/env',
      '/etc/init.d/app',
      '/usr/share/doc/app/README',
    ]) {
      expect(whole).not.toContain(path);
    }
  });
});

describe('data in a package of its own', () => {
  const data = (name: string) => ({
    files: { [`/usr/share/${name}/data`]: '', [`/usr/share/doc/${name}/README`]: '' },
  });
  const app = { depends: 'app-eng, shared | other, helper, tzdata', files: { '/usr/bin/app': program() } };
  const packages = {
    app,
    'app-eng': { source: 'app-lang', ...data('eng') },
    shared: data('shared'),
    stranger: { depends: 'shared (>= 1)', files: { '/usr/bin/stranger': program() } },
    helper: { files: { '/usr/bin/helper': program(), '/usr/share/helper/data': '' } },
    tzdata: data('zoneinfo'),
  };

  test('is kept if only the program depends on it', () => {
    expect(files({ packages })).toEqual(['/usr/bin/app', '/usr/share/eng/data']);
  });

  test('is left to the checks at the level of files', () => {
    expect(files({ packages, request: { level: 'files' } })).toEqual(['/usr/bin/app']);
  });

  test('comes with a library that is kept, if both are of one source', () => {
    const tirpc = {
      source: 'libtirpc',
      depends: 'libtirpc-common, shared, libtirpc-bin',
      files: { [`${LIB}/libtirpc.so.3`]: elf({}) },
    };
    const all = {
      app: { files: { '/usr/bin/app': program(['libtirpc.so.3']) } },
      libtirpc3: tirpc,
      'libtirpc-common': { source: 'libtirpc', files: { '/etc/netconfig': 'udp tpi_clts' } },
      'libtirpc-bin': {
        source: 'libtirpc',
        files: { '/usr/bin/rpcx': program(), '/usr/share/rpcx/data': '' },
      },
      shared: data('shared'),
    };
    expect(files({ packages: all })).toEqual(['/etc/netconfig', '/usr/bin/app', `${LIB}/libtirpc.so.3`]);
    expect(files({ packages: { ...all, app: { files: { '/usr/bin/app': program() } } } })).toEqual([
      '/usr/bin/app',
    ]);
  });
});
