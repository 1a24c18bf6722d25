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
    { kind: 'missing-entry', path: 'nodee', reason: 'not-in-path', near: ['/usr/bin/node'] },
    'entry "nodee" is no program in PATH [missing-entry]',
    'did you mean "/usr/bin/node"?',
  ],
  [
    { kind: 'missing-interpreter', path: '/app', interpreter: '/bin/sh\r' },
    'entry "/app" needs "/bin/sh\\r" to start it, which does not exist in the tree [missing-entry]',
    'end the lines of the script as on Unix, with a line feed alone',
  ],
  [
    { kind: 'missing-interpreter', path: '/app', interpreter: '/usr/bin/perl' },
    'entry "/app" needs "/usr/bin/perl" to start it, which does not exist in the tree [missing-entry]',
    'add the package that brings "/usr/bin/perl" to packages',
  ],
  [
    { kind: 'missing-healthcheck', name: 'crul', near: ['/usr/bin/curl'] },
    'healthcheck runs "crul", which is no program of the tree [missing-entry]',
    'did you mean "/usr/bin/curl"?',
  ],
  [
    { kind: 'missing-healthcheck', name: '/bin/curl', near: [] },
    'healthcheck runs "/bin/curl", which is no program of the tree [missing-entry]',
    'name a program that a package or a line of files brings',
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
  [
    {
      kind: 'needed-file',
      pattern: '**/liba.so*',
      way: [
        {
          id: '/lib/liba.so.1',
          reason: { from: '/bin/app', kind: 'needed', detail: 'liba.so.1', strength: 'hard' },
        },
        { id: '/bin/app', reason: { kind: 'entry', strength: 'hard' } },
      ],
    },
    'drop "**/liba.so*" takes away "/lib/liba.so.1", and the image does not run without it [needed-file]',
    '/lib/liba.so.1: needed liba.so.1, from /bin/app\n    /bin/app: entry\n  correct the pattern, or take the line out',
  ],
  [
    { kind: 'world-writable', path: '/var/lib/app/state', type: 'file', mode: 0o666, owner: 'app' },
    '"/var/lib/app/state" of the package app has mode "0666", so every account could write to it [world-writable]',
    'leave it out with drop: ["/var/lib/app/state"]',
  ],
  [
    { kind: 'world-writable', path: '/opt/app', type: 'file', mode: 0o777, target: '/opt/' },
    '"/opt/app" has mode "0777", so every account could write to it [world-writable]',
    'give the line of files for "/opt/" a mode without that, e.g. "0644"',
  ],
  [
    { kind: 'world-writable', path: '/app/log', type: 'file', mode: 0o666, isApplication: true },
    '"/app/log" has mode "0666", so every account could write to it [world-writable]',
    'take that away in the image that from names, or here: run: ["chmod o-w /app/log"]',
  ],
  [
    { kind: 'foreign-elf', path: '/app/x.so', machine: 'aarch64', architecture: 'amd64', target: '/app/' },
    '"/app/x.so", which the line for "/app/" brings, is for aarch64, and the image is for amd64 [foreign-elf]',
    'build it for the platform of the image; a build with platform: target runs on that\n' +
      '  or leave it out with drop: ["/app/x.so"], or keep it with keep: ["/app/x.so"]',
  ],
  [
    { kind: 'foreign-elf', path: '/app/x.so', machine: 'aarch64', architecture: 'amd64' },
    '"/app/x.so" is for aarch64, and the image is for amd64 [foreign-elf]',
    'build it for the platform of the image; a build with platform: target runs on that\n' +
      '  or leave it out with drop: ["/app/x.so"], or keep it with keep: ["/app/x.so"]',
  ],
  [
    { kind: 'world-writable', path: '/var/lib/app', type: 'folder', mode: 0o777 },
    '"/var/lib/app" has mode "0777", so every account could write to it [world-writable]',
    'leave it out with drop: ["/var/lib/app"], or name it in volumes if that is meant',
  ],
])('%o', (problem, message, fix) => {
  const { code, ...words } = messageOf(problem);
  expect(`${words.message} [${code}]`).toBe(message);
  expect(words.fix).toBe(fix);
});
