import { describe, expect, test } from 'vitest';
import { BridgeError } from '../gateway/bridge.ts';
import type { Detail } from './status.ts';
import { detail, type Status, StatusError } from './status.ts';
import { joined, type Problem, toStatus, UserError } from './user-error.ts';

const TEXT = '# syntax=mib/frontend\nsuite: trixie\npakages:\n  - nginx\n  - nginx\nentri: /x\n';

function problem(word: string, rest: Partial<Problem> = {}, text = TEXT): Problem {
  const start = text.indexOf(word);
  return {
    code: 'unknown-key',
    message: `unknown key "${word}"`,
    at: { start, end: start + word.length },
    ...rest,
  };
}

function status(problems: readonly Problem[], text = TEXT): Status {
  return toStatus(new UserError(problems).in({ name: 'Imagefile', text }));
}

/** Returns the excerpts of a status in the order in which a client shows them. */
function shown({ details }: Status): readonly unknown[] {
  return (details ?? []).map(read).reverse();
}

function read({ type_url, value }: Detail): unknown {
  expect(type_url).toBe('github.com/moby/buildkit/errdefs.Source+json');
  return JSON.parse(Buffer.from(value ?? []).toString());
}

test('several errors become one: in the order of the file, and what they share once', () => {
  const [early, late] = [problem('pakages'), problem('entri')];
  const general = problem('x', { code: 'unknown-platform', message: 'no such platform' });
  const { at: _, ...nowhere } = general;
  const errors = [
    [late, early],
    [early, nowhere],
  ].map((problems) => new UserError(problems));
  expect(joined(errors).problems).toEqual([nowhere, early, late]);
});

describe('the message', () => {
  test('has a line for each problem, and one for its fix', () => {
    const problems = [problem('pakages', { fix: 'did you mean "packages"?' }), problem('entri')];
    expect(status(problems).message).toBe(
      'Imagefile:3: unknown key "pakages" [unknown-key]\n' +
        '  did you mean "packages"?\n' +
        'Imagefile:6: unknown key "entri" [unknown-key]',
    );
  });

  test('shows control characters and bytes that are not text escaped, but the lines of a fix as lines', () => {
    const { message } = new UserError([
      problem('pakages', { message: 'this \n is \x1b[31mred\udcff', fix: "write 'a\r'\n  or \x7f" }),
    ]);
    expect(message).toBe("this \\n is \\x1b[31mred\\xff [unknown-key]\n  write 'a\\r'\n  or \\x7f");
  });

  test('names the file alone where there is no place', () => {
    const problems: Problem[] = [{ code: 'unknown-target', message: 'target "x" does not exist' }];
    expect(status(problems).message).toBe('Imagefile: target "x" does not exist [unknown-target]');
  });

  test('names another file where a problem says so, and nothing before the Imagefile is known', () => {
    const lock = { name: 'Imagefile.lock', text: '{}\n{' };
    const error = new UserError([
      problem('entri'),
      { ...problem('entri'), at: { start: 3, end: 4 }, file: lock },
    ]);
    const [here, there] = error.in({ name: 'Imagefile', text: TEXT }).message.split('\n');
    expect(here).toBe('Imagefile:6: unknown key "entri" [unknown-key]');
    expect(there).toBe('Imagefile.lock:2: unknown key "entri" [unknown-key]');
    expect(error.message.split('\n')[0]).toBe('unknown key "entri" [unknown-key]');
  });

  test('counts what it does not name', () => {
    const problems = Array.from({ length: 23 }, () => problem('entri'));
    const lines = status(problems).message?.split('\n') ?? [];
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe('and 3 more');
  });
});

describe('the places', () => {
  test('come in the order of the problems', () => {
    expect(shown(status([problem('pakages'), problem('entri')]))).toEqual([
      {
        info: { filename: 'Imagefile', data: Buffer.from(TEXT).toString('base64'), language: 'YAML' },
        ranges: [{ start: { line: 3 }, end: { line: 3 } }],
      },
      {
        info: { filename: 'Imagefile', data: Buffer.from(TEXT).toString('base64'), language: 'YAML' },
        ranges: [{ start: { line: 6 }, end: { line: 6 } }],
      },
    ]);
  });

  test('span the lines of their range', () => {
    const at = { start: TEXT.indexOf('pakages'), end: TEXT.indexOf('entri') };
    expect(shown(status([problem('pakages', { at })]))).toMatchObject([
      { ranges: [{ start: { line: 3 }, end: { line: 5 } }] },
    ]);
  });

  test('are at most five, and none twice', () => {
    const text = Array.from({ length: 9 }, (_, n) => `key${n}: 1\n`).join('');
    const problems = Array.from({ length: 9 }, (_, n) => problem(`key${n}`, {}, text));
    expect(shown(status(problems, text))).toHaveLength(5);
    expect(shown(status([problem('entri'), problem('entri')]))).toHaveLength(1);
  });

  test('never include the syntax line by default: a place without a file stands in', () => {
    expect(shown(status([{ code: 'missing-entry', message: 'x' }]))).toEqual([{}]);
    expect(shown(toStatus(new Error('x')))).toEqual([{}]);
    expect(shown(toStatus(new StatusError('x')))).toEqual([{}]);
  });

  test('of a large file stay below what a trailer holds, and keep their numbers', () => {
    const line = 'key: a value of some length to fill the line\n';
    const text = line.repeat(7000).replace(/$/, 'last: 1\n');
    const problems = [problem('last', {}, text)];
    const result = status(problems, text);
    expect(result.message).toMatch(/^Imagefile:7001: /);
    const [source] = shown(result) as [{ info: { data: string } }];
    const lines = Buffer.from(source.info.data, 'base64').toString().split('\n');
    expect(lines[7000]).toBe('last: 1');
    expect(lines[6996]).toBe(line.trimEnd());
    expect(source.info.data.length).toBeLessThan(32 << 10);
  });
});

test('what BuildKit said goes back as it came', () => {
  const details = [detail('Source', { ranges: [] })];
  expect(toStatus(new BridgeError('not here', 5, details))).toEqual({
    code: 5,
    message: 'not here',
    details,
  });
});

test('our own faults say so', () => {
  expect(toStatus(new TypeError('x is not a function'))).toMatchObject({
    code: 2,
    message:
      'mib failed: x is not a function [internal]\n' +
      '  this is a fault of mib itself; the log of the Docker daemon says where',
  });
  expect(toStatus('a string').message).toMatch(/^mib failed: a string \[internal\]/);
});
