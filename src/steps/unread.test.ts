import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { unread } from './unread.ts';

/** Runs the step over the lines of two runs; returns what it wrote, or its status. */
async function uses(...runs: readonly (readonly string[])[]): Promise<string | number> {
  const root = mkdtempSync(join(tmpdir(), 'mib-unread-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'tree'));
  for (const [at, lines] of runs.entries()) {
    mkdirSync(join(root, `traces/0/${at}`), { recursive: true });
    const whole = ['9 execve("/usr/bin/app", 0x1, 0x2) = 0', ...lines, '9 +++ exited with 0 +++', ''];
    writeFileSync(join(root, `traces/0/${at}/trace`), whole.join('\n'));
  }
  const request = { command: 'app', workingDir: '/', runs: [...runs.keys()].map(String) };
  writeFileSync(join(root, 'request.json'), JSON.stringify(request));
  const [tree, traces] = [join(root, 'tree'), join(root, 'traces')];
  const status = await unread({ request: join(root, 'request.json'), tree, traces, out: root });
  return status === 0 ? readFileSync(join(root, 'unread'), 'utf8') : status;
}

test('lists each use of a path that strace could not read in any run', async () => {
  const open = '9 openat(AT_FDCWD, 0x7ff, O_RDONLY) = 3';
  const exec = '9 execve(0x7ff, 0x1, 0x2) = 0';
  expect(await uses(['9 openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3'], [])).toBe('');
  expect(await uses([open, exec], [open])).toBe('exec\nopen\n');
  expect(await uses([], [exec])).toBe('exec\n');
});

test('fails for a trace that it cannot read', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => said.mockRestore());
  expect(await uses(['torn'])).toBe(1);
  expect(said).toHaveBeenCalledWith(
    'the trace of app: a line of strace cannot be read: torn [unreadable-trace]\n',
  );
});
