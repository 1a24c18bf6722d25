import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeName } from '../tree/names.ts';
import { readCall, readString } from './call.ts';
import { readLine, UnreadableTrace } from './line.ts';

describe('readCall', () => {
  test.each([
    [
      'openat(AT_FDCWD, "/a, b) = 1", O_RDONLY|O_CLOEXEC) = 3',
      ['AT_FDCWD', '"/a, b) = 1"', 'O_RDONLY|O_CLOEXEC'],
      3,
    ],
    ['mkdir("/q\\"\\\\", 0700) = 0', ['"/q\\"\\\\"', '0700'], 0],
    ['vfork() = 41', [], 41],
    [
      'openat2(3, "x", {flags=O_RDONLY, resolve=RESOLVE_BENEATH}, 24) = 14',
      ['3', '"x"', '{flags=O_RDONLY, resolve=RESOLVE_BENEATH}', '24'],
      14,
    ],
    ['fcntl(7, F_GETFL) = 0x8002 (flags O_RDWR|O_LARGEFILE)', ['7', 'F_GETFL'], 0x8002],
    ['setresuid(-1, 65532, -1) = 0 (INJECTED)', ['-1', '65532', '-1'], 0],
    ['readlink("/a", ""..., 99)   = 7', ['"/a"', '""...', '99'], 7],
  ])('%s', (text, args, result) => {
    expect(readCall(text)).toEqual({ name: text.slice(0, text.indexOf('(')), args, result });
  });

  test.each([
    ['stat("/x", 0x7ffe) = -1 ENOENT (No such file or directory)', { result: -1, error: 'ENOENT' }],
    ['stat("/x", 0x7ffe) = -1 (errno 4095)', { result: -1, error: 'E?' }],
    [
      'openat(AT_FDCWD, "/f", O_RDONLY) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)',
      { result: undefined },
    ],
    ['openat(AT_FDCWD, "/f", O_RDONLY) = ?', { result: undefined }],
    ['openat(AT_FDCWD, "/f", O_RDONLY <unfinished ...>) = ?', { result: undefined }],
    ['open("/f", O_RDONLY) = ? <unavailable>', { result: undefined }],
  ])('%s', (text, end) => {
    expect(readCall(text)).toMatchObject(end);
  });

  test.each([
    'open("/x", O_RDONLY',
    'open("/x',
    'open(',
    'open("/x") = ',
    'open("/x") = 3 and more',
    'open({"/x") = 3',
  ])('refuses %s', (text) => {
    expect(() => readCall(text)).toThrow(UnreadableTrace);
  });
});

describe('readString', () => {
  test.each([
    ['"/etc/passwd"', '/etc/passwd'],
    ['"caf\\303\\251"', 'café'],
    ['"\\0011"', '\u00011'],
    ['"\\x2f\\x61"', '/a'],
    ['"a\\tb\\nc\\"d\\\\e"', 'a\tb\nc"d\\e'],
    ['"caf\\351"', 'caf\udce9'],
    ['"\\357\\277\\275"', '\ufffd'],
    ['""', ''],
  ])('%s', (quoted, path) => {
    expect(readString(quoted)).toBe(path);
  });

  test.each(['"/usr/li"...', '0x7ffe1234', 'NULL', '"open'])('refuses %s, which is no whole path', (text) => {
    expect(() => readString(text)).toThrow('strace could not show a whole path');
  });

  test('reads what strace writes for any name', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 255 })), (bytes) => {
        expect(readString(quote(bytes))).toBe(decodeName(Buffer.from(bytes)));
      }),
    );
  });
});

const LETTERS = new Map(
  [...'\t\n\v\f\r"\\'].map((letter, index) => [letter.charCodeAt(0), 'tnvfr"\\'[index]]),
);

/** As string_quote in strace's src/util.c has it: the shortest octal number that no following digit lengthens. */
function quote(bytes: readonly number[]): string {
  const quoted = bytes.map((byte, index) => {
    if (LETTERS.has(byte)) return `\\${LETTERS.get(byte)}`;
    if (byte >= 32 && byte < 127) return String.fromCharCode(byte);
    const digit = /[0-7]/.test(String.fromCharCode(bytes[index + 1] ?? 0));
    return `\\${byte.toString(8).padStart(digit ? 3 : 1, '0')}`;
  });
  return `"${quoted.join('')}"`;
}

describe('readLine', () => {
  test.each([
    ['33    openat(AT_FDCWD, "x", O_RDONLY <unfinished ...>', 'unfinished'],
    ['48    execve("/proc/self/exe", 0x1, 0x2 <pid changed to 46 ...>', 'unfinished'],
    ['33    <... openat resumed>) = 3', 'resumed'],
    ['33    +++ exited with 0 +++', 'exit'],
    ['33    +++ killed by SIGSEGV (core dumped) +++', 'exit'],
    ['33    +++ killed by SIGRT_3 +++', 'exit'],
    ['46    +++ superseded by execve in pid 48 +++', 'superseded'],
    ['33    --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=42, si_uid=0} ---', 'other'],
    ['33    --- stopped by SIGSTOP ---', 'other'],
    ['33    [ Process PID=33 runs in 32 bit mode. ]', 'other'],
    ['1234567 chdir("/x <unfinished ...>") = 0', 'call'],
  ])('%s', (line, kind) => {
    expect(readLine(line).kind).toBe(kind);
  });

  test.each([
    'openat(AT_FDCWD, "x", O_RDONLY) = 3',
    '33    ??? <unfinished>',
    '33    openat(AT_FDCWD, "x" <detached ...>',
    '33',
    '',
  ])('refuses %j', (line) => {
    const read = () => {
      const found = readLine(line);
      if (found.kind === 'call') readCall(found.text);
    };
    expect(read).toThrow(UnreadableTrace);
  });
});
