import { expect, test } from 'vitest';
import { debianTree, LIB, program } from '../../test/support/prune/debian-tree.ts';
import { kept, REQUEST } from '../../test/support/prune/kept.ts';
import { elf, memoryTree, text } from '../../test/support/prune/memory-tree.ts';
import { messageOf } from './messages.ts';
import { prune } from './prune.ts';
import type { PruneRequest } from './request.ts';

const unowned = {
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\n',
  '/etc/shadow': text('root:$y$secret:20000:0:99999:7:::\n', { mode: 0o640, gid: 42 }),
  [`${LIB}/libpam.so.0`]: elf({}),
  [`${LIB}/security/pam_unix.so`]: elf({}),
};
const packages = { app: { files: { '/usr/bin/app': program(['libpam.so.0']) } } };
const problemsOf = (request: Partial<PruneRequest>, without?: string) => {
  const files = Object.entries({ ...debianTree(packages), ...unowned });
  const tree = memoryTree(Object.fromEntries(files.filter(([path]) => path !== without)));
  const outcome = prune(tree, { ...REQUEST, ...request });
  return 'problems' in outcome ? outcome.problems : [];
};
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

test('a shadow file that the Imagefile keeps is left to it', () => {
  expect(shadowOf({ packages, unowned, request: { keep: ['/etc/shadow'] } })).toBeUndefined();
});

test('one that drop names is missed, unless it names pam_unix as well', () => {
  const drop = ['/etc/shadow', '/**/pam_unix.so'];
  expect(shadowOf({ packages, unowned, request: { drop } })).toBeUndefined();
  expect(problemsOf({ drop: ['/etc/shadow'] }).map(messageOf)).toEqual([
    {
      code: 'needed-file',
      message: 'drop "/etc/shadow" takes away "/etc/shadow", and the image does not run without it',
      fix: `/etc/shadow: need rule:pam, from ${LIB}/security/pam_unix.so
    ${LIB}/security/pam_unix.so: rule /usr/lib/*/security/*.so (soft), from rule:pam
      rule:pam: rule (soft), from ${LIB}/libpam.so.0
        ${LIB}/libpam.so.0: needed libpam.so.0, from /usr/bin/app
          /usr/bin/app: entry /usr/bin/app
  correct the pattern, or take the line out`,
    },
  ]);
});

test('one that nothing can stand in for is missed', () => {
  const [problem, ...others] = problemsOf({}, '/etc/passwd').map(messageOf);
  expect(others).toEqual([]);
  expect(problem).toMatchObject({
    code: 'needed-file',
    message: `"/etc/shadow" is left out because it is a secret, and "${LIB}/security/pam_unix.so" does not work without it`,
    fix: expect.stringMatching(
      /^\/etc\/shadow: need rule:pam, from .*(?:\n.*)*\n {2}if it may be in the image: keep: \["\/etc\/shadow"\]; else give the image another one with files$/,
    ),
  });
});

test('without pam_unix there is none', () => {
  const { '/etc/passwd': passwd, '/etc/shadow': shadow } = unowned;
  expect(shadowOf({ packages, unowned: { '/etc/passwd': passwd, '/etc/shadow': shadow } })).toBeUndefined();
});
