import { expect, test } from 'vitest';
import { bytes, memoryTree, text } from '../../test/support/prune/memory-tree.ts';
import { readPackages } from '../tree/packages.ts';
import { resolverOf } from '../tree/resolver.ts';
import { secretFinder } from './secrets.ts';

const PRIVATE = { mode: 0o640 };

/** Reports whether files of no package are secrets. The paths are those of Debian's packages, the values are made up. */
function secrets(items: Parameters<typeof memoryTree>[0], run: readonly string[] = []): string[] {
  const tree = memoryTree(items);
  const isSecret = secretFinder(tree, readPackages(tree, resolverOf(tree)), { run });
  return Object.keys(items).filter((path) => {
    const entry = tree.lstat(path);
    return entry !== undefined && isSecret(path, entry);
  });
}

test.each([
  ['/etc/bind/rndc.key', 'key "rndc-key" {\n\talgorithm hmac-sha256;\n\tsecret "q0Vt5uTnPz8=";\n};\n'],
  ['/etc/postsrsd.secret', 'h3uTq0Vt5uTnPz8wB2c4D6e8\n'],
  ['/etc/ejabberd/ejabberd.pem', '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n'],
  ['/etc/mailman3/mailman.cfg', '[database]\nadmin_pass: LooGIgXb4rqAX29\n'],
  ['/etc/dbconfig-common/phpmyadmin.conf', "dbc_dbuser='phpmyadmin'\ndbc_dbpass='djiHWUtCQjtT'\n"],
  ['/var/lib/phpmyadmin/blowfish_secret.inc.php', "<?php\n$cfg['blowfish_secret'] = 'H~_0];7,SnZG=Rg8';\n"],
  ['/etc/xrdp/rsakeys.ini', `[keys]\npub_exp=0x01,0x00\npub_mod=${'0x8f,0xb8,'.repeat(8)}\n`],
])('%s is a secret', (path, content) => {
  expect(secrets({ [path]: text(content, PRIVATE) })).toEqual([path]);
  expect(secrets({ [path]: text(content) })).toEqual([]);
  expect(secrets({ [path]: text(content, PRIVATE) }, [`make-key >${path}`])).toEqual([]);
});

test('random bytes are a secret', () => {
  const path = '/etc/pacemaker/authkey';
  expect(secrets({ [path]: bytes(Uint8Array.of(7, 0, 200, 13), PRIVATE) })).toEqual([path]);
});

test.each([
  ['/etc/postgresql/17/main/pg_hba.conf', 'host all all 127.0.0.1/32 scram-sha-256\n'],
  ['/etc/glance/glance-api.conf', '[keystone_authtoken]\n# password = secret12A\nauth_type = password\n'],
  ['/etc/app.conf', 'ssl_key = /etc/ssl/Private2/app.key\npassword_file: /run/secrets/Pass1\n'],
  ['/etc/roundcube/config.inc.php', "$config['smtp_pass'] = '%p';\n$config['pass'] = 'password';\n"],
])('%s is the same everywhere', (path, content) => {
  expect(secrets({ [path]: text(content, PRIVATE) })).toEqual([]);
});

test('the name that an installation gave its host is one, although everyone may read it', () => {
  const uuid = '5b1c4f6e-0d7a-4c59-9a55-3b1f0c2d4e6f\n';
  expect(
    secrets({ '/etc/nvme/hostid': text(uuid), '/etc/nvme/hostnqn': text(`nqn.2014-08.org:uuid:${uuid}`) }),
  ).toEqual(['/etc/nvme/hostid', '/etc/nvme/hostnqn']);
  expect(secrets({ '/etc/hosts.allow': text('ALL: LOCAL\n'), '/srv/id': text(uuid) })).toEqual([]);
});
