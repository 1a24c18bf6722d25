import { expect, test } from 'vitest';
import { parseImagefile } from './parse.ts';

/** Returns the problems of an Imagefile, each as line, message and fix. */
function problemsOf(text: string): string[] {
  return parseImagefile(`entry: /x\n${text}`).diagnostics.map(({ at, message, fix }) => {
    const line = `entry: /x\n${text}`.slice(0, at.start).split('\n').length;
    return `${line}: ${message}${fix === undefined ? '' : ` (${fix})`}`;
  });
}

function lines(key: string, count: number, line: (at: number) => string): string {
  return `${key}:\n${Array.from({ length: count }, (_, at) => `  ${line(at)}\n`).join('')}`;
}

const SCRIPT = '(put several commands into one script)';

test.each<[string, (at: number) => string, number, string, string]>([
  ['run', (at) => `- /x ${at}`, 100, 'run has 101 entries, more than 100', ` ${SCRIPT}`],
  ['check', (at) => `- /x ${at}`, 100, 'check has 101 entries, more than 100', ` ${SCRIPT}`],
  [
    'users',
    (at) => `- {name: u${at}, uid: ${at + 1000}}`,
    1000,
    'users has 1001 entries, more than 1000',
    '',
  ],
  [
    'build',
    (at) => `- {name: b${at}, source: {context: .}, run: [make], output: [a: /b${at}]}`,
    100,
    'build has 101 entries, more than 100',
    '',
  ],
  ['targets', (at) => `t${at}: {entry: /y}`, 100, 'targets has 101 entries, more than 100', ''],
])('%s has a limit, and one entry more is refused at its line', (key, line, most, message, fix) => {
  expect(problemsOf(lines(key, most, line))).toEqual([]);
  expect(problemsOf(lines(key, most + 1, line))).toEqual([`${most + 3}: ${message}${fix}`]);
});

test('the commands of a build have the same limit', () => {
  const commands = (count: number) => `[${Array(count).fill('make').join(', ')}]`;
  const build = (run: string) =>
    `build:\n  - name: a\n    source: {context: .}\n    run: ${run}\n    output: [a: /a]\n`;
  expect(problemsOf(build(commands(100)))).toEqual([]);
  expect(problemsOf(build(commands(101)))).toEqual([`5: run has 101 entries, more than 100 ${SCRIPT}`]);
});

test('many lines of files, packages, volumes and labels are read', () => {
  expect(problemsOf(lines('files', 20_000, (at) => `- a${at}: /d/a${at}`))).toEqual([]);
  expect(problemsOf(lines('packages', 20_000, (at) => `- a${at}`))).toEqual([]);
  expect(problemsOf(lines('volumes', 20_000, (at) => `- /d/${at}`))).toEqual([]);
  expect(problemsOf(lines('labels', 20_000, (at) => `a${at}: b`))).toEqual([]);
}, 120_000);

test('ports are listed at most as often as there are', () => {
  const ranges = (count: number) => lines('expose', count, () => '- 1-65535');
  expect(problemsOf(ranges(3))).toEqual([]);
  expect(problemsOf(ranges(8000))).toEqual([
    '6: expose lists more than 196605 ports, those of all protocols (list each port once)',
  ]);
});

const TOO_MUCH =
  'the values of this Imagefile have more than 4000000 characters, with aliases and arguments replaced ' +
  '(copy large texts from files of the build context)';

test('arguments do not make values without end', () => {
  const labels = (count: number) =>
    `args: {A: ${'x'.repeat(100_000)}}\nlabels:\n  a: "${'$' + '{A}'}${`$${'{A}'}`.repeat(count - 1)}"\n`;
  expect(problemsOf(labels(39))).toEqual([]);
  expect(problemsOf(labels(20_000))).toEqual([`4: ${TOO_MUCH}`]);
});

test('aliases do not either', () => {
  const labels = (count: number) =>
    `labels:\n  a: &a ${'x'.repeat(100_000)}\n${Array.from({ length: count }, (_, at) => `  a${at}: *a\n`).join('')}`;
  expect(problemsOf(labels(38))).toEqual([]);
  expect(problemsOf(labels(9000))).toHaveLength(1);
});

test('a pattern stands for at most 1000', () => {
  const keep = (braces: number) => `keep:\n  - "/${'{a,b}'.repeat(braces)}"\n`;
  expect(problemsOf(keep(8))).toEqual([]);
  expect(problemsOf(keep(28))).toEqual([
    `3: pattern "/${'{a,b}'.repeat(28).slice(0, 59)}…" stands for patterns with more than 20000 characters (write fewer braces)`,
  ]);
  expect(problemsOf(`keep:\n  - "/{${'a,'.repeat(1000)}}"\n`)).toEqual([
    expect.stringContaining('stands for more than 1000 patterns (write fewer braces)'),
  ]);
  expect(problemsOf('drop:\n  - "/{a,{b,{c,{d,{e,f}}}}}"\n')).toEqual([]);
});

test('a pattern stands for at most 20,000 characters', () => {
  const keep = (letters: number) => `keep:\n  - "/${'{a,b}'.repeat(6)}${'x'.repeat(letters)}"\n`;
  expect(problemsOf(keep(250))).toEqual([]);
  expect(problemsOf(keep(300))).toEqual([
    `3: pattern "/${'{a,b}'.repeat(6)}${'x'.repeat(29)}…" stands for patterns with more than 20000 characters (write fewer braces)`,
  ]);
});

test('levels are counted while the file is read, however it opens them', () => {
  for (const open of ['"a":', '[', '{a: '])
    expect(problemsOf(`keep: [{"b":${open.repeat(20_000)}\n}`)).toEqual([
      '2: this is nested more than 40 levels deep',
    ]);
});

test('suggestions are looked for only as often as they are shown', () => {
  const unknown = `${lines('args', 1000, (at) => `ARG${at}: x`)}${lines('labels', 1000, (at) => `l${at}: "$${`{ARH${at}}`}"`)}`;
  const found = problemsOf(unknown);
  expect(found).toHaveLength(1000);
  expect(found.filter((line) => line.includes('did you mean'))).toHaveLength(20);
});
