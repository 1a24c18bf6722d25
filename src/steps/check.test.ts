import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { POLITE, start } from '../../test/check/daemon.ts';
import { closedPort, listen, shell } from '../../test/check/servers.ts';
import { type CheckTree, checkTree } from '../../test/check/tree.ts';
import { commandLine } from '../imagefile/values/quote.ts';

let tree: CheckTree;
beforeEach(() => {
  tree = checkTree();
});
afterEach(async () => {
  await expect.poll(() => tree.running(), { interval: 10, timeout: 4000 }).toEqual([]);
  tree.remove();
});

const PASSED = { status: 0, said: '' };

describe('run', () => {
  const run = (command: string, limit = '60', environment = {}) =>
    tree.run(['gate', 'run', limit, command], environment);

  test('passes with the command, whose words and output it leaves as they are', async () => {
    const command = commandLine(['printf', '<%s>\n', 'two words', '$PATH', "it's", '*']);
    expect(await run(command)).toEqual({ status: 0, said: "<two words>\n<$PATH>\n<it's>\n<*>\n" });
  });

  test('passes all of a long output on', async () => {
    const { status, said } = await run('seq 100000');
    expect({ status, lines: said.split('\n').length, end: said.slice(-7) }).toEqual({
      status: 0,
      lines: 100_001,
      end: '100000\n',
    });
  });

  test('gives the command nothing to read, and its own process number', async () => {
    tree.put('bin/own', '#!/bin/sh\n', 0o755);
    expect(await run(shell('cat; kill -KILL $$; echo survived'))).toMatchObject({ status: 137 });
  });

  test.each([
    [7, 'exit 7', 'exited with status 7'],
    [139, 'kill -SEGV $$', 'was killed by SIGSEGV'],
    [255, 'exit 255', 'exited with status 255'],
  ])('fails with its status: %i', async (status, script, how) => {
    const command = shell(`echo before; ${script}`);
    expect(await run(command)).toEqual({ status, said: `before\ncheck: ${command} ${how}\n` });
  });

  test('ends a command that takes too long', async () => {
    tree.hurry();
    const said = 'check: sleep 60 did not end within 30 s\n';
    expect(await run('sleep 60', '30')).toEqual({ status: 124, said });
  });

  test.each(['nginxx -t', 'wget -q x'])('does not find %s, though busybox may have it', async (command) => {
    const [name] = command.split(' ');
    expect(await run(command)).toEqual({
      status: 127,
      said: `check: ${name} is not in PATH (${tree.at}/bin)\n`,
    });
  });

  test.each(['/nothing', '/proc', '/plain'])('does not take %s for a program', async (path) => {
    tree.put('plain', '#!/bin/sh\n');
    const said = `check: ${tree.at}${path} does not exist or is not executable\n`;
    expect(await run(`${tree.at}${path} -t`)).toEqual({ status: 127, said });
  });

  test('looks for the command as the kernel would start it: no folder, nothing that is not executable', async () => {
    mkdirSync(`${tree.at}/a/tool`, { recursive: true });
    tree.put('b/tool', 'not executable');
    symlinkSync(`${tree.at}/bin/printf`, `${tree.at}/bin/tool`);
    for (const folder of ['c', 'd']) {
      tree.put(`${folder}/tool`, `#!${tree.at}/bin/sh\necho ${folder}\n`, 0o755);
    }
    const PATH = ['a', 'b', 'c', 'd'].map((folder) => `${tree.at}/${folder}`).join(':');
    expect(await run('tool', '60', { PATH })).toEqual({ status: 0, said: 'c\n' });
  });

  test('leaves it the variables of the image, whatever their names', async () => {
    const variables = {
      log: 'debug',
      limit: "it's\n5",
      box: '',
      ready: 'yes',
      environment: 'test',
      clock: 'x',
    };
    const command = shell('printf "<%s>" "$log" "$limit" "$box" "$ready" "$environment" "$clock"');
    const said = "<debug><it's\n5><><yes><test><x>";
    expect(await run(command, '60', variables)).toEqual({ status: 0, said });
    rmSync(`${tree.at}/output`);
    tree.traced();
    expect(await run(command, '60', variables)).toEqual({ status: 0, said });
    rmSync(`${tree.at}/output`);
    const start = ['gate', 'start', '60', 'TERM', shell('test "$log$clock" = debugx'), 'sleep 60', command];
    rmSync(`${tree.at}/.mib-trace/pipe`);
    expect(await tree.run(start, variables)).toEqual({ status: 0, said });
  });

  test('tells that no space is left, once the command failed', async () => {
    rmSync(`${tree.at}/dev/shm`, { recursive: true });
    // A file system that never has any.
    symlinkSync('/proc', `${tree.at}/dev/shm`);
    expect(await run('true')).toEqual(PASSED);
    expect(await run('false')).toEqual({
      status: 1,
      said: 'check: false exited with status 1\ncheck: no space is left on /dev/shm [disk-full]\n',
    });
  });
});

