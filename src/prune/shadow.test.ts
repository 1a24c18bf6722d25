import { expect, test } from 'vitest';
import { LIB, program } from '../../test/support/prune/debian-tree.ts';
import { kept } from '../../test/support/prune/kept.ts';
import { elf, text } from '../../test/support/prune/memory-tree.ts';

const unowned = {
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\n',
  '/etc/shadow': text('root:$y$secret:20000:0:99999:7:::\n', { mode: 0o640, gid: 42 }),
  [`${LIB}/libpam.so.0`]: elf({}),
  [`${LIB}/security/pam_unix.so`]: elf({}),
};
const packages = { app: { files: { '/usr/bin/app': program(['libpam.so.0']) } } };
const shadowOf = (of: Parameters<typeof kept>[0]) =>
  kept(of).files.find(({ path }) => path === '/etc/shadow');

test('where pam_unix is kept, each account has an entry without a password', () => {
  const events = [{ path: '/etc/shadow', kind: 'open' }] as const;
  expect(shadowOf({ packages, unowned, events })).toMatchObject({
    text: 'root:*:::::::\nwww-data:*:::::::\n',
    entry: { mode: 0o640, uid: 0, gid: 42 },
  });
  const { taken, withheld, suspicions } = kept({ packages, unowned, events });
  expect(taken).not.toContain('/etc/shadow');
  expect(withheld).toEqual([]);
  expect(suspicions.filter(({ rule }) => rule === 'withheld-secret')).toEqual([]);
});

test('a shadow file that the Imagefile keeps or drops is left to it', () => {
  expect(shadowOf({ packages, unowned, request: { keep: ['/etc/shadow'] } })).toBeUndefined();
  expect(shadowOf({ packages, unowned, request: { drop: ['/etc/shadow'] } })).toBeUndefined();
});

test('without pam_unix there is none', () => {
  const { '/etc/passwd': passwd, '/etc/shadow': shadow } = unowned;
  expect(shadowOf({ packages, unowned: { '/etc/passwd': passwd, '/etc/shadow': shadow } })).toBeUndefined();
});
