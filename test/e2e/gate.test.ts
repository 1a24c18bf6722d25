import { cpSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeAuthority, makeServerCertificate } from '../support/e2e/certificate.ts';
import { build, buildOk, dockerOk, folder } from '../support/e2e/docker.ts';
import { built } from '../support/e2e/family.ts';
import { type Failure, failure, steps } from '../support/e2e/progress.ts';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const EARLY = '\ncheck: the check fails even before pruning';
const HEAD = `# syntax=mib/frontend
packages: [nginx-light]
entry: /usr/sbin/nginx
files: [nginx.conf: /etc/nginx/]
check:
`;

/** Where and as whom each check of nginx runs. */
const SURROUNDINGS = `\ncheck: it ran in / as nonroot 65532:65532, with\ncheck:   PATH=${PATH}`;

/** Builds nginx with a check of these lines, which begin at line 6. What each failed check says of its surroundings is seen to be right. */
async function fail(lines: string): Promise<Failure> {
  const context = folder({ Imagefile: HEAD + lines });
  cpSync('images/nginx/nginx.conf', `${context}/nginx.conf`);
  const { said, ...rest } = failure(await build(context));
  const words = Object.entries(said).map(([name, each]) => {
    if (/^(check|trace) /.test(name)) expect(each).toContain(SURROUNDINGS);
    return [name, each.replace(SURROUNDINGS, '')];
  });
  return { ...rest, said: Object.fromEntries(words) };
}

/** The same of a check that fails in the full tree already, which only the first of its runs reports. */
async function failEarly(lines: string) {
  const { said, ...rest } = await fail(lines);
  const [[name, words = ''] = [], ...others] = Object.entries(said);
  expect(others).toEqual([]);
  expect(name).toMatch(/^trace (?!.* again$)/);
  expect(words).toContain(EARLY);
  return { ...rest, said: words.replace(EARLY, '') };
}

test('a check that writes to each of its mounts leaves nothing in the image', async () => {
  const fill = [
    'for place in $(/.mib/busybox cut -d " " -f 2 /proc/mounts) /.mib-*',
    'do /.mib/busybox mkdir -p "$place/etc" && echo evil > "$place/etc/passwd" && echo evil > "$place/evil"',
    'done 2>/dev/null',
    // The output of the gate was one of them.
    '[ ! -d /.mib-passed ] || [ -e /.mib-passed/evil ]',
  ];
  const check = `check:\n  - run: [dash, -c, ${JSON.stringify(fill.join('; '))}]\n`;
  const Imagefile = `# syntax=mib/frontend\npackages: [dash]\nentry: /usr/bin/dash\nuser: root\n${check}`;
  const files = await (await built(folder({ Imagefile }))).files();
  expect(files.get('etc/passwd')?.content.toString()).toContain('root:');
  expect([...files].filter(([path, { content }]) => /evil/.test(`${path} ${content}`))).toEqual([]);
});

describe('in the pruned tree', () => {
  test('a missing library that only the program knows ends the build, at the line of the check', async () => {
    const check = '  - perl -MSocket -e "exit 0"\n';
    expect(await fail(`${check}drop: ["/**/auto/Socket/Socket.so"]\n`)).toEqual({
      status: 1,
      marked: ['Imagefile:6'],
      message:
        'process "/.mib/check gate run 60 perl -MSocket -e \\"exit 0\\"" did not complete successfully: exit code: 2',
      said: {
        'check perl -MSocket -e "exit 0"': expect.stringMatching(
          /^Can't locate loadable object for module Socket in @INC [\s\S]*\ncheck: perl -MSocket -e "exit 0" exited with status 2$/,
        ),
      },
    });
  });

  test('a missing file ends it, too', async () => {
    expect(await fail('  - nginx -t\n  - nginx -v\ndrop: [/etc/nginx/mime.types]\n')).toEqual({
      status: 1,
      marked: ['Imagefile:6'],
      message: 'process "/.mib/check gate run 60 nginx -t" did not complete successfully: exit code: 1',
      said: {
        'check nginx -t': expect.stringMatching(
          /open\(\) "\/etc\/nginx\/mime.types" failed \(2: No such file or directory\)[\s\S]*\ncheck: nginx -t exited with status 1$/,
        ),
      },
    });
  });

  test('a probe that asks for what only the full tree has', async () => {
    const start = 'nginx -g "daemon off; error_log stderr notice;"';
    const check = `  - start: ${start}\n    ready: {log: "start worker process [0-9]+"}\n`;
    const probe = 'perl -e "require q(/usr/share/perl5/Debconf/Db.pm)"';
    const { said, marked } = await fail(`${check}    run: ${probe}\n`);
    expect(marked).toEqual(['Imagefile:6', 'Imagefile:7', 'Imagefile:8']);
    expect(said[`check ${start}`]?.split('\n').filter((line) => !line.includes('[notice]'))).toEqual([
      "Can't locate /usr/share/perl5/Debconf/Db.pm at -e line 1.",
      `check: ${probe} exited with status 2`,
      `check: probes are not traced: files that only ${probe} uses may be missing from the image`,
      'check: probe with a program whose files the image has, or name the files in "keep"',
    ]);
  });

  test('a check leaves nothing in the image, and finds nothing of another', async () => {
    const checks = ['touch /tmp/trace', 'test ! -e /tmp/trace', 'test ! -w /'];
    const lines = checks.map((check) => `  - ${check}\n`).join('');
    const healthcheck = 'healthcheck: {test: [CMD-SHELL, "test -e /tmp/well || exit 1"]}\n';
    const secret = 'files: [{to: /srv/secret, text: x, mode: "0600"}]\n';
    const Imagefile = `# syntax=mib/frontend\nentry: /usr/bin/test\n${healthcheck}${secret}check:\n${lines}`;
    const files = await (await built(folder({ Imagefile }))).files();
    expect(files.has('tmp')).toBe(true);
    expect(files.has('usr/bin/dash')).toBe(true);
    expect(files.get('srv/secret')?.header.mode).toBe(0o600);
    expect([...files.keys()].filter((path) => /^tmp\/|trace$|\.mib/.test(path))).toEqual([]);
  });
});

