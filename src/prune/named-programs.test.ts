import { describe, expect, test } from 'vitest';
import type { ElfShape } from '../../test/support/elf/encode.ts';
import { program } from '../../test/support/prune/debian-tree.ts';
import { kept, reasons } from '../../test/support/prune/kept.ts';
import { elf, script } from '../../test/support/prune/memory-tree.ts';
import * as official from '../../test/support/prune/official-images.ts';
import type { PruneRequest } from './request.ts';
import { reasonText } from './why.ts';

const FROM: Partial<PruneRequest> = { from: {}, level: 'modules', workingDir: '/app' };

const NODE = { ...official.NODE_SLIM, ...official.EXPRESS };
const node = (request: Partial<PruneRequest>, more: official.Files = {}) =>
  kept({
    packages: official.DEBIAN,
    unowned: { ...NODE, ...more },
    request: { ...FROM, entry: ['/usr/local/bin/node', 'server.js'], ...request },
  });

test('a script that built a dependency brings in neither its shell nor what it calls', () => {
  const { taken } = node({});
  expect(taken).toContain('/app/node_modules/bcrypt/build-all.sh');
  expect(taken).not.toContain('/usr/bin/bash');
  expect(node({}, { '/app/node_modules/bcrypt/run.sh': script('#!/bin/bash\nifconfig\n') }).taken).toEqual(
    expect.arrayContaining(['/usr/bin/bash', '/usr/bin/ifconfig']),
  );
});

describe('a program that the application names', () => {
  test('is kept with the place where it stands', () => {
    expect(reasons(node({}), '/usr/bin/git')).toEqual([
      { from: '/app/server.js', kind: 'named', detail: '3', strength: 'soft' },
    ]);
  });

  test('is kept with the class that names it', () => {
    const java = (path: string) =>
      reasons(
        kept({
          packages: official.DEBIAN,
          unowned: official.TEMURIN,
          request: { ...FROM, entry: ['/opt/java/openjdk/bin/java', '-jar', '/app/shop.jar'] },
        }),
        path,
      ).map(reasonText);
    expect(java('/usr/bin/convert')).toEqual(['named in /app/shop.jar:shop/Archive.class']);
    expect(java('/usr/bin/git')).toEqual(['named in /app/classes/Mail.class']);
  });

  test('is kept at the level of files as well, where the text is', () => {
    const { taken } = node({ level: 'files' }, { '/app/job.js': "spawn('convert')\n" });
    expect(taken).toContain('/usr/bin/git');
    expect(taken).not.toContain('/usr/bin/convert');
  });

  test('is none that only a language or a dependency knows, for installing', () => {
    const { taken } = node(
      {},
      { '/app/node_modules/gyp/a.js': "spawn('npm', ['ci']); spawn('tar', ['x'])\n" },
    );
    expect(taken).not.toContain('/usr/local/lib/node_modules/npm/lib/cli.js');
    expect(taken).toContain('/usr/bin/tar');
  });
});

describe('code of a package', () => {
  test('is none if it is the standard library of a language, whose package has the program', () => {
    const python = {
      files: {
        '/usr/bin/python3.13': program(),
        '/usr/lib/python3.13/uuid.py': "subprocess.run(['ifconfig'])\n",
        '/usr/lib/python3/dist-packages/app.py': "subprocess.run(['logger'])\n",
      },
    };
    const tools = { files: { '/usr/bin/logger': program(), '/usr/bin/ifconfig': program() } };
    const request = { entry: ['/usr/bin/python3.13'], level: 'modules' } as const;
    const { taken } = kept({ packages: { python, tools }, request });
    expect(taken).toContain('/usr/lib/python3.13/uuid.py');
    expect(taken).toContain('/usr/bin/logger');
    expect(taken).not.toContain('/usr/bin/ifconfig');
  });

  const code = "#!/usr/bin/perl\nsystem('userdel', $name);\n";
  const packages = {
    app: {
      files: { '/usr/bin/app': script(code), '/usr/share/perl5/App.pm': "my @cmd = ('logger', $x);\n" },
    },
    perl: {
      files: { '/usr/bin/perl': program(), '/usr/share/perl/5.40/Basic.pm': "system('chmod', $x);\n" },
    },
    tools: {
      files: { '/usr/bin/logger': program(), '/usr/sbin/userdel': program(), '/usr/bin/chmod': program() },
    },
  };

  test('brings in the programs that it names, if it is the code of the program or of a package that is named', () => {
    const outcome = kept({ packages, request: { entry: ['/usr/bin/app'], level: 'modules' } });
    expect(reasons(outcome, '/usr/sbin/userdel').map(reasonText)).toEqual(['named in /usr/bin/app:2']);
    expect(reasons(outcome, '/usr/bin/logger').map(reasonText)).toEqual([
      'named in /usr/share/perl5/App.pm:1',
    ]);
    expect(outcome.taken).toContain('/usr/share/perl/5.40/Basic.pm');
    expect(outcome.taken).not.toContain('/usr/bin/chmod');
  });
});

describe('the shell', () => {
  const LIBC = { interpreter: '/lib64/ld-linux-x86-64.so.2', needed: ['libc.so.6'] };
  const shellOf = (path: string, shape: ElfShape, request: Partial<PruneRequest> = {}) => {
    const outcome = kept({
      packages: official.DEBIAN,
      unowned: { ...official.PYTHON_SLIM, '/app/shop': elf(LIBC), [path]: elf({ ...LIBC, ...shape }) },
      request: { ...FROM, entry: ['/app/shop'], ...request },
    });
    return outcome.taken.includes('/usr/bin/dash') ? reasons(outcome, '/usr/bin/dash').map(reasonText) : [];
  };

  test.each<[string, ElfShape]>([
    ['popen', { imports: ['popen'] }],
    ['system', { imports: ['system'] }],
    ['its path', { constants: ['/bin/sh'] }],
  ])('is kept for a compiled program that calls it by %s', (_, shape) => {
    expect(shellOf('/app/shop', shape)).toEqual([
      'link dash, from /usr/bin/sh',
      'named in /app/shop:/bin/sh',
    ]);
  });

  test.each<[string, string, ElfShape]>([
    ['that calls nothing', '/app/shop', { imports: ['popens'], constants: ['/bin/shop'] }],
    ['of a language', '/usr/local/lib/libpython3.13.so.1.0', { imports: ['system'] }],
    ['in a dependency', '/app/node_modules/pty/pty.node', { imports: ['popen'] }],
  ])('is not kept for a compiled file %s', (_, path, shape) => {
    expect(shellOf(path, shape)).toEqual([]);
  });

  test('is not kept without a base image', () => {
    const { from, ...own } = FROM;
    const request = { ...own, entry: ['/app/shop'], files: ['/app'] };
    const shop = elf({ ...LIBC, imports: ['system'] });
    expect(from).toEqual({});
    expect(kept({ packages: official.DEBIAN, unowned: { '/app/shop': shop }, request }).taken).not.toContain(
      '/usr/bin/dash',
    );
  });
});
