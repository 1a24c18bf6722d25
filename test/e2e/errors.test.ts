import { describe, expect, test } from 'vitest';
import { build, folder } from '../support/e2e/docker.ts';
import { type Failure, failure } from '../support/e2e/progress.ts';

/** Builds an Imagefile of these lines; the first of them is line 2. */
async function fail(lines: string, ...args: readonly string[]): Promise<Failure> {
  const Imagefile = `# syntax=mib/frontend\n${lines}`;
  return failure(await build(folder({ Imagefile, 'site.conf': 'listen 8080;\n' }), ...args));
}

describe('what cannot be read', () => {
  test('an unknown key', async () => {
    expect(await fail('pakages: [nginx-light]\nentry: /usr/sbin/nginx\n')).toEqual({
      status: 1,
      marked: ['Imagefile:2'],
      message: 'Imagefile:2: unknown key "pakages" [unknown-key]\n  did you mean "packages"?',
      said: {},
    });
  });

  test('a wrong type', async () => {
    expect(await fail('entry: /usr/sbin/nginx\npackages: nginx-light\n')).toEqual({
      status: 1,
      marked: ['Imagefile:3'],
      message:
        'Imagefile:3: packages "nginx-light" must be a list of package names [wrong-type]\n' +
        '  write packages: [nginx-light]',
      said: {},
    });
  });

  test('a key that is there twice', async () => {
    expect(await fail('packages: [curl]\nentry: /usr/bin/curl\npackages: [nginx]\n')).toEqual({
      status: 1,
      marked: ['Imagefile:4'],
      message:
        'Imagefile:4: key "packages" is written twice in one map [duplicate-key]\n  keep one of the two',
      said: {},
    });
  });

  test('a syntax error', async () => {
    expect(await fail('entry: /usr/bin/curl\npackages: [curl\n')).toEqual({
      status: 1,
      marked: ['Imagefile:3'],
      message: 'Imagefile:3: this [ is never closed [yaml-syntax]\n  add the ] that closes it',
      said: {},
    });
  });

  test('an alias bomb', async () => {
    const level = (name: string, below: string) => `  - &${name} [${Array(10).fill(below).join(', ')}]\n`;
    const levels = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    const bomb = levels.map((name, at) => level(name, at === 0 ? 'x' : `*${levels[at - 1]}`)).join('');
    expect(await fail(`entry: /usr/bin/app\ncommand:\n${bomb}`)).toEqual({
      status: 1,
      marked: ['Imagefile:7'],
      message:
        'Imagefile:7: aliases such as "*c" expand this file to more than 10000 values [too-many-aliases]\n' +
        '  write the values out',
      said: {},
    });
  });

  test('several of them at once, each at its line', async () => {
    expect(await fail('pakages: [curl]\nentry: /usr/bin/curl\nuser: 1.5\nfiles: [a]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:2', 'Imagefile:4', 'Imagefile:5'],
    });
  });

  test('an error in a file of 300 KB', async () => {
    const labels = Array.from({ length: 6000 }, (_, at) => `  label-${at}: a value of some length, ${at}\n`);
    const text = `entry: /usr/bin/app\nlabels:\n${labels.join('')}pakages: []\n`;
    expect(text.length).toBeGreaterThan(200_000);
    expect(await fail(text)).toEqual({
      status: 1,
      marked: ['Imagefile:6004'],
      message: 'Imagefile:6004: unknown key "pakages" [unknown-key]\n  did you mean "packages"?',
      said: {},
    });
  });

  test('many errors in a file of 300 KB', async () => {
    const lines = Array.from(
      { length: 6000 },
      (_, at) => `key-${at}: a value of some length to fill the file\n`,
    );
    const { status, marked, message } = await fail(lines.join(''));
    expect(status).toBe(1);
    expect(marked).toEqual([2, 3, 4, 5, 6].map((line) => `Imagefile:${line}`));
    expect(message).toMatch(/^Imagefile:2: unknown key "key-0" \[unknown-key\]\n/);
    expect(message).toMatch(/\nand 59\d\d more$/);
  });
});

describe('what does not fit the context', () => {
  test('a file that is not there', async () => {
    const files = 'files:\n  - site.conf: /etc/site.conf\n  - sight.conf: /etc/sight.conf\n';
    expect(await fail(`packages: [curl]\nentry: /usr/bin/curl\n${files}`)).toMatchObject({
      status: 1,
      marked: ['Imagefile:6'],
      message:
        'Imagefile:6: "sight.conf" is not in the build context, or an ignore file excludes it [missing-context-file]',
    });
  });

  test('a target out of the root', async () => {
    expect(await fail('entry: /usr/bin/curl\nfiles:\n  - site.conf: /etc/../../site.conf\n')).toEqual({
      status: 1,
      marked: ['Imagefile:4'],
      message:
        'Imagefile:4: target "/etc/../../site.conf" must not contain ".." [unsafe-path]\n  write "/site.conf"',
      said: {},
    });
  });

  test('a source out of the context', async () => {
    expect(await fail('entry: /usr/bin/curl\nfiles:\n  - ../site.conf: /etc/site.conf\n')).toEqual({
      status: 1,
      marked: ['Imagefile:4'],
      message:
        'Imagefile:4: source "../site.conf" leaves the build context [unsafe-path]\n' +
        '  put the file into the context, or build from a folder further up',
      said: {},
    });
  });
});

describe('what the command line asks for', () => {
  test('a target that does not exist', async () => {
    expect(await fail('entry: /usr/bin/curl\n', '--target', 'thinn')).toEqual({
      status: 1,
      marked: [],
      message: 'Imagefile: target "thinn" does not exist [unknown-target]\n  did you mean "thin"?',
      said: {},
    });
  });

  test('a mirror that does not answer', async () => {
    // Port 1 is that of tcpmux, which nobody runs.
    const args = ['--build-arg', 'MIB_MIRROR=http://127.0.0.1:1/debian'];
    expect(await fail('entry: /usr/bin/curl\npackages: [curl]\n', ...args)).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message:
        'Imagefile:3: the mirror http://127.0.0.1:1/debian does not answer [mirror-unreachable]\n' +
        '  Get "http://127.0.0.1:1/debian/dists/trixie/InRelease": dial tcp 127.0.0.1:1: connect: connection refused',
    });
  });
});

describe('an entry', () => {
  const tree = 'packages: [nginx-light]\n';

  test('that does not exist', async () => {
    expect(await fail(`${tree}entry: /usr/sbin/ngin\n`)).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message: 'process "mib entry" did not complete successfully: exit code: 1',
      said: {
        'find /usr/sbin/ngin':
          'entry "/usr/sbin/ngin" does not exist in the tree [missing-entry]\n  did you mean "/usr/sbin/nginx"?',
      },
    });
  });

  test('that is not executable', async () => {
    expect(await fail(`${tree}entry: /etc/nginx/nginx.conf\n`)).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message: 'process "mib entry" did not complete successfully: exit code: 1',
      said: {
        'find /etc/nginx/nginx.conf':
          'entry "/etc/nginx/nginx.conf" is not executable [missing-entry]\n' +
          '  give the file a mode with execute bits, e.g. "0755"',
      },
    });
  });
});