test('what shell starts is in the image, though no check came to it', async () => {
  const start = 'if [ "$(id -u)" = 0 ]; then exec gosu nonroot "$@"; fi\nexec "$@"\n';
  const program = [
    'import subprocess, sys',
    `subprocess.run(["sh", "-c", 'test "$1" = go && date +%Y | tr 2 x', "sh", sys.argv[1]])`,
    'subprocess.run(["sh", "-c", "id -u"])',
  ];
  const context = folder({
    start: `#!/bin/sh\n${start}`,
    'app.py': `${program.join('\n')}\n`,
    Imagefile: `# syntax=mib/frontend
packages: [gosu, python3]
files:
  - {from: start, to: /srv/, mode: "0755"}
  - {from: app.py, to: /srv/}
entry: [/srv/start, python3, /srv/app.py]
check: [/srv/start python3 /srv/app.py stop]
`,
  });
  const tag = 'mib-test/shell';
  await buildOk(context, '--output', `type=docker,name=${tag}`);
  const go = (...args: readonly string[]) => dockerOk(['run', '--rm', ...args, tag, 'go']);
  expect((await go()).stdout).toMatch(/^x0\S\S\n65532\n$/);
  expect((await go('--user', 'root')).stdout).toMatch(/^x0\S\S\n65532\n$/);
});

