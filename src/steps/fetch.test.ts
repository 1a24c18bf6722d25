import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const BUSYBOX = execFileSync('sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).trim();
const SCRIPT = new URL('fetch.sh', import.meta.url).pathname;

let tree: string;

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'mib-fetch-'));
  for (const folder of ['.mib', 'bin', 'dev/shm']) mkdirSync(join(tree, folder), { recursive: true });
  copyFileSync(SCRIPT, join(tree, '.mib/fetch'));
  symlinkSync(BUSYBOX, join(tree, '.mib/busybox'));
});

afterEach(() => {
  rmSync(tree, { recursive: true });
});

/** Runs a program of the tree that is this script, as a command of `fetch`. */
function run(script: string, words: readonly string[] = ['tool'], environment = {}) {
  writeFileSync(join(tree, 'bin/tool'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const env = { PATH: `/nowhere:${join(tree, 'bin')}:/usr/bin:/bin`, ...environment };
  const args = ['sh', join(tree, '.mib/fetch'), ...words];
  const { status, stdout, stderr } = spawnSync(BUSYBOX, args, { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

describe('a command', () => {
  test('that succeeds is left as it is, whatever it says', () => {
    const script = 'echo "<$1> <$2> $status $environment"; echo "404 Not Found" >&2';
    expect(run(script, ['tool', 'two words', '*'], { status: 'mine', environment: 'mine' })).toEqual({
      status: 0,
      stdout: '<two words> <*> mine mine\n404 Not Found\n',
      stderr: '',
    });
    expect(existsSync(join(tree, 'dev/shm/.mib-fetch'))).toBe(false);
  });

  test('fails with its status, and no more words where nothing is known', () => {
    expect(run('echo "error: no such option"; exit 7')).toEqual({
      status: 7,
      stdout: 'error: no such option\n',
      stderr: '',
    });
  });

  test('may write much', () => {
    const { status, stdout, stderr } = run('seq 100000; echo "curl: (6) Could not resolve host: a"; exit 6');
    expect({ status, lines: stdout.split('\n').length }).toEqual({ status: 6, lines: 100_002 });
    expect(stderr).toContain('the name of a server was not found: curl: (6)');
  });

  test('may leave a daemon behind', () => {
    const began = Date.now();
    expect(run('sleep 30 & echo done')).toMatchObject({ status: 0, stdout: 'done\n' });
    expect(Date.now() - began).toBeLessThan(20_000);
  });

  test('that the tree lacks is not one of busybox', () => {
    const PATH = `/nowhere:${join(tree, 'bin')}`;
    expect(run('', ['wget', 'x'], { PATH })).toEqual({
      status: 127,
      stdout: '',
      stderr:
        `"wget" is not in PATH (${PATH}) [fetch-failed]\n` +
        '  add the package that has it to "packages" of the build, or name another image in "from"\n',
    });
  });
});

const PROXY =
  'behind a proxy, build with --build-arg HTTPS_PROXY=http://proxy.example:3128 (and HTTP_PROXY, NO_PROXY)';
const NAME = ['the name of a server was not found', `correct the name of the registry; ${PROXY}`];
const CONNECTION = ['a server was not reached', PROXY];
const CERTIFICATE = [
  'the certificate of a server was refused',
  'if an authority of your own signed it: certificates: [{from: ca.pem, build: true}]',
];
const LOGIN = [
  'a server wants a login (401)',
  'give the command a token, as in {run: npm ci, secrets: [{id: npmrc, target: /root/.npmrc}]}',
];
const FORBIDDEN = ['a server forbids it (403)', 'give the command a token that may read this with "secrets"'];
const MISSING = [
  'a server does not have it (404)',
  'correct the name, the version or the registry; some registries answer so to those without a token ("secrets")',
];
const SERVER = ['a server is at fault', 'try again later, or name another mirror'];
const PASSWORD = [
  'the proxy wants a password',
  'give it in the URL: --build-arg HTTPS_PROXY=http://USER:PASSWORD@proxy.example:3128',
];
const LOCK = [
  'the lock file does not match what it is for',
  'write the lock file again where the network is, and check that "files" names both',
];
const CHECKSUM = [
  'a server sent something else than the lock file says',
  'find out why before the lock file is written again',
];

/** What tools say. */
test.each<[string, readonly string[]]>([
  ['npm error code E401', LOGIN],
  ['npm error 404 Not Found - GET https://registry.example/nothing', MISSING],
  ['npm error code E500', SERVER],
  [
    'npm error network request to https://registry.example/a failed, reason: getaddrinfo ENOTFOUND registry.example',
    NAME,
  ],
  ['npm error code ECONNREFUSED', CONNECTION],
  ['npm error code SELF_SIGNED_CERT_IN_CHAIN', CERTIFICATE],
  ['npm error code EINTEGRITY', CHECKSUM],
  [
    'npm error `npm ci` can only install packages when your package.json and package-lock.json are in sync.',
    LOCK,
  ],
  ['go: example.com/a@v1: Get "https://proxy.example/a": dial tcp: lookup proxy.example: no such host', NAME],
  ['go: a@v1: reading https://proxy.example/a: 403 Forbidden', FORBIDDEN],
  ['tls: failed to verify certificate: x509: certificate signed by unknown authority', CERTIFICATE],
  ['dial tcp 127.0.0.1:443: i/o timeout', CONNECTION],
  ['main.go:4:2: missing go.sum entry for module providing package a', LOCK],
  ['SECURITY ERROR', CHECKSUM],
  ['ERROR: HTTP error 503 while getting https://files.example/a.whl', SERVER],
  ['WARNING: NewConnectionError: [Errno -3] Temporary failure in name resolution', NAME],
  [
    'SSLError(SSLCertVerificationError(1, certificate verify failed: unable to get local issuer certificate))',
    CERTIFICATE,
  ],
  ['error: the lock file /src/Cargo.lock needs to be updated but --locked was passed', LOCK],
  ['failed to get successful HTTP response from `https://index.example/config.json`, got 404', MISSING],
  [
    '[ERROR] Could not transfer artifact a from central: status code: 401, reason phrase: Unauthorized (401)',
    LOGIN,
  ],
  ['PKIX path building failed: unable to find valid certification path to requested target', CERTIFICATE],
  ['curl: (22) The requested URL returned error: 429', SERVER],
  ['curl: (56) Received HTTP code 407 from proxy after CONNECT', PASSWORD],
  ["fatal: could not read Username for 'https://git.example': No such device or address", LOGIN],
  ["wget: bad address 'name.invalid'", NAME],
])('%s', (line, [fault, advice]) => {
  expect(run(`cat <<'END'\nbefore\n  ${line}  \nafter\nEND\nexit 1`).stderr).toBe(
    `${fault}: ${line} [fetch-failed]\n  ${advice}\n`,
  );
});

test.each(['gyp ERR! build error: exit code 1', 'certificate-tools@1.4.0 postinstall', 'took 404 ms'])(
  'nothing is read into: %s',
  (line) => {
    expect(run(`echo '${line}'; exit 1`).stderr).toBe('');
  },
);
