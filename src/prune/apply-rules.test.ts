import { describe, expect, test } from 'vitest';
import { type FakePackage, LIB, program } from '../../test/support/prune/debian-tree.ts';
import { files, kept, reasons } from '../../test/support/prune/kept.ts';
import { elf, link, script } from '../../test/support/prune/memory-tree.ts';

describe('rules', () => {
  const tls: FakePackage = {
    files: {
      [`${LIB}/libssl.so.3`]: elf({ needed: ['libcrypto.so.3'] }),
      [`${LIB}/libcrypto.so.3`]: elf({}),
    },
  };
  const certificates: FakePackage = {
    files: {
      '/usr/share/ca-certificates/mozilla/A.crt': '',
      '/usr/sbin/update-ca-certificates': script('#!/bin/sh\n'),
      '/usr/lib/ssl/cert.pem': link('/etc/ssl/certs/ca-certificates.crt'),
    },
  };
  const packages = { app: { files: { '/usr/bin/app': program(['libssl.so.3']) } }, tls, certificates };
  const unowned = { '/etc/ssl/certs/ca-certificates.crt': '', '/etc/ssl/certs/A.pem': '' };

  test('a kept file triggers one, and the reason names it', () => {
    const all = kept({ packages, unowned });
    expect(reasons(all, '/usr/lib/ssl/cert.pem')).toEqual([
      { from: 'rule:certificates', kind: 'rule', detail: '/usr/lib/ssl/cert.pem', strength: 'soft' },
    ]);
    expect(reasons(all, 'rule:certificates')).toContainEqual({
      from: `${LIB}/libssl.so.3`,
      kind: 'rule',
      strength: 'soft',
    });
  });

  test.each(['files', 'modules', 'packages'] as const)(
    'what a rule leaves out stays out at level %s',
    (level) => {
      const names = files({ packages, unowned, request: { level, packages: ['certificates'] } });
      expect(names).toContain('/etc/ssl/certs/ca-certificates.crt');
      expect(names).not.toContain('/etc/ssl/certs/A.pem');
      expect(names).not.toContain('/usr/share/ca-certificates/mozilla/A.crt');
      expect(names).not.toContain('/usr/bin/dash');
    },
  );

  test('a variable of the image triggers one', () => {
    const zone = { '/usr/share/zoneinfo/Europe/Berlin': 'TZif' };
    expect(files({ unowned: zone })).not.toContain('/usr/share/zoneinfo/Europe/Berlin');
    const environment = { TZ: 'Europe/Berlin' };
    expect(files({ unowned: zone, request: { environment } })).toContain('/usr/share/zoneinfo/Europe/Berlin');
  });

  test('a library of modules is whole, and only whole packages have the rest of it', () => {
    const python: FakePackage = {
      files: {
        '/usr/bin/python3.13': program(),
        '/usr/lib/python3.13/json.py': '',
        '/usr/lib/python3.13/venv/x.py': '',
        '/usr/lib/python3.13/test/x.py': '',
      },
    };
    const at = (level: 'modules' | 'packages') =>
      files({ packages: { python }, request: { level, entry: ['/usr/bin/python3.13'] } }).filter((path) =>
        path.startsWith('/usr/lib/python3.13'),
      );
    expect(at('modules')).toEqual(['/usr/lib/python3.13/json.py']);
    expect(at('packages')).toEqual(['/usr/lib/python3.13/json.py', '/usr/lib/python3.13/venv/x.py']);
  });
});