describe('start: ready', () => {
  test.each([
    ['', '/', 204],
    ['/health?of=all', '/health?of=all', 302],
  ])('once an http server answers %o by a status from 200 to 399', async (path, asked, ready) => {
    const seen: unknown[] = [];
    const server = createHttpServer(({ url, headers }, response) => {
      seen.push([url, headers.host]);
      response.writeHead(seen.length < 3 ? 503 : ready).end();
    });
    const port = await listen(server);
    expect(await start(tree, { ready: `http://127.0.0.1:${port}${path}` })).toEqual(PASSED);
    expect(seen).toEqual(Array(3).fill([asked, `127.0.0.1:${port}`]));
  });

  test.each(['closes', 'says nothing'])('once a tcp port is open, of a server that %s', async (way) => {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      if (way === 'closes') socket.end();
      onTestFinished(() => void socket.destroy());
    });
    expect(await start(tree, { ready: `tcp://127.0.0.1:${await listen(server)}` })).toEqual(PASSED);
  });

  test('once a socket is there', async () => {
    const path = `${tree.at}/socket`;
    await listen(createServer(), path);
    expect(await start(tree, { ready: `unix://${path}` })).toEqual(PASSED);
  });

  test('once it has written a line, to either stream; all that it writes is passed on', async () => {
    const daemon = shell(
      'trap "echo bye; exit" TERM; echo one; echo Ready for 12 >&2; while :; do sleep 0.01; done',
    );
    tree.lag();
    expect(await start(tree, { daemon, ready: 'log:^Ready for [0-9]+$' })).toEqual({
      status: 0,
      said: 'one\nReady for 12\nbye\n',
    });
  });

  test('once a command passes; the stop signal ends it', async () => {
    expect(await start(tree, { daemon: POLITE, ready: 'test -e up', signal: 'USR1' })).toEqual({
      status: 0,
      said: 'is up\nbye\n',
    });
  });
});

