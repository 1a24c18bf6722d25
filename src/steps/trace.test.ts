import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { capabilitiesIn } from './trace/rights.ts';
import { trace } from './trace.ts';

let root: string;
let said: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mib-trace-'));
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    said += chunk;
    return true;
  });
  for (const path of ['etc/passwd', 'etc/group', 'usr/bin/app', 'srv/data']) {
    mkdirSync(join(root, 'tree', path, '..'), { recursive: true });
    writeFileSync(join(root, 'tree', path), '');
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

const START = '9 execve("/usr/bin/app", 0x1, 0x2) = 0';
const opens = (...paths: readonly string[]) =>
  paths.map((path) => `9 openat(AT_FDCWD, "${path}", O_RDONLY) = 3`);

interface Run {
  readonly lines: readonly string[];
  /** Programs that would have got rights. */
  readonly gained?: readonly string[];
  /** What it said when it failed. */
  readonly failed?: string;
}

/** Runs the step over one check's traces, started in /srv; returns the status and the events. */
async function run(traces: Readonly<Record<string, Run>>) {
  for (const [word, { lines, failed, gained }] of Object.entries(traces)) {
    const folder = join(root, 'traces/0', word);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'trace'), [START, ...lines, '9 +++ exited with 0 +++', ''].join('\n'));
    if (gained !== undefined)
      writeFileSync(join(folder, 'gained'), gained.map((path) => `${path}\n`).join(''));
    if (failed === undefined) continue;
    writeFileSync(join(folder, 'failed'), '');
    writeFileSync(join(folder, 'said'), failed);
  }
  const request = { workingDir: '/srv', checks: [{ command: 'app --check', runs: Object.keys(traces) }] };
  writeFileSync(join(root, 'request.json'), JSON.stringify(request));
  const status = await trace({
    request: join(root, 'request.json'),
    tree: join(root, 'tree'),
    traces: join(root, 'traces'),
    out: root,
  });
  return { status, events: status === 0 ? readFileSync(join(root, 'events.json'), 'utf8') : '' };
}

const paths = (events: string) => (JSON.parse(events) as { path: string }[]).map(({ path }) => path);

describe('trace', () => {
  test('writes what the runs used', async () => {
    const lines = opens('/etc/passwd', 'data', '/proc/self/stat', '/absent');
    expect(await run({ 1: { lines }, 2: { lines } })).toEqual({
      status: 0,
      events: `[
{"path":"/","kind":"create"},
{"path":"/etc/passwd","kind":"open"},
{"path":"/srv/data","kind":"open"},
{"path":"/usr/bin/app","kind":"exec"}
]
`,
    });
    expect(said).toBe('the checks used 4 files and folders\n');
  });

  test('the same bytes for runs with other process numbers and in another order', async () => {
    const first = await run({
      1: { lines: opens('/etc/passwd', '/etc/group') },
      2: { lines: opens('/etc/group', '/etc/passwd') },
    });
    const second = await run({
      1: { lines: opens('/etc/group', '/etc/passwd', '/etc/group') },
      2: { lines: opens('/etc/passwd', '/etc/group') },
    });
    expect(second.events).toBe(first.events);
    expect(said).not.toContain('warning');
  });

  test('joins runs that differ, and warns', async () => {
    const { status, events } = await run({
      1: { lines: opens('/etc/passwd') },
      2: { lines: opens('/etc/group') },
    });
    expect(status).toBe(0);
    expect(paths(events)).toEqual(['/etc/group', '/etc/passwd', '/usr/bin/app']);
    expect(said).toContain(
      'warning: app --check used different files from run to run; all are kept: /etc/group /etc/passwd\n',
    );
  });

  test('says which command line of a shell it cannot read', async () => {
    const lines = ['9 execve("/usr/bin/app", ["sh", "-c", "date \\"x"], 0x1) = 0'];
    const { events } = await run({ 1: { lines }, 2: { lines } });
    expect(JSON.parse(events)).toEqual([
      { path: '/usr/bin/app', kind: 'exec', starts: { called: ['date', 'x'], sourced: [] } },
    ]);
    expect(said).toBe(
      'warning: app --check starts a shell whose command line cannot be read (unterminated double quote); every word of ' +
        'it that names a program is kept\nthe checks used 1 files and folders\n',
    );
  });

  test('fails for a line that it cannot read', async () => {
    expect((await run({ 1: { lines: ['9 openat(AT_FDCWD, "/etc/pas"..., O_RDONLY) = 3'] } })).status).toBe(1);
    expect(said).toBe(
      'the trace of app --check: strace could not show a whole path: "/etc/pas"... [unreadable-trace]\n',
    );
  });

  test('fails for a trace that has no end', async () => {
    expect((await run({ 1: { lines: ['9 fork() = 10'] } })).status).toBe(1);
    expect(said).toBe(
      'the trace of app --check: the trace ends too early: process 10 did not end [unreadable-trace]\n',
    );
  });
});

