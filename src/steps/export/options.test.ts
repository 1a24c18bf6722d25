import { describe, expect, test } from 'vitest';
import { HELP, readLine } from './options.ts';

const read = (line: string) => readLine(line.split(' '));

const RUN = { kind: 'run', timeout: 60, at: { start: 0, end: 0 } };

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
      checks: [
        { ...RUN, run: ['/usr/bin/a', '--check'] },
        { ...RUN, run: ['b'] },
        { ...RUN, run: ['c', '--path', 'x'] },
      ],
    },
  });
});

test('what is not said stays open', () => {
  expect(read('--path out -- app')).toEqual({
    kind: 'options',
    options: { path: 'out', binaries: [], keep: [], drop: [], user: '', checks: [{ ...RUN, run: ['app'] }] },
  });
});

test('a server, its requests, and the time that each wait may take', () => {
  const words = ['--start', "nginx -g 'daemon off;'", '--ready', 'http://localhost:80/', '--get=/login'];
  const result = readLine([...words, '--get', 'https://127.0.0.1/none?a=b 404', '--timeout', '1m30s']);
  const request = { method: 'GET', headers: {}, at: { start: 0, end: 0 } };
  expect(result).toMatchObject({
    options: {
      path: '/export',
      checks: [
        {
          kind: 'start',
          start: ['nginx', '-g', 'daemon off;'],
          ready: { kind: 'http', url: 'http://127.0.0.1:80/' },
          get: [
            { ...request, scheme: 'http', host: '127.0.0.1', port: 80, path: '/login' },
            { ...request, scheme: 'https', host: '127.0.0.1', port: 443, path: '/none?a=b', status: 404 },
          ],
          timeout: 90,
        },
      ],
    },
  });
});

test.each([
  ['unix:///run/app.sock', { kind: 'unix', path: '/run/app.sock' }],
  ['tcp://127.0.0.1:6379', { kind: 'tcp', host: '127.0.0.1', port: 6379 }],
  ['log:ready to [a-z]+', { kind: 'log', expression: 'ready to [a-z]+' }],
  ['redis-cli "ping"', { kind: 'command', argv: ['redis-cli', 'ping'] }],
])('a server may be ready by %s', (ready, readiness) => {
  expect(readLine(['--start', 'app', '--ready', ready])).toMatchObject({
    options: { checks: [{ ready: readiness }] },
  });
});

test('a status that no server can answer is refused', () => {
  expect(readLine(['--start', 'app', '--ready', 'http://127.0.0.1/', '--get', '/x 999'])).toMatchObject({
    problems: [{ message: '--get "/x 999" has the status 999, and they go from 100 to 599' }],
  });
});

test('files alone can be exported, to a folder by default', () => {
  expect(read('--keep /etc/app')).toMatchObject({
    options: { path: '/export', keep: ['/etc/app'], checks: [] },
  });
});

test('an option may have an equals sign in its value', () => {
  expect(read('--path=/a=b --binary x')).toMatchObject({ options: { path: '/a=b' } });
});

test('--help wins over mistakes, but is none of ours in a command', () => {
  expect(read('--pth --help')).toEqual({ kind: 'help' });
  expect(read('--path /e -- app --help')).toMatchObject({
    options: { checks: [{ run: ['app', '--help'] }] },
  });
});

test('help has a line for each option', () => {
  expect(HELP).toBe(`usage: export [OPTION]... [-- COMMAND [-- COMMAND]...]

Copies a program and what it needs to FOLDER, for the last stage of a Dockerfile: COPY --from=STAGE FOLDER /
Each COMMAND and the server are traced, and must then succeed in the copy as well.

  --path FOLDER           where the files go; must be empty or not exist; default: /export
  --binary FILE           a program to export; default: that of the first COMMAND, or the server
  --start COMMAND         a server to try; it stays in the foreground
  --ready WHEN            when it is up: http://127.0.0.1:PORT/, tcp://127.0.0.1:PORT, unix:///PATH, log:EXPRESSION or a command
  --get REQUEST           a path to ask it for, with the status to expect if that is not 200 to 399: "/none 404"
  --timeout TIME          how long a COMMAND may take, and the server until it is ready; default: 60s
  --keep PATTERN          also export this: a pattern of files, or pkg:NAME
  --drop PATTERN          leave this out
  --prune LEVEL           what to keep: files, modules or packages; default: modules, or packages without a COMMAND
  --user USER[:GROUP]     the user that runs the commands; default: root
`);
});

describe.each([
  ['', ['"" is not an option (a command comes after "--")']],
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
    '--ready http://127.0.0.1/',
    [
      '"--ready" needs "--start", which says what to start (name the server: --start "nginx -g \'daemon off;\'")',
    ],
  ],
  [
    '--get /login -- x',
    [
      '"--get" needs "--start", which says what to start (name the server: --start "nginx -g \'daemon off;\'")',
    ],
  ],
  [
    '--start app',
    [
      '"--start" needs "--ready", which says when the server is up (for example --ready http://127.0.0.1:8080/)',
    ],
  ],
  [
    '--start app --get /login',
    [
      '--get "/login" is a path, and "--ready" names no http server to ask for it ' +
        '(add --ready http://127.0.0.1:8080/, or write "http://127.0.0.1:8080/login")',
    ],
  ],
  [
    '--start a;b --ready localhost:80 --get login',
    [
      '--start "a;b" contains ";", which needs a shell (put it in quotes to pass it unchanged)',
      '--ready "localhost:80" is an address, not a command (write "tcp://127.0.0.1:80")',
      '--get "login" must be a path that begins with "/", or a URL (write "http://127.0.0.1:8080/login")',
    ],
  ],
  ['--start a --ready log:.*', ['--ready ".*" matches every line (write what only the expected line has)']],
  [
    '--timeout soon -- x',
    ['--timeout "soon" is no length of time (for example --timeout 90s, or --timeout 5m)'],
  ],
  ['--timeout 0s -- x', ['--timeout "0s" is no length of time (for example --timeout 90s, or --timeout 5m)']],
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
