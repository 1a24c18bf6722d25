import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { build, folder } from '../support/e2e/docker.ts';
import { built } from '../support/e2e/family.ts';
import { failure } from '../support/e2e/progress.ts';

const SYNTAX = '# syntax=mib/frontend\n';
const lines = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => `  - ${line(at)}\n`).join('');

test('two thousand lines of files and some commands are fewer layers than the kernel stacks', {
  tags: ['long'],
}, async () => {
  const texts = lines(1000, (at) => `{to: /srv/t${at}, text: "${at}", owner: app}`);
  const copies = lines(1000, (at) => `f${at}: /srv/`);
  const commands = lines(30, (at) => `/busybox touch /srv/r${at}`);
  const Imagefile = `${SYNTAX}from: scratch
files:
  - {context: tools, from: usr/bin/busybox, to: /busybox}
  - {to: /etc/group, text: "app:x:1001:\\n"}
  - {to: /etc/passwd, text: "app:x:1000:1001::/:/\\n"}
${texts}${copies}run:\n${commands}entry: [/busybox, sh]\n`;
  const names = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`f${at}`, String(at)]));
  const path = folder({ Imagefile, ...names });
  const files = await (await built(path, '--build-context', 'tools=docker-image://mib/frontend')).files();
  expect([...files.keys()].filter((each) => each.startsWith('srv/'))).toHaveLength(2030);
  for (const at of [0, 500, 999]) {
    expect(files.get(`srv/t${at}`)).toMatchObject({ header: { uid: 1000, gid: 1001 } });
    expect(files.get(`srv/t${at}`)?.content.toString()).toBe(String(at));
    expect(files.get(`srv/f${at}`)?.content.toString()).toBe(String(at));
  }
});

test('the graph of twenty thousand lines of files is shown', async () => {
  const files = lines(20_000, (at) => `{from: f, to: /srv/f${at}, owner: "1000:1000"}`);
  const path = folder({ Imagefile: `${SYNTAX}from: scratch\nprune: none\nfiles:\n${files}`, f: '' });
  const { status, stdout, stderr } = await build(path, '--call=graph');
  expect(status, stderr).toBe(0);
  expect(stdout.match(/dest: \/srv\/f\d+\n/g)).toHaveLength(20_000);
});

test('a lock that is a named pipe is refused, and nothing waits for it', async () => {
  const path = folder({ Imagefile: `${SYNTAX}from: scratch\nprune: none\n` });
  execFileSync('mkfifo', [join(path, 'Imagefile.lock')]);
  expect(failure(await build(path))).toMatchObject({
    status: 1,
    message: '"Imagefile.lock" is a named pipe, not a file [invalid-file]',
  });
});
