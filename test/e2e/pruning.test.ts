/** @module-tag long */
import { expect, test } from 'vitest';
import { buildOk, docker, dockerOk, eventually, folder, start } from '../support/e2e/docker.ts';
import { tagOf } from '../support/e2e/family.ts';

/** Builds an Imagefile into the engine. @returns its tag, and what the build said */
async function image(name: string, lines: string): Promise<{ readonly tag: string; readonly said: string }> {
  const tag = tagOf(`pruning-${name}`);
  const path = folder({ Imagefile: `# syntax=mib/frontend\n${lines}` });
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
