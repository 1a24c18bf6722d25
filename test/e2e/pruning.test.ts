/** @module-tag long */
import { expect, test } from 'vitest';
import {
  build,
  buildOk,
  docker,
  dockerOk,
  eventually,
  folder,
  published,
  start,
} from '../support/e2e/docker.ts';
import { tagOf } from '../support/e2e/family.ts';

/** Builds an Imagefile into the engine. @returns its tag, and what the build said */
async function image(
  name: string,
  lines: string,
  files: Readonly<Record<string, string>> = {},
): Promise<{ readonly tag: string; readonly said: string }> {
  const tag = tagOf(`pruning-${name}`);
  const path = folder({ ...files, Imagefile: `# syntax=mib/frontend\n${lines}` });
  const { stderr } = await buildOk(path, '--output', `type=docker,name=${tag}`);
  return { tag, said: stderr };
}

/** Starts short-lived threads all the time, from four threads, and ends at once when it is stopped. */
const BUSY = `import os, signal, socket, threading, time
signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
def spawn():
    while True:
        threading.Thread(target=lambda: open("/etc/passwd").close()).start()
        time.sleep(0.0005)
for _ in range(4):
    threading.Thread(target=spawn, daemon=True).start()
socket.create_server(("0.0.0.0", 8080)).accept()
time.sleep(60)
`;

test('a daemon that starts threads while it is stopped is traced, however soon it is ready', async () => {
  const text = BUSY.replace(/^/gm, '      ');
  const { tag } = await image(
    'threads',
    `packages: [python3-minimal]
files:
  - to: /srv/busy.py
    text: |
${text}
entry: [/usr/bin/python3, /srv/busy.py]
check:
  - ready: tcp://127.0.0.1:8080
  - ready: [/usr/bin/python3, -c, pass]
`,
  );
  await start(tag);
});

test('cron runs a job, for which pam_unix needs an entry in /etc/shadow', async () => {
  const { tag } = await image(
    'cron',
    `packages: [cron]
files: [{to: /etc/cron.d/job, text: "* * * * * root echo the job ran >/proc/1/fd/1\\n"}]
entry: [/usr/sbin/cron, -f]
user: root
check:
  - ready: [/usr/bin/test, -e, /run/crond.pid]
`,
  );
  const container = await start(tag);
  await new Promise((resolve) => setTimeout(resolve, 60_000));
  await eventually(async () => expect((await dockerOk(['logs', container])).stdout).toContain('the job ran'));
});

test('the key that an installation made is left out, and said', async () => {
  const { tag, said } = await image(
    'bind',
    `packages: [bind9]
entry: [/usr/sbin/named, -g]
user: bind
check: [/usr/sbin/named -V]
`,
  );
  expect(said).toContain(
    'warning: withheld-secret: "/etc/bind/rndc.key" is left out: the installation made it, and it is a secret',
  );
  const { status, stdout } = await docker(['run', '--rm', '--entrypoint', '/usr/sbin/named', tag, '-V']);
  expect(stdout).toContain('BIND');
  expect(status).toBe(0);
});

test('the only data of a program, from another source, is kept', async () => {
  const { tag } = await image(
    'tesseract',
    'packages: [tesseract-ocr]\nentry: /usr/bin/tesseract\ncheck: [tesseract --version]\n',
  );
  const { stdout } = await dockerOk(['run', '--rm', tag, '--list-langs']);
  expect(stdout).toMatch(/\neng\nosd\n$/);
});

test('configuration that ucf installed is kept', async () => {
  const { tag } = await image(
    'sshd',
    'packages: [openssh-server]\nentry: [/usr/sbin/sshd, -D]\nuser: root\ncheck: [/usr/sbin/sshd -V]\n',
  );
  const { stdout: id } = await dockerOk(['create', tag]);
  const { status } = await docker(['cp', `${id.trim()}:/etc/ssh/sshd_config`, '-']);
  await dockerOk(['rm', id.trim()]);
  expect(status).toBe(0);
});

/** Prints who it is, and the first word of a file that only root may read. */
const SETUID = `#include <stdio.h>
#include <unistd.h>
int main(void) {
  char word[32] = "nothing";
  FILE *file = fopen("/etc/only-root", "r");
  if (file) fscanf(file, "%31s", word);
  printf("%d %d %s\\n", getuid(), geteuid(), word);
  return file == 0;
}
`;

test('a setuid program works in the check and in the image, for whoever starts it', async () => {
  const { tag, said } = await image(
    'setuid',
    `build:
  - name: peek
    packages: [gcc, libc6-dev]
    source: {context: .}
    run: ["gcc -o peek peek.c"]
    output: [{from: peek, to: /usr/bin/peek, mode: "4755"}]
packages: [dash]
files:
  - {to: /etc/only-root, text: secret, mode: "0600"}
  - {to: /run.sh, text: "#!/bin/sh\\nset -e\\npeek >/tmp/out\\nread -r line </tmp/out\\ntest \\"$line\\" = '65532 0 secret'\\necho $line\\n", mode: "0755"}
entry: /run.sh
check: [/run.sh]
`,
    { 'peek.c': SETUID },
  );
  expect(said).toContain('check: /usr/bin/peek gets rights when it starts, but not under strace');
  expect((await dockerOk(['run', '--rm', tag])).stdout).toBe('65532 0 secret\n');
  const { stdout } = await docker([
    'run',
    '--rm',
    '--security-opt=no-new-privileges',
    '--entrypoint',
    'peek',
    tag,
  ]);
  expect(stdout).toBe('65532 65532 nothing\n');
});

