import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newReader } from './accesses.ts';
import { UnreadableTrace } from './line.ts';

const FIRST = '9 execve("/p", 0x1, 0x2) = 0';
const EXIT = '+++ exited with 0 +++';
const THREAD = 'child_stack=0x7f, flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_THREAD';

/** Returns what a trace opens, with relative paths from /w. */
function opened(...lines: readonly string[]): string[] {
  const found: string[] = [];
  const surroundings = { folder: '/w', canonical: (path: string) => path, hidden: () => undefined };
  const reader = newReader(surroundings, ({ use, path }) => void (use === 'open' && found.push(path)));
  for (const line of [FIRST, ...lines]) reader.add(line);
  reader.end();
  return found;
}

const open = (path: string) => `openat(AT_FDCWD, "${path}", O_RDONLY) = 3`;

test.each([
  ['a call that ends with the process', `9 clone(${THREAD} <unfinished ...>) = ?`],
  [
    'a call whose end is shown',
    `9 clone(${THREAD} <unfinished ...>`,
    '9 <... clone resumed> <unfinished ...>) = ?',
  ],
  ['a call that strace came too late for', '9 ???( <unfinished ...>', '9 <... ??? resumed>) = ?'],
])('a process is the child of one that was killed within %s', (_, ...lines) => {
  expect(opened('9 chdir("/c") = 0', ...lines, `10 ${open('x')}`, `9 ${EXIT}`, `10 ${EXIT}`)).toEqual([
    '/c/x',
  ]);
});

test('threads that were killed together are one parent', () => {
  const threads = [10, 11, 12];
  expect(
    opened(
      ...threads.map((pid) => `9 clone(${THREAD}) = ${pid}`),
      ...threads.map((pid) => `${pid} clone(${THREAD} <unfinished ...>`),
      `20 ${open('x')}`,
      `21 ${open('y')}`,
      ...threads.flatMap((pid) => [`${pid} <... clone resumed> <unfinished ...>) = ?`, `${pid} ${EXIT}`]),
      ...[20, 21, 9].map((pid) => `${pid} ${EXIT}`),
    ),
  ).toEqual(['/w/x', '/w/y']);
});

test('of parents with different folders, a relative path is read in each', () => {
  expect(
    opened(
      '9 fork() = 10',
      '10 chdir("/c") = 0',
      '9 fork( <unfinished ...>',
      '10 fork( <unfinished ...>',
      `21 ${open('y')}`,
      `20 ${open('x')}`,
      '20 fork() = 21',
      ...[9, 10, 20, 21].map((pid) => `${pid} ${EXIT}`),
    ).sort(),
  ).toEqual(['/c/x', '/c/y', '/w/x', '/w/y']);
});

test('a process that did nothing needs no parent', () => {
  expect(
    opened(
      `10 ${EXIT}`,
      '11 ???( <unfinished ...>',
      '11 <... ??? resumed>) = ?',
      '11 +++ killed by SIGKILL +++',
      '12 openat(AT_FDCWD, "x", O_RDONLY <unfinished ...>) = ?',
      `12 ${EXIT}`,
      `9 ${EXIT}`,
    ),
  ).toEqual([]);
});

test('a process that did something does', () => {
  expect(() => opened(`10 ${open('x')}`, `10 ${EXIT}`, `9 ${EXIT}`)).toThrow(
    new UnreadableTrace('the trace ends too early: process 10 did not end'),
  );
});

/** A process of the daemon below, and the call it is in. */
interface Running {
  readonly pid: number;
  call?: { readonly name: string; readonly begun: string; readonly rest: string; readonly path?: string };
}

/** Acts out a daemon whose threads and children start others all the time, until all are killed at once. */
function daemon(choices: readonly number[]): { readonly lines: string[]; readonly files: string[] } {
  const lines: string[] = [];
  const files: string[] = [];
  const running: Running[] = [{ pid: 9 }];
  let pid = 100;
  const begin = (process: Running, choice: number) => {
    if (choice % 3 === 0) {
      const child = { pid: pid++ };
      const flags = choice % 2 === 0 ? THREAD : 'child_stack=NULL, flags=SIGCHLD';
      process.call = { name: 'clone', begun: `clone(${flags}`, rest: `) = ${child.pid}` };
      running.push(child);
    } else {
      const path = `/f${files.length + lines.length}`;
      process.call = { name: 'openat', begun: `openat(AT_FDCWD, "${path}", O_RDONLY`, rest: ') = 3', path };
    }
    lines.push(`${process.pid} ${process.call.begun} <unfinished ...>`);
  };
  for (const choice of choices) {
    const process = running[choice % running.length] as Running;
    const { call } = process;
    if (call === undefined) begin(process, choice >> 4);
    else {
      lines.push(`${process.pid} <... ${call.name} resumed>${call.rest}`);
      if (call.path !== undefined) files.push(call.path);
      delete process.call;
    }
  }
  for (const [at, { pid: each, call }] of running.entries()) {
    if (call === undefined && each !== 9 && at % 3 === 0) lines.push(`${each} ???( <unfinished ...>`);
    if (call !== undefined && at % 2 === 0)
      lines.push(`${each} <... ${call.name} resumed> <unfinished ...>) = ?`);
    lines.push(`${each} ${EXIT}`);
  }
  return { lines, files };
}

test('whatever is killed while it starts processes, what it opened is read', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(0xffff), { maxLength: 200 }), (choices) => {
      const { lines, files } = daemon(choices);
      expect(opened(...lines)).toEqual(expect.arrayContaining(files));
    }),
    { numRuns: 500 },
  );
});