describe('a request', () => {
  const READY = '  - ready: tcp://127.0.0.1:8080\n    get:\n';
  const page = (path: string, more = '') => `      - {path: "http://127.0.0.1:8080${path}"${more}}\n`;

  test('whose answer is wrong ends the build at its line, with the answer and what the server wrote', async () => {
    const lines = `${READY}${page('/nginx.conf', ', status: 404')}${page('/absent')}command: ["-g", "daemon off;"]\n`;
    const context = folder({ Imagefile: HEAD + lines });
    cpSync('images/nginx/nginx.conf', `${context}/nginx.conf`);
    const { said, ...failed } = failure(await build(context));
    expect(failed).toEqual({
      status: 1,
      marked: ['Imagefile:9'],
      message:
        'Imagefile:9: GET /absent is not answered as "get" says [check-failed]\n  the output of the check, above, has the answer',
    });
    const answer = Object.values(said)
      .join('\n')
      .split('\n')
      .map((line) => line.replace(/\r$/, ''));
    expect(answer?.slice(-7)).toEqual([
      '  | <head><title>404 Not Found</title></head>',
      '  | <body>',
      '  | <center><h1>404 Not Found</h1></center>',
      expect.stringMatching(/^ {2}\| <hr><center>nginx/),
      '  | </body>',
      '  | </html>',
      'check: GET /absent was answered by HTTP/1.1 404 Not Found, and not by a status from 200 to 399',
    ]);
  });

  test('is sent again in the pruned tree', async () => {
    const command = 'command: ["-g", "daemon off;"]\n';
    const context = folder({
      Imagefile:
        HEAD.replace('files: [', 'files: [{to: /usr/share/nginx/html/own.html, text: own}, ') +
        `${READY}${page('/own.html', ', contains: own')}${page('/')}${command}drop: ["/usr/share/nginx/html/index*"]\n`,
    });
    cpSync('images/nginx/nginx.conf', `${context}/nginx.conf`);
    expect(failure(await build(context))).toMatchObject({
      marked: ['Imagefile:9'],
      said: {
        'check /usr/sbin/nginx -g "daemon off;"': expect.stringMatching(
          /\ncheck: GET \/ was answered by HTTP\/1\.1 403 Forbidden, and not by a status from 200 to 399$/,
        ),
      },
    });
  });

  test('whose answer is wrong is sent again by the next build', async () => {
    const lines = `${READY}${page('/absent')}command: ["-g", "daemon off;"]\n`;
    const context = folder({ Imagefile: HEAD + lines });
    cpSync('images/nginx/nginx.conf', `${context}/nginx.conf`);
    const traced = async () => steps(await build(context)).cached.filter((name) => name.startsWith('trace '));
    expect(await traced()).toEqual([]);
    expect(await traced()).toEqual([]);
  });

  test('may be by https, with a certificate of the image', async () => {
    const authority = makeAuthority('authority');
    const { pem, key } = makeServerCertificate(authority, 'authority');
    const server =
      'listen 8080 ssl; ssl_certificate /srv/server.pem; ssl_certificate_key /srv/server.key; ssl_protocols TLSv1.3;';
    const Imagefile = [
      'packages: [nginx-light]',
      'entry: [/usr/sbin/nginx, "-g", "daemon off;"]',
      'files:',
      '  - nginx.conf: /etc/nginx/',
      '  - {from: server.pem, to: /srv/}',
      '  - {from: server.key, to: /srv/, owner: nonroot, mode: "0600"}',
      'check: [{ready: "https://127.0.0.1:8080/", get: {path: /, contains: nginx}}]',
    ].join('\n');
    const context = folder({
      Imagefile: `# syntax=mib/frontend\n${Imagefile}\n`,
      'nginx.conf': readFileSync('images/nginx/nginx.conf', 'utf8').replace('listen 8080;', server),
      'server.pem': pem,
      'server.key': String(key.export({ type: 'pkcs8', format: 'pem' })),
    });
    expect([...(await (await built(context)).files()).keys()]).toContain('srv/server.key');
  });

  test('without an answer fails the check', async () => {
    const lines = `${READY}      - http://127.0.0.1:81/x\ncommand: ["-g", "daemon off;"]\n`;
    expect(await failEarly(lines)).toMatchObject({
      marked: ['Imagefile:6', 'Imagefile:7', 'Imagefile:8'],
      said: expect.stringMatching(/check: GET \/x had no answer from http:\/\/127\.0\.0\.1:81 within 60 s$/),
    });
  });
});

test('a library that the loader needs cannot be dropped: the reasons are told, before any check', async () => {
  const library = '/usr/lib/x86_64-linux-gnu/libpcre2-8.so.0';
  const failed = await fail('  - nginx -t\ndrop: ["/**/libpcre2-8.so*"]\n');
  expect(failed).toEqual({
    status: 1,
    marked: ['Imagefile:7'],
    message: 'process "mib prune" did not complete successfully: exit code: 1',
    said: {
      'keep the files that /usr/sbin/nginx needs':
        `drop "/**/libpcre2-8.so*" takes away "${library}", and the image does not run without it [needed-file]\n` +
        `  ${library}: needed libpcre2-8.so.0, from /usr/sbin/nginx\n` +
        '    /usr/sbin/nginx: entry /usr/sbin/nginx\n' +
        '  correct the pattern, or take the line out',
    },
  });
});

