import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findMissingFiles } from './missing-files.ts';

let root: string;
let said: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mib-missed-'));
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    said += chunk;
    return true;
  });
  const both = ['usr/bin/app'];
  for (const path of [...both, 'srv/data', 'srv/seen', 'opt/tool', 'etc/x']) write(`tree/${path}`, '');
  for (const path of both) write(`image/${path}`, '');
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const missing = (call: string) => `9 ${call} = -1 ENOENT (No such file or directory)`;

/** Runs the step over the trace of one check, whose lines follow that of its start; `/srv/seen` was traced before. */
function run(lines: readonly string[], drop: readonly string[] = []): Promise<number> {
  const start = '9 execve("/usr/bin/app", 0x1, 0x2) = 0';
  write('traces/0/trace', [start, ...lines, '9 +++ exited with 0 +++', ''].join('\n'));
  write('events.json', JSON.stringify([{ path: '/srv/seen', kind: 'open' }]));
  write('request.json', JSON.stringify({ workingDir: '/srv', commands: ['app --check'], drop }));
  const at = (name: string) => join(root, name);
  return findMissingFiles({
    request: at('request.json'),
    events: at('events.json'),
    traces: at('traces'),
    tree: at('tree'),
    image: at('image'),
  });
}

test('a check that missed nothing passes', async () => {
  const lines = [
    missing('openat(AT_FDCWD, "seen", O_RDONLY)'),
    missing('openat(AT_FDCWD, "/none", O_RDONLY)'),
  ];
  expect(await run(lines)).toBe(0);
  expect(said).toBe('');
});

test('what it would have opened or executed fails, with the line that brings it', async () => {
  const open = missing('openat(AT_FDCWD, "data", O_RDONLY)');
  expect(
    await run([
      missing('newfstatat(AT_FDCWD, "data", 0x1, 0)'),
      open,
      open,
      missing('execve("/opt/tool", 0x1, 0x2)'),
    ]),
  ).toBe(1);
  expect(
    said,
  ).toBe(`app --check passed, but tried to execute "/opt/tool", which is missing from the image [verify-failed]
  add it to the Imagefile: keep: ["/opt/tool"]
app --check passed, but tried to open "/srv/data", which is missing from the image [verify-failed]
  add it to the Imagefile: keep: ["/srv/data"]
`);
});

test('what it looked for is a warning', async () => {
  expect(await run([missing('access("/etc/x", R_OK)')])).toBe(0);
  expect(said).toBe(
    'warning: app --check looked for "/etc/x", which only the full tree has; if it matters: keep: ["/etc/x"]\n',
  );
});

test('what the Imagefile drops is meant to be missing', async () => {
  const lines = [missing('openat(AT_FDCWD, "data", O_RDONLY)'), missing('execve("/opt/tool", 0x1, 0x2)')];
  expect(await run(lines, ['/srv/d*', '/opt'])).toBe(0);
});

test('a line that cannot be read fails', async () => {
  expect(await run(['torn'])).toBe(1);
  expect(said).toBe('the trace of app --check: a line of strace cannot be read: torn [unreadable-trace]\n');
});