describe('start: not ready', () => {
  const never = async (ready: string) => {
    tree.hurry();
    return start(tree, { ready, limit: 1 });
  };
  const late = (lack: string) => ({
    status: 124,
    said: `check: sleep 60 was not ready within 1 s: ${lack}\n`,
  });

  test('as the http server says something else', async () => {
    const server = createHttpServer((_, response) => void response.writeHead(404).end());
    const url = `http://127.0.0.1:${await listen(server)}/absent`;
    expect(await never(url)).toEqual(late(`${url} answered HTTP/1.1 404 Not Found`));
  });

  test.each(['http', 'tcp'])('as nothing listens to %s', async (scheme) => {
    const url = `${scheme}://127.0.0.1:${await closedPort()}`;
    expect(await never(url)).toEqual(late(`no answer from ${url}`));
  });

  test('as a file is no socket', async () => {
    tree.put('socket', '');
    expect(await never(`unix://${tree.at}/socket`)).toEqual(late(`no socket at ${tree.at}/socket`));
  });

  test('as no line is the one', async () => {
    expect(await never('log:[0-9] workers')).toEqual(late('no line of its output matches [0-9] workers'));
  });

  test('as the command fails, whose words are told', async () => {
    const ready = shell('echo not yet >&2; exit 3');
    expect(await never(ready)).toEqual(late(`${ready} exited with status 3: not yet`));
  });

  test('as the command hangs', async () => {
    expect(await never('sleep 61')).toEqual(late('sleep 61 was killed by SIGKILL (out of memory?)'));
    expect(tree.read('proc/limits')).toBe('2\n');
  });

  test('without /proc the time that was slept counts', async () => {
    tree.hurry('none');
    expect(await start(tree, { ready: 'false', limit: 1 })).toEqual({
      status: 124,
      said: 'check: sleep 60 was not ready within 1 s: false exited with status 1\n',
    });
    expect(tree.read('proc/sleeps')).toBe('50000\n'.repeat(20));
  });

  test('as it died, with all of its last words', async () => {
    tree.lag();
    const daemon = shell('echo sorry; echo no license; exit 3');
    expect(await start(tree, { daemon, ready: 'log:never' })).toEqual({
      status: 3,
      said: `sorry\nno license\ncheck: ${daemon} exited with status 3 before it was ready\n`,
    });
  });

  test('as it went into the background', async () => {
    expect(await start(tree, { daemon: 'true', ready: 'false' })).toEqual({
      status: 1,
      said: 'check: true ended before it was ready; it must stay in the foreground\n',
    });
  });

  test.each([
    ['daemon', 'absent -g', 'true'],
    ['command', shell('echo started'), 'absent -g'],
  ])('as the %s is not there; nothing is started', async (_, daemon, ready) => {
    expect(await start(tree, { daemon, ready })).toEqual({
      status: 127,
      said: `check: absent is not in PATH (${tree.at}/bin)\n`,
    });
  });

  test('as the expression is none', async () => {
    const { status, said } = await start(tree, { daemon: shell('echo started'), ready: 'log:[' });
    expect(status).toBe(2);
    expect(said).toMatch(/^grep: .*\n$/);
  });
});

describe('start: once ready', () => {
  test('asks the probe, which can fail the check; the daemon gets no chance to say more', async () => {
    const asked = { daemon: POLITE, ready: 'test -e up', signal: 'USR1' };
    expect(await start(tree, { ...asked, probe: shell('echo asked') })).toEqual({
      status: 0,
      said: 'is up\nasked\nbye\n',
    });
    rmSync(`${tree.at}/output`);
    rmSync(`${tree.at}/up`);
    const probe = shell('echo asked; exit 4');
    expect(await start(tree, { ...asked, probe })).toEqual({
      status: 4,
      said: `is up\nasked\ncheck: ${probe} exited with status 4\n`,
    });
  });

  test('fails for a daemon that dies before it is stopped', async () => {
    const daemon = shell('echo $$ >pid; exec sleep 60');
    const probe = shell('kill -KILL "$(cat pid)"; sleep 0.1');
    expect(await start(tree, { daemon, ready: 'test -s pid', probe })).toEqual({
      status: 137,
      said: `check: ${daemon} was killed by SIGKILL (out of memory?) after it was ready\n`,
    });
  });

  test('only tells that a daemon ignores its stop signal', async () => {
    tree.hurry();
    const daemon = shell('trap "" TERM; touch up; exec sleep 60');
    expect(await start(tree, { daemon, ready: 'test -e up' })).toEqual({
      status: 0,
      said: `check: ${daemon} did not end within 10 s of its stop signal, and was killed\n`,
    });
  });

  test('fails for a daemon that crashes when it is stopped, not for one that ends with a status', async () => {
    const daemon = (end: string) => shell(`trap "${end}" TERM; touch up; while :; do sleep 0.01; done`);
    expect(await start(tree, { daemon: daemon('exit 3'), ready: 'test -e up' })).toEqual(PASSED);
    rmSync(`${tree.at}/up`);
    const crashing = daemon('kill -SEGV $$');
    expect(await start(tree, { daemon: crashing, ready: 'test -e up' })).toEqual({
      status: 139,
      said: `check: ${crashing} was killed by SIGSEGV when it was stopped\n`,
    });
  });
});
