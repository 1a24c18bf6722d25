import { describe, expect, test } from 'vitest';
import { HELP, readLine } from './options.ts';

const read = (line: string) => readLine(line.split(' '));

test('a whole line', () => {
  const line =
    '--path /export --binary /usr/bin/a --binary=/opt/b --keep /etc/a/** --keep pkg:tzdata --drop=/usr/share/x ' +
    '--prune files --user www-data:adm -- /usr/bin/a --check -- b -- c --path x';
  expect(read(line)).toEqual({
    kind: 'options',
    options: {
      path: '/export',
      binaries: ['/usr/bin/a', '/opt/b'],
      keep: ['/etc/a/**', 'pkg:tzdata'],
      drop: ['/usr/share/x'],
      prune: 'files',
      user: 'www-data:adm',
      commands: [['/usr/bin/a', '--check'], ['b'], ['c', '--path', 'x']],
    },
  });
});

test('what is not said stays open', () => {
  expect(read('--path out -- app')).toEqual({
    kind: 'options',
    options: { path: 'out', binaries: [], keep: [], drop: [], user: '', commands: [['app']] },
  });
});

test('an option may have an equals sign in its value', () => {
  expect(read('--path=/a=b --binary x')).toMatchObject({ options: { path: '/a=b' } });
});

test('--help wins over mistakes, but is none of ours in a command', () => {
  expect(read('--pth --help')).toEqual({ kind: 'help' });
  expect(read('--path /e -- app --help')).toMatchObject({ options: { commands: [['app', '--help']] } });
});

test('help has a line for each option', () => {
  expect(HELP).toBe(`usage: export --path FOLDER [--binary FILE]... [OPTION]... [-- COMMAND [-- COMMAND]...]

Copies a program and what it needs to FOLDER, for the last stage of a Dockerfile: COPY --from=STAGE FOLDER /
Each COMMAND is traced, and must then succeed in the copy as well.

  --path FOLDER           where the files go; must be empty or not exist
  --binary FILE           a program to export; default: that of the first COMMAND
  --keep PATTERN          also export this: a pattern of files, or pkg:NAME
  --drop PATTERN          leave this out
  --prune LEVEL           what to keep: files, modules or packages; default: modules, or packages without a COMMAND
  --user USER[:GROUP]     the user that runs the commands; default: root
`);
});

describe.each([
  ['', ['"" is not an option (a command comes after "--")']],
  ['--binary x', ['"--path" is missing: the folder for the files (e.g. --path /export)']],
  [
    '--pth x --binray y -- z',
    [
      'unknown option "--pth" (did you mean "--path"?)',
      'unknown option "--binray" (did you mean "--binary"?)',
    ],
  ],
  ['--path /e --zzzzzz=1 -- x', ['unknown option "--zzzzzz" (see --help)']],
  ['--path /e app', ['"app" is not an option (a command comes after "--")']],
  ['--path /a --path /b -- x', ['"--path" is given twice: "/a" and "/b"']],
  ['--path', ['"--path" has no value']],
  ['--path /e --binary -- x', ['"--binary" has no value']],
  ['--path /e --prune all -- x', ['--prune "all" is none of files, modules, packages']],
  ['--path /e -- x --', ['a command after "--" is empty']],
  [
    '--path /e',
    [
      'nothing to export (name a program: --binary "$(which PROGRAM)", or a command that shows what it needs: ' +
        '-- PROGRAM --version)',
    ],
  ],
])('%j', (line, expected) => {
  test('is refused, with all that is wrong', () => {
    const result = read(line);
    const problems = result.kind === 'wrong' ? result.problems : [];
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['invalid-option']));
    const said = problems.map(({ message, fix }) => message + (fix === undefined ? '' : ` (${fix})`));
    expect(said.sort()).toEqual([...expected].sort());
  });
});
