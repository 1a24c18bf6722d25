import { expect, test } from 'vitest';
import { messageOf } from './messages.ts';
import type { PruneProblem } from './request.ts';

test.each<[PruneProblem, string, string]>([
  [
    {
      kind: 'missing-entry',
      path: '/usr/sbin/ngnix',
      reason: 'absent',
      near: ['/usr/sbin/nginx', '/usr/bin/ngrep'],
    },
    'entry "/usr/sbin/ngnix" does not exist in the tree [missing-entry]',
    'did you mean "/usr/sbin/nginx" or "/usr/bin/ngrep"?',
  ],
  [
    { kind: 'missing-entry', path: '/app', reason: 'absent', near: [] },
    'entry "/app" does not exist in the tree [missing-entry]',
    'name a program that a package or a line of files brings',
  ],
  [
    { kind: 'missing-entry', path: '/app', reason: 'not-executable', near: ['/bin/app'] },
    'entry "/app" is not executable [missing-entry]',
    'give the file a mode with execute bits, e.g. "0755"',
  ],
  [
    { kind: 'missing-entry', path: '/etc', reason: 'directory', near: [] },
    'entry "/etc" is a folder [missing-entry]',
    'name a program that a package or a line of files brings',
  ],
  [
    { kind: 'missing-interpreter', path: '/app', interpreter: '/usr/bin/perl' },
    'entry "/app" needs "/usr/bin/perl" to start it, which does not exist in the tree [missing-entry]',
    'add the package that brings "/usr/bin/perl" to packages',
  ],
  [
    { kind: 'matches-nothing', list: 'keep', pattern: '/etc/foo/**' },
    'keep "/etc/foo/**" matches no file in the tree [invalid-value]',
    'correct the pattern, or take the line out',
  ],
  [
    { kind: 'matches-nothing', list: 'drop', pattern: 'pkg:perl' },
    'drop "pkg:perl" names a package that is not installed in the tree [invalid-value]',
    'add perl to packages, or take the line out',
  ],
])('%o', (problem, message, fix) => {
  const { code, ...words } = messageOf(problem);
  expect(`${words.message} [${code}]`).toBe(message);
  expect(words.fix).toBe(fix);
});