test('su works for a user that is not root', async () => {
  const { tag } = await image(
    'su',
    `packages: [util-linux]
run: [[sh, -c, "echo root:sesame | chpasswd"]]
keep: [/etc/shadow]
files:
  - {to: /run.sh, text: "#!/bin/sh\\necho sesame | su -c 'echo it is root: $(id -u)'\\n", mode: "0755"}
entry: /run.sh
check: [/run.sh]
`,
  );
  expect((await dockerOk(['run', '--rm', tag])).stdout).toContain('it is root: ');
});

test('nginx opens port 80 as www-data with a file capability', async () => {
  const { tag } = await image(
    'setcap',
    `packages: [nginx-light, libcap2-bin]
run: [setcap cap_net_bind_service=+ep /usr/sbin/nginx]
files:
  - to: /etc/nginx/nginx.conf
    text: |
      pid /tmp/nginx.pid;
      error_log stderr;
      events {}
      http {
        access_log off;
        client_body_temp_path /tmp/body;
        proxy_temp_path /tmp/proxy;
        fastcgi_temp_path /tmp/fastcgi;
        uwsgi_temp_path /tmp/uwsgi;
        scgi_temp_path /tmp/scgi;
        server { listen 80; root /usr/share/nginx/html; }
      }
  - {to: /usr/share/nginx/html/index.html, text: the page}
entry: [/usr/sbin/nginx, -g, daemon off;]
user: www-data
check: [{ready: "http://127.0.0.1/"}]
`,
  );
  const sysctl = ['--sysctl', 'net.ipv4.ip_unprivileged_port_start=1024'];
  const container = await start('--publish', '127.0.0.1::80', ...sysctl, tag);
  const address = await published(container, '80');
  await eventually(async () => expect(await (await fetch(`http://${address}/`)).text()).toBe('the page'));
});

test.each([
  ['gosu', 'gosu', 'gosu nobody'],
  ['setpriv', 'util-linux', 'setpriv --reuid=65534 --regid=65534 --clear-groups'],
  ['runuser', 'util-linux', 'runuser -u nobody --'],
  ['chroot', 'coreutils', 'chroot --userspec=nobody:nogroup /'],
])(
  'an entrypoint that runs itself again as another user with %s is traced at each level',
  async (name, from, drop) => {
    const script = `#!/bin/sh
set -e
if [ "$(id -u)" = 0 ]; then exec ${drop} "$0" "$@"; fi
printf 'as %s: ' "$(id -u)"
exec "$@"
`;
    for (const prune of ['files', 'modules', 'packages']) {
      const { tag, said } = await image(
        `drop-${name}-${prune}`,
        `packages: [${from}, mawk]
files: [{to: /entrypoint.sh, text: ${JSON.stringify(script)}, mode: "0755"}]
user: root
entry: [/entrypoint.sh, mawk, "BEGIN { print 6 * 7 }"]
check: ['/entrypoint.sh mawk "BEGIN { print 6 * 7 }"']
prune: ${prune}
`,
      );
      expect(said).not.toContain('unreadable-trace');
      expect((await dockerOk(['run', '--rm', tag])).stdout).toBe('as 65534: 42\n');
    }
  },
);

test('an entrypoint that runs itself again as another user with su is traced', async () => {
  const script = `#!/bin/sh
if [ "$(id -u)" = 0 ]; then exec su nobody -s /bin/sh -c 'exec "$0" "$@"' -- "$0" "$@"; fi
printf 'as %s: ' "$(id -u)"
exec "$@"
`;
  const { tag } = await image(
    'drop-su',
    `packages: [util-linux, mawk]
files: [{to: /entrypoint.sh, text: ${JSON.stringify(script)}, mode: "0755"}]
user: root
entry: [/entrypoint.sh, mawk, "BEGIN { print 6 * 7 }"]
check: ['/entrypoint.sh mawk "BEGIN { print 6 * 7 }"']
`,
  );
  expect((await dockerOk(['run', '--rm', tag])).stdout).toBe('as 65534: 42\n');
});

test('a plugin whose library is nowhere in the tree fails the build at its line', async () => {
  const path = folder({
    'gone.c': 'int gone(void) { return 1; }\n',
    'plugin.c': 'int gone(void);\nint plugin(void) { return gone(); }\n',
    Imagefile: `# syntax=mib/frontend
build:
  - name: plugin
    source: {context: .}
    packages: [gcc, libc6-dev]
    run:
      - gcc -shared -fPIC -Wl,-soname,libgone.so.1 -o libgone.so.1 gone.c
      - gcc -shared -fPIC -o plugin.so plugin.c ./libgone.so.1
    output:
      - plugin.so: /usr/lib/app/plugin.so
packages: [mawk]
entry: /usr/bin/mawk
check: ['mawk "BEGIN { print 1 }"']
`,
  });
  const { status, stderr } = await build(path);
  expect(status).not.toBe(0);
  expect(stderr).toContain(
    '"/usr/lib/app/plugin.so" needs "libgone.so.1", which the full tree lacks [missing-library]',
  );
  expect(stderr).toMatch(/^ +10 \| >>> +- plugin\.so: \/usr\/lib\/app\/plugin\.so$/m);
});

test('cron without its shadow file is refused', async () => {
  const path = folder({
    Imagefile:
      '# syntax=mib/frontend\npackages: [cron]\nentry: [/usr/sbin/cron, -f]\nuser: root\ndrop: [/etc/shadow]\ncheck: [{ready: [/usr/bin/test, -e, /run/crond.pid]}]\n',
  });
  const { status, stderr } = await build(path);
  expect(status).not.toBe(0);
  expect(stderr).toContain(
    'drop "/etc/shadow" takes away "/etc/shadow", and the image does not run without it [needed-file]',
  );
  expect(stderr).toMatch(/\/etc\/shadow: need rule:pam, from .*\/security\/pam_unix\.so/);
});
