import { cpSync } from 'node:fs';
import { expect, test } from 'vitest';
import { build, folder } from './docker.ts';
import { built } from './family.ts';
import { type Failure, failure } from './progress.ts';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Builds nginx with a check of these lines, which begin at line 6. */
async function fail(check: string, more = ''): Promise<Failure> {
  const head =
    '# syntax=mib/frontend\npackages: [nginx-light]\nentry: /usr/sbin/nginx\nfiles: [nginx.conf: /etc/nginx/]\n';
  const context = folder({ Imagefile: `${head}check:\n${check}${more}` });
  cpSync('images/nginx/nginx.conf', `${context}/nginx.conf`);
  return failure(await build(context));
}

test('a library that is missing ends the build, at the line of the check', async () => {
  const check = '  - start: nginx -g "daemon off;"\n    ready: http://127.0.0.1:8080/\n';
  const name = 'check nginx -g "daemon off;"';
  expect(await fail(check, 'drop: ["/**/libpcre2-8.so*"]\n')).toEqual({
    status: 1,
    marked: ['Imagefile:6', 'Imagefile:7'],
    message:
      'process "/.mib/check start 60 TERM http://127.0.0.1:8080/ nginx -g \\"daemon off;\\"" ' +
      'did not complete successfully: exit code: 127',
    said: {
      [name]:
        '/usr/sbin/nginx: error while loading shared libraries: libpcre2-8.so.0: ' +
        'cannot open shared object file: No such file or directory\n' +
        'check: nginx -g "daemon off;" exited with status 127 before it was ready',
    },
  });
});

test('a command that fails', async () => {
  expect(await fail('  - nginx -t -c /etc/nginx/mime.types\n')).toEqual({
    status: 1,
    marked: ['Imagefile:6'],
    message:
      'process "/.mib/check run 60 nginx -t -c /etc/nginx/mime.types" did not complete successfully: exit code: 1',
    said: {
      'check nginx -t -c /etc/nginx/mime.types': expect.stringMatching(
        /\[emerg\] .* "types" directive is not allowed here [\s\S]*\ncheck: nginx -t -c \/etc\/nginx\/mime.types exited with status 1$/,
      ),
    },
  });
});

test('a command with a status of its own', async () => {
  expect(await fail('  - run: perl -e "exit 3"\n')).toMatchObject({
    status: 1,
    marked: ['Imagefile:6'],
    message: 'process "/.mib/check run 60 perl -e \\"exit 3\\"" did not complete successfully: exit code: 3',
    said: { 'check perl -e "exit 3"': 'check: perl -e "exit 3" exited with status 3' },
  });
});

test('a command that is not in the tree', async () => {
  expect(await fail('  - run: nginxx -t\n')).toMatchObject({
    status: 1,
    marked: ['Imagefile:6'],
    message: 'process "/.mib/check run 60 nginxx -t" did not complete successfully: exit code: 127',
    said: {
      'check nginxx -t': `check: nginxx: not found in PATH (${PATH})\ncheck: nginxx -t exited with status 127`,
    },
  });
});

test('a command that takes too long', async () => {
  expect(await fail('  - run: sleep 60\n    timeout: 1s\n')).toMatchObject({
    status: 1,
    marked: ['Imagefile:6', 'Imagefile:7'],
    message: 'process "/.mib/check run 1 sleep 60" did not complete successfully: exit code: 124',
    said: { 'check sleep 60': 'check: sleep 60 did not end within 1 s' },
  });
});

test('a daemon that dies', async () => {
  const check = '  - start: nginx -c /nothing\n    ready: tcp://127.0.0.1:8080\n';
  expect(await fail(check)).toMatchObject({
    status: 1,
    marked: ['Imagefile:6', 'Imagefile:7'],
    message:
      'process "/.mib/check start 60 TERM tcp://127.0.0.1:8080 nginx -c /nothing" ' +
      'did not complete successfully: exit code: 1',
    said: {
      'check nginx -c /nothing': expect.stringMatching(
        /open\(\) "\/nothing" failed .*\ncheck: nginx -c \/nothing exited with status 1 before it was ready$/,
      ),
    },
  });
});

test('a daemon that is never ready', async () => {
  const check = '  - start: nginx -g "daemon off;"\n    ready: tcp://127.0.0.1:81\n    timeout: 2s\n';
  expect(await fail(check)).toMatchObject({
    status: 1,
    marked: ['Imagefile:6', 'Imagefile:7', 'Imagefile:8'],
    message:
      'process "/.mib/check start 2 TERM tcp://127.0.0.1:81 nginx -g \\"daemon off;\\"" ' +
      'did not complete successfully: exit code: 124',
    said: {
      'check nginx -g "daemon off;"':
        'check: nginx -g "daemon off;" was not ready within 2 s: no answer from tcp://127.0.0.1:81',
    },
  });
});

test('has no network but its own', async () => {
  expect(await fail('  - run: cat /proc/net/dev /none\n')).toMatchObject({
    status: 1,
    said: { 'check cat /proc/net/dev /none': expect.stringMatching(/^(?!.*eth0)[\s\S]* lo:[\s\S]*$/) },
  });
});

test('leaves nothing in the image, and finds nothing of another check', async () => {
  const Imagefile = `# syntax=mib/frontend
entry: /usr/bin/test
check:
  - touch /tmp/trace
  - test ! -e /tmp/trace
  - test ! -w /
`;
  const image = await built(folder({ Imagefile }));
  const files = await image.files();
  expect([...files.keys()].filter((path) => /trace|\.mib/.test(path))).toEqual([]);
  expect(files.has('tmp')).toBe(true);
});