describe('already in the full tree', () => {
  test('a command that fails', async () => {
    expect(await failEarly('  - nginx -t -c /etc/nginx/mime.types\n')).toEqual({
      status: 1,
      marked: ['Imagefile:6'],
      message:
        'process "/.mib/check trace first run 60 nginx -t -c /etc/nginx/mime.types" did not complete successfully: exit code: 1',
      said: expect.stringMatching(
        /"types" directive is not allowed here [\s\S]*\ncheck: nginx -t -c \/etc\/nginx\/mime.types exited with status 1$/,
      ),
    });
  });

  test('a command with a status of its own', async () => {
    expect(await failEarly('  - run: perl -e "exit 255"\n')).toEqual({
      status: 1,
      marked: ['Imagefile:6'],
      message:
        'process "/.mib/check trace first run 60 perl -e \\"exit 255\\"" did not complete successfully: exit code: 255',
      said: 'check: perl -e "exit 255" exited with status 255',
    });
  });

  test('a command that is not there', async () => {
    expect(await failEarly('  - run: nginxx -t\n')).toEqual({
      status: 1,
      marked: ['Imagefile:6'],
      message:
        'process "/.mib/check trace first run 60 nginxx -t" did not complete successfully: exit code: 127',
      said: `check: nginxx is not in PATH (${PATH})`,
    });
  });

  test('a command that takes too long', async () => {
    expect(await failEarly('  - run: sleep 60\n    timeout: 1s\n')).toEqual({
      status: 1,
      marked: ['Imagefile:6', 'Imagefile:7'],
      message:
        'process "/.mib/check trace first run 1 sleep 60" did not complete successfully: exit code: 124',
      said: 'check: sleep 60 did not end within 1 s',
    });
  });

  test('a daemon that dies', async () => {
    const check = '  - start: nginx -c /nothing\n    ready: tcp://127.0.0.1:8080\n';
    expect(await failEarly(check)).toEqual({
      status: 1,
      marked: ['Imagefile:6', 'Imagefile:7'],
      message:
        'process "/.mib/check trace first start 60 TERM tcp://127.0.0.1:8080 nginx -c /nothing" ' +
        'did not complete successfully: exit code: 1',
      said: expect.stringMatching(
        /open\(\) "\/nothing" failed .*\ncheck: nginx -c \/nothing exited with status 1 before it was ready$/,
      ),
    });
  });

  test('a daemon that is never ready', async () => {
    const check = '  - start: nginx -g "daemon off;"\n    ready: tcp://127.0.0.1:81\n    timeout: 2s\n';
    expect(await failEarly(check)).toEqual({
      status: 1,
      marked: ['Imagefile:6', 'Imagefile:7', 'Imagefile:8'],
      message:
        'process "/.mib/check trace first start 2 TERM tcp://127.0.0.1:81 nginx -g \\"daemon off;\\"" ' +
        'did not complete successfully: exit code: 124',
      said: 'check: nginx -g "daemon off;" was not ready within 2 s: no answer from tcp://127.0.0.1:81',
    });
  });

  test('a daemon that never says that it is', async () => {
    const check = '  - start: nginx -g "daemon off;"\n    ready: {log: "[0-9] workers"}\n    timeout: 1s\n';
    expect(await failEarly(check)).toEqual({
      status: 1,
      marked: ['Imagefile:6', 'Imagefile:7', 'Imagefile:8'],
      message:
        'process "/.mib/check trace first start 1 TERM log:[0-9] workers nginx -g \\"daemon off;\\"" ' +
        'did not complete successfully: exit code: 124',
      said: 'check: nginx -g "daemon off;" was not ready within 1 s: no line of its output matches [0-9] workers',
    });
  });

  test('a daemon that answers something else', async () => {
    const start = 'nginx -g "daemon off;"';
    const check = `  - start: ${start}\n    ready: http://127.0.0.1:8080/absent\n    timeout: 1s\n`;
    const { said = '' } = await failEarly(check);
    // The server's own log comes by another stream, so either can be the last.
    expect(said.split('\n')).toContain(
      `check: ${start} was not ready within 1 s: http://127.0.0.1:8080/absent answered HTTP/1.1 404 Not Found`,
    );
  });

  test('a command that a signal ends', async () => {
    expect(await failEarly("  - run: perl -e 'kill 11, $$'\n")).toMatchObject({
      message: expect.stringMatching(/exit code: 139$/),
      said: "check: perl -e 'kill 11, $$' was killed by SIGSEGV",
    });
  });

  test('a command that needs the network, which a check has not', async () => {
    const command = 'perl -MIO::Socket::INET -e "IO::Socket::INET->new(q(192.0.2.1:80)) or exit 7"';
    expect(await failEarly(`  - run: ${command}\n`)).toMatchObject({
      status: 1,
      marked: ['Imagefile:6'],
      said: `check: ${command} exited with status 7\ncheck: it tried to use the network; checks have none`,
    });
  });

  test('a command that needs a server of names', async () => {
    expect(await failEarly('  - getent hosts www.mirror.example\n')).toMatchObject({
      marked: ['Imagefile:6'],
      said: 'check: getent hosts www.mirror.example exited with status 2\ncheck: it tried to use the network; checks have none',
    });
  });

  test('a command that fills the disk', async () => {
    const command = 'dd if=/dev/zero of=/dev/shm/full bs=1M status=none';
    expect(await failEarly(`  - ${command}\n`)).toMatchObject({
      marked: ['Imagefile:6'],
      said: expect.stringMatching(
        /\ncheck: dd .* exited with status 1\ncheck: no space is left on \/dev\/shm \[disk-full\]$/,
      ),
    });
  });

  test('a command that passes once, and not when it is repeated', async () => {
    const once = String.raw`perl -e "open F, q(/proc/1/cmdline); warn(q(no)), exit 3 if <F> =~ /trace\0again/"`;
    const command = once.replaceAll('"', "'");
    expect(await fail(`  - run: ${once}\n`)).toEqual({
      status: 1,
      marked: ['Imagefile:6'],
      message: expect.stringMatching(/^process "\/\.mib\/check trace again run .*: exit code: 3$/),
      said: {
        [`trace ${command} again`]:
          'no at -e line 1, <F> line 1.\n' +
          `check: ${command} exited with status 3\n` +
          'check: this was its second run, in another copy of the tree: a check that fails at random does so in the image, too',
      },
    });
  });
});
