import { expect, test } from 'vitest';
import type { PruneProblem } from '../../prune/request.ts';
import { wordsOf } from './words.ts';

const missing = (reason: 'absent' | 'not-executable' | 'directory', near: readonly string[] = []) =>
  ({ kind: 'missing-entry', path: '/usr/bin/ap p', reason, near }) as const;

test.each<readonly [PruneProblem, string, string, string | undefined]>([
  [
    missing('absent', ['/usr/bin/app', '/bin/ap']),
    'missing-entry',
    'binary "/usr/bin/ap p" does not exist in the stage',
    'did you mean "/usr/bin/app" or "/bin/ap"?',
  ],
  [missing('absent'), 'missing-entry', 'binary "/usr/bin/ap p" does not exist in the stage', undefined],
  [missing('directory'), 'missing-entry', 'binary "/usr/bin/ap p" is a folder', undefined],
  [
    missing('not-executable'),
    'missing-entry',
    'binary "/usr/bin/ap p" is not executable',
    'RUN chmod 755 "/usr/bin/ap p" before',
  ],
  [
    { kind: 'missing-interpreter', path: '/app', interpreter: '/lib/ld-musl-x86_64.so.1' },
    'missing-entry',
    'binary "/app" needs the interpreter "/lib/ld-musl-x86_64.so.1", which does not exist in the stage',
    'install the package with "/lib/ld-musl-x86_64.so.1"',
  ],
  [
    { kind: 'matches-nothing', list: 'keep', pattern: '/etc/x/**' },
    'invalid-value',
    '--keep "/etc/x/**" matches no file in the stage',
    undefined,
  ],
  [
    { kind: 'matches-nothing', list: 'drop', pattern: 'pkg:x' },
    'invalid-value',
    '--drop "pkg:x" names a package that is not installed in the stage',
    undefined,
  ],
  [
    {
      kind: 'needed-file',
      pattern: '/usr/lib/*.so',
      way: [
        {
          id: '/usr/lib/x.so',
          reason: { kind: 'needed', from: '/usr/bin/app', detail: 'x.so', strength: 'hard' },
        },
        { id: '/usr/bin/app', reason: { kind: 'entry', strength: 'hard' } },
      ],
    },
    'needed-file',
    '--drop "/usr/lib/*.so" removes "/usr/lib/x.so", which the export needs to run',
    '/usr/lib/x.so: needed x.so, from /usr/bin/app\n    /usr/bin/app: entry',
  ],
  [
    { kind: 'foreign-elf', path: '/app/x.so', machine: 'aarch64', architecture: 'amd64' },
    'foreign-elf',
    '"/app/x.so" is for aarch64, and the stage is for amd64',
    '--drop /app/x.so',
  ],
  [
    { kind: 'world-writable', path: '/srv', type: 'folder', mode: 0o777 },
    'world-writable',
    '"/srv" has mode "0777", so every account could write to it',
    'RUN chmod o-w /srv before, or --drop /srv',
  ],
])('%j', (problem, code, message, fix) => {
  expect(wordsOf(problem)).toEqual({ code, message, ...(fix !== undefined && { fix }) });
});