describe('a program that strace may not look into', () => {
  const closed = ['9 setuid(33) = 0', '9 openat(AT_FDCWD, 0x7ff, O_RDONLY) = 3'];

  test('fails, with the way out', async () => {
    expect((await run({ 1: { lines: closed }, 2: { lines: closed } })).status).toBe(1);
    expect(said).toContain('strace can no longer read the memory of the program, which changed its user');
    expect(said).toContain('9 openat(AT_FDCWD, 0x7ff, O_RDONLY)');
    expect(said).toContain('"user:"');
  });

  test('is read where it stayed root', async () => {
    const pretend = { lines: ['9 setuid(33) = 0 (INJECTED)', ...opens('/etc/group')] };
    const { status, events } = await run({ 1: { lines: closed }, 2: { lines: closed }, pretend });
    expect(status).toBe(0);
    expect(paths(events)).toEqual(['/etc/group', '/usr/bin/app']);
    expect(said).not.toContain('warning');
  });

  test('may have failed as root when only the start of another program was hidden', async () => {
    const hidden = { lines: ['9 setuid(33) = 0', '9 execve(0x7ff, 0x1, 0x2) = 0', ...opens('/etc/passwd')] };
    const failed = 'setuid: failed';
    const pretend = { lines: ['9 execve("/etc/group", 0x1, 0x2) = 0'], failed };
    expect(paths((await run({ 1: hidden, pretend })).events)).toEqual([
      '/etc/group',
      '/etc/passwd',
      '/usr/bin/app',
    ]);
    expect((await run({ 1: { lines: closed }, pretend })).status).toBe(1);
  });

  test('may have failed as root when all that was hidden led to another program, as with gosu', async () => {
    const hidden = [
      '9 setuid(33) = 0',
      '9 newfstatat(AT_FDCWD, 0x7ff, 0x1, 0) = 0',
      '9 execve(0x7ff, 0x1, 0x2) = 0',
    ];
    const first = { lines: [...hidden, ...opens('/etc/passwd')] };
    const pretend = { lines: ['9 execve("/etc/group", 0x1, 0x2) = 0'], failed: 'killed' };
    const { status, events } = await run({ 1: first, pretend });
    expect(status).toBe(0);
    expect(paths(events)).toEqual(['/etc/group', '/etc/passwd', '/usr/bin/app']);
  });

  test('is not read as root when everything was seen', async () => {
    const { events } = await run({ 1: { lines: opens('/etc/passwd') }, pretend: { lines: ['torn'] } });
    expect(paths(events)).toEqual(['/etc/passwd', '/usr/bin/app']);
  });

  test('that hides also as root fails', async () => {
    expect((await run({ 1: { lines: closed }, pretend: { lines: closed } })).status).toBe(1);
  });
});

describe('a program that would get rights from its file', () => {
  const first = { lines: opens('/etc/passwd'), gained: ['/usr/bin/app'] };

  test('is read as root, too', async () => {
    const { status, events } = await run({
      1: { ...first, failed: '' },
      pretend: { lines: opens('/etc/group') },
    });
    expect(status).toBe(0);
    expect(paths(events)).toEqual(['/etc/group', '/etc/passwd', '/usr/bin/app']);
  });

  test('may fail as root if it does not need its rights', async () => {
    const { status, events } = await run({
      1: first,
      pretend: { lines: opens('/etc/group'), failed: 'no root' },
    });
    expect(status).toBe(0);
    expect(paths(events)).toEqual(['/etc/group', '/etc/passwd', '/usr/bin/app']);
  });

  test('may fail as root after it has started: the check in the image decides', async () => {
    const pretend = { lines: [...opens('/etc/group'), '9 fork() = 10'], failed: 'who am I' };
    const { status, events } = await run({ 1: { ...first, failed: '' }, pretend });
    expect(status).toBe(0);
    expect(paths(events)).toEqual(['/etc/group', '/etc/passwd', '/usr/bin/app']);
    expect(said).toContain(
      'warning: app --check passes neither under strace nor as root; the check in the image shows what is missing\n',
    );
  });

  test('fails if it needs them and does not run as root, with the rights and the way out', async () => {
    writeFileSync(join(root, 'tree/usr/bin/su'), '');
    chmodSync(join(root, 'tree/usr/bin/su'), 0o4755);
    const su = { ...first, gained: ['/usr/bin/su'] };
    const pretend = { lines: [], failed: 'no root' };
    expect((await run({ 1: { ...su, failed: '' }, 2: su, pretend })).status).toBe(1);
    expect(said).toContain(
      'the trace of app --check: a program gets rights from its file when it starts, which the kernel refuses it under ' +
        'strace, and the check does not start it as root; start the image as root with "user:" and let the program ' +
        'drop its rights, or keep whole packages, which needs no trace, with "prune: packages": /usr/bin/su (setuid) ' +
        '[unreadable-trace]\n',
    );
  });
});

test('capabilities are read from an archive', () => {
  const value = Buffer.alloc(20);
  value.writeUInt32LE(0x02000001, 0);
  value.writeUInt32LE((1 << 10) | (1 << 13), 4);
  value.writeUInt32LE(1 << (40 - 32), 12);
  const archive = Buffer.concat([
    Buffer.from('57 SCHILY.xattr.security.capability='),
    value,
    Buffer.from('\n'),
  ]);
  expect(capabilitiesIn(archive)).toEqual(['cap_net_bind_service', 'cap_net_raw', 'cap_checkpoint_restore']);
  expect(capabilitiesIn(Buffer.from('no attribute'))).toEqual([]);
});
