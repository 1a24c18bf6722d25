import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
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

/** Writes `up` once it listens to SIGUSR1, and says goodbye when that comes. */
const POLITE = shell('trap "echo bye; exit" USR1; echo is up; touch up; while :; do sleep 0.01; done');

interface Start {
  readonly daemon?: string;
  readonly ready: string;
  readonly limit?: number;
  readonly signal?: string;
  readonly probe?: string;
}

function start({ daemon = 'sleep 60', ready, limit = 60, signal = 'TERM', probe }: Start) {
  const words = ['gate', 'start', String(limit), signal, ready, daemon];
  return tree.run(probe === undefined ? words : [...words, probe]);
}

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
    expect(await start({ ready: `http://127.0.0.1:${port}${path}` })).toEqual(PASSED);
    expect(seen).toEqual(Array(3).fill([asked, `127.0.0.1:${port}`]));
  });

  test.each(['closes', 'says nothing'])('once a tcp port is open, of a server that %s', async (way) => {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      if (way === 'closes') socket.end();
      onTestFinished(() => void socket.destroy());
    });
    expect(await start({ ready: `tcp://127.0.0.1:${await listen(server)}` })).toEqual(PASSED);
  });

  test('once a socket is there', async () => {
    const path = `${tree.at}/socket`;
    await listen(createServer(), path);
    expect(await start({ ready: `unix://${path}` })).toEqual(PASSED);
  });

  test('once it has written a line, to either stream; all that it writes is passed on', async () => {
    const daemon = shell(
      'trap "echo bye; exit" TERM; echo one; echo Ready for 12 >&2; while :; do sleep 0.01; done',
    );
    tree.lag();
    expect(await start({ daemon, ready: 'log:^Ready for [0-9]+$' })).toEqual({
      status: 0,
      said: 'one\nReady for 12\nbye\n',
    });
  });

  test('once a command passes; the stop signal ends it', async () => {
    expect(await start({ daemon: POLITE, ready: 'test -e up', signal: 'USR1' })).toEqual({
      status: 0,
      said: 'is up\nbye\n',
    });
  });
});

describe('start: not ready', () => {
  const never = async (ready: string) => {
    tree.hurry();
    return start({ ready, limit: 1 });
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
    expect(await start({ ready: 'false', limit: 1 })).toEqual({
      status: 124,
      said: 'check: sleep 60 was not ready within 1 s: false exited with status 1\n',
    });
    expect(tree.read('proc/sleeps')).toBe('50000\n'.repeat(20));
  });

  test('as it died, with all of its last words', async () => {
    tree.lag();
    const daemon = shell('echo sorry; echo no license; exit 3');
    expect(await start({ daemon, ready: 'log:never' })).toEqual({
      status: 3,
      said: `sorry\nno license\ncheck: ${daemon} exited with status 3 before it was ready\n`,
    });
  });

  test('as it went into the background', async () => {
    expect(await start({ daemon: 'true', ready: 'false' })).toEqual({
      status: 1,
      said: 'check: true ended before it was ready; it must stay in the foreground\n',
    });
  });

  test.each([
    ['daemon', 'absent -g', 'true'],
    ['command', shell('echo started'), 'absent -g'],
  ])('as the %s is not there; nothing is started', async (_, daemon, ready) => {
    expect(await start({ daemon, ready })).toEqual({
      status: 127,
      said: `check: absent is not in PATH (${tree.at}/bin)\n`,
    });
  });

  test('as the expression is none', async () => {
    const { status, said } = await start({ daemon: shell('echo started'), ready: 'log:[' });
    expect(status).toBe(2);
    expect(said).toMatch(/^grep: .*\n$/);
  });
});

describe('start: once ready', () => {
  test('asks the probe, which can fail the check; the daemon gets no chance to say more', async () => {
    const asked = { daemon: POLITE, ready: 'test -e up', signal: 'USR1' };
    expect(await start({ ...asked, probe: shell('echo asked') })).toEqual({
      status: 0,
      said: 'is up\nasked\nbye\n',
    });
    rmSync(`${tree.at}/output`);
    rmSync(`${tree.at}/up`);
    const probe = shell('echo asked; exit 4');
    expect(await start({ ...asked, probe })).toEqual({
      status: 4,
      said: `is up\nasked\ncheck: ${probe} exited with status 4\n`,
    });
  });

  test('fails for a daemon that dies before it is stopped', async () => {
    const daemon = shell('echo $$ >pid; exec sleep 60');
    const probe = shell('kill -KILL "$(cat pid)"; sleep 0.1');
    expect(await start({ daemon, ready: 'test -s pid', probe })).toEqual({
      status: 137,
      said: `check: ${daemon} was killed by SIGKILL (out of memory?) after it was ready\n`,
    });
  });

  test('only tells that a daemon ignores its stop signal', async () => {
    tree.hurry();
    const daemon = shell('trap "" TERM; touch up; exec sleep 60');
    expect(await start({ daemon, ready: 'test -e up' })).toEqual({
      status: 0,
      said: `check: ${daemon} did not end within 10 s of its stop signal, and was killed\n`,
    });
  });

  test('fails for a daemon that crashes when it is stopped, not for one that ends with a status', async () => {
    const daemon = (end: string) => shell(`trap "${end}" TERM; touch up; while :; do sleep 0.01; done`);
    expect(await start({ daemon: daemon('exit 3'), ready: 'test -e up' })).toEqual(PASSED);
    rmSync(`${tree.at}/up`);
    const crashing = daemon('kill -SEGV $$');
    expect(await start({ daemon: crashing, ready: 'test -e up' })).toEqual({
      status: 139,
      said: `check: ${crashing} was killed by SIGSEGV when it was stopped\n`,
    });
  });
});

describe('trace', () => {
  const OWN = 'execve("/bin/true") = 0\n';
  const run = (run: string, command: string, environment = {}) =>
    tree.run(['trace', run, 'run', '60', command], environment);
  const notes = () => ({
    trace: tree.has('.mib-trace/trace') && tree.read('.mib-trace/trace'),
    failed: tree.has('.mib-trace/failed'),
    said: tree.has('.mib-trace/said') && tree.read('.mib-trace/said'),
  });

  test('runs the command under strace', async () => {
    tree.traced(OWN);
    expect(await run('first', 'printf two\\ words')).toEqual({ status: 0, said: 'two words' });
    expect(notes()).toEqual({ trace: OWN, failed: false, said: false });
    const strace = `${tree.at}/.mib/strace`;
    expect(tree.read('strace.log').split('\n')).toEqual([
      ...['--inhibit-cache', '--library-path', strace, `${strace}/strace`, '--daemonize=session'],
      ...['--follow-forks', '--columns=1', `--output=${tree.at}/.mib-trace/pipe`],
      ...['--', `${tree.at}/bin/printf`, 'two words', 'preloaded for strace: nothing', ''],
    ]);
  });

  test('preloads libraries for the command, not for strace', async () => {
    tree.traced();
    expect(await run('first', 'true', { LD_PRELOAD: '/lib/own.so' })).toMatchObject({ status: 0 });
    expect(tree.read('strace.log')).toMatch(/\n--env=LD_PRELOAD=\/lib\/own\.so\n--\n[\s\S]*: nothing\n$/);
  });

  test('says of the first run that fails that nothing is pruned yet', async () => {
    tree.traced();
    expect(await run('first', 'false')).toEqual({
      status: 1,
      said: 'check: false exited with status 1\ncheck: the check fails even before pruning\n',
    });
  });

  test.each([
    'connect(3, {sa_family=AF_INET, sin_port=htons(80)}, 16) = -1 ENETUNREACH (Network is unreachable)',
    'connect(3, {sa_family=AF_INET, sin_port=htons(53)}, 16) = 0',
  ])('says that it tried to use the network: %s', async (call) => {
    tree.traced(`${call}\n`);
    tree.lag();
    const { said } = await run('first', 'false');
    expect(said).toMatch(/\ncheck: it tried to use the network; checks have none\n$/);
  });

  test('leaves only the trace of another run that passes', async () => {
    tree.traced(OWN);
    expect(await run('again', 'seq 3')).toEqual(PASSED);
    expect(notes()).toEqual({ trace: OWN, failed: false, said: false });
  });

  /** The last line of another run that fails. */
  const SECOND =
    'check: this was its second run, in another copy of the tree: a check that fails at random does so in the image, too\n';

  test('shows the output of another run only if that fails', { timeout: 20_000 }, async () => {
    tree.traced(OWN);
    tree.lag();
    const command = shell('echo no; exit 3');
    const said = `no\ncheck: ${command} exited with status 3\n${SECOND}`;
    expect(await run('again', command)).toEqual({ status: 3, said });
    expect(notes()).toMatchObject({ failed: false });
  });

  test('fails in another run if the command is not there', async () => {
    tree.traced(OWN);
    tree.hurry();
    const said = `check: absent is not in PATH (${tree.at}/bin)\n${SECOND}`;
    expect(await run('again', 'absent')).toEqual({ status: 127, said });
  });

  test('needs no strace to pretend', async () => {
    expect(await run('pretend', 'seq 3')).toEqual(PASSED);
    expect(notes()).toEqual({ trace: false, failed: false, said: false });
    expect(await run('pretend', 'false')).toEqual(PASSED);
    expect(notes()).toEqual({ trace: false, failed: true, said: 'check: false exited with status 1\n' });
  });

  test('fails if the run that pretends is killed, as for want of memory', async () => {
    tree.hurry();
    expect(await run('pretend', shell('kill -KILL $$'))).toMatchObject({ status: 137 });
    expect(notes()).toMatchObject({ failed: false });
  });

  /** Says what strace could not read in other runs, and what it saw in the one that pretends. */
  const unread = (uses: string, ...seen: readonly string[]) => {
    tree.put('.mib-unread', uses);
    tree.traced([OWN, ...seen, ''].join('\n'));
    tree.hurry();
    tree.lag();
  };
  const CHANGE = '9 setuid(33) = 0 (INJECTED)';
  const START = '9 execve("/bin/server", ["server"], 0x1 /* 2 vars */) = 0';

  test('does not pretend if strace could read everything', async () => {
    unread('');
    expect(await run('pretend', 'false')).toEqual(PASSED);
    expect(tree.has('strace.log')).toBe(false);
  });

  test('may fail as root once it has shown the program whose start was hidden', async () => {
    unread('exec\n', CHANGE, START);
    expect(await run('pretend', 'false')).toEqual(PASSED);
    expect(notes()).toMatchObject({ failed: true });
  });

  test.each([
    ['it has not changed its user', 'exec\n', [START]],
    ['the program was not there', 'exec\n', [CHANGE, START.replace('= 0', '= -1 ENOENT (No such file)')]],
    ['files were hidden', 'exec\nopen\n', [CHANGE, START]],
  ])('fails as root, and is not cached, if %s', async (_, uses, seen) => {
    unread(uses, ...seen);
    expect(await run('pretend', 'false')).toEqual({
      status: 1,
      said:
        'check: false exited with status 1\n' +
        'check: in this run it only believed that it changed its user: where it really did, strace could not read its memory\n' +
        'check: start it as that user with "user:", or keep whole packages, which needs no trace, with "prune: packages"\n',
    });
    expect(notes()).toMatchObject({ failed: false });
  });

  test('fails where strace sees nothing', async () => {
    tree.traced('');
    const said =
      'check: strace recorded nothing; if this engine forbids ptrace, use "prune: none", which needs no trace\n';
    expect(await run('first', 'true')).toEqual({ status: 1, said });
  });

  test('fails where strace sees nothing in another run', { timeout: 20_000 }, async () => {
    tree.traced('');
    expect(await run('again', 'true')).toMatchObject({
      status: 1,
      said: expect.stringMatching(/^check: strace recorded nothing;/),
    });
  });

  test('fails where the trace cannot be written', async () => {
    tree.traced();
    symlinkSync('/dev/full', `${tree.at}/.mib-trace/trace`);
    const { status, said } = await run('first', 'true');
    expect(status).toBe(1);
    expect(said).toMatch(/\ncheck: the trace could not be written\n$/);
  });

  /** Leaves a process behind, and tells the tree of it as strace's. */
  const LEAVING =
    'sleep 60 & echo $! >left; mkdir proc/$!; printf "Name:\\tdaemon\\nTracerPid:\\t9\\n" >proc/$!/status';

  test('ends what the command leaves behind, and tells of it', async () => {
    tree.traced(OWN);
    tree.hurry();
    tree.put('proc/1/status', 'Name:\tinit\nTracerPid:\t0\n');
    expect(await run('first', shell(LEAVING))).toEqual({
      status: 0,
      said: 'check: daemon was left running\n',
    });
    expect(notes()).toMatchObject({ trace: OWN, failed: false });
  });

  test('does not wait for ever for what it cannot end', async () => {
    tree.traced();
    tree.hurry();
    expect(await run('first', shell(`${LEAVING}; mv proc/$! gone`))).toEqual({
      status: 1,
      said: 'check: strace did not end\n',
    });
    await expect.poll(() => tree.running()).toEqual(['sleep 60']);
    process.kill(Number(tree.read('left')), 'SIGKILL');
  });

  test('does not stop a daemon before strace has hold of it', async () => {
    tree.traced('');
    expect(await start({ ready: 'true', limit: 1 })).toEqual({
      status: 124,
      said: expect.stringMatching(/^check: sleep 60 was not ready within 1 s: strace has not begun\n/),
    });
  });

  /** Traces a program that has its setuid bit. */
  const traceSetuid = () => {
    tree.put('bin/su', '', 0o755);
    chmodSync(`${tree.at}/bin/su`, 0o4755);
    tree.traced(`9 execve("${tree.at}/bin/su", ["su"], 0x1) = 0\n`);
  };

  const AGAIN =
    'check: /bin/su gets rights when it starts, but not under strace; the check runs again without\n';

  test('runs again without strace if a program would have got rights, and that run decides', async () => {
    traceSetuid();
    expect(await run('first', "printf 'two  words'")).toEqual({
      status: 0,
      said: `two  words${AGAIN}two  words`,
    });
    expect({ ...notes(), gained: tree.read('.mib-trace/gained') }).toMatchObject({
      failed: false,
      gained: '/bin/su\n',
    });
  });

  test('says that the traced run failed, whose program lacked rights', async () => {
    traceSetuid();
    const once = shell('if test -e once; then exit 0; fi; touch once; exit 9');
    expect((await run('first', once, { options: 'x', started: 'y' })).status).toBe(0);
    expect(notes()).toMatchObject({ failed: true });
    expect(await run('first', 'false')).toMatchObject({ status: 1 });
  });

  test('repeats another run and a daemon, too', async () => {
    traceSetuid();
    expect(await run('again', 'seq 3')).toEqual(PASSED);
    traceSetuid();
    const daemon = { daemon: POLITE, ready: 'test -e up', signal: 'USR1' };
    expect(await start(daemon)).toMatchObject({ status: 0, said: expect.stringContaining(AGAIN) });
  });

  test('knows the interpreter of a script, and a program without rights', async () => {
    traceSetuid();
    tree.put('script', '#! /bin/su -x\n', 0o755);
    tree.put('calls', `9 execve("script", ["x"], 0x1) = 0\n`);
    expect((await run('first', 'true')).said).toBe(AGAIN);
    tree.traced(`9 execve("${tree.at}/bin/true", ["su"], 0x1) = 0\n`);
    expect((await run('first', 'true')).said).toBe(AGAIN);
  });

  test('ends a run as root unless the first one needs it', async () => {
    tree.put('.mib-first/trace', '');
    tree.traced(OWN);
    expect(await run('pretend', 'touch ran')).toEqual(PASSED);
    expect(tree.has('ran')).toBe(false);
    tree.put('.mib-first/gained', '/bin/su\n');
    expect(await run('pretend', 'touch ran')).toEqual(PASSED);
    expect(tree.has('ran')).toBe(true);
  });

  test.each([
    ['itself', (at: number) => `9 execve("/e", ["e", "x"], 0x7f${at} /* 9 vars */) = 0`],
    [
      'a child that does the same',
      (at: number) =>
        `${9 + at} execve("/e", ["e"], 0x7f${at} /* 9 vars */) = 0\n` +
        `${9 + at} <... vfork resumed>) = ${10 + at}`,
    ],
  ])('ends a run that pretends whose program starts %s without end', async (_, line) => {
    const calls = Array.from({ length: 8 }, (_, at) => `${line(at)}\n`).join('');
    tree.traced(calls);
    expect(await run('pretend', 'sleep 60')).toEqual(PASSED);
    expect(notes()).toMatchObject({ failed: true, trace: calls });
  });

  test('leaves a program alone that starts another one many times', async () => {
    const line = (at: number) =>
      `9 fork() = ${10 + at}\n${10 + at} execve("/e", ["e"], 0x7f /* 1 var */) = 0\n`;
    tree.traced(Array.from({ length: 50 }, (_, at) => line(at)).join(''));
    expect(await run('pretend', 'sleep 1')).toEqual(PASSED);
    expect(notes()).toMatchObject({ failed: false });
  });

  test('traces the daemon, and says of a probe of the pruned tree that it is not', async () => {
    tree.traced(OWN);
    const daemon = { daemon: POLITE, ready: 'test -e up', signal: 'USR1' };
    expect(await start({ ...daemon, probe: 'false' })).toEqual({
      status: 1,
      said:
        'is up\ncheck: false exited with status 1\n' +
        'check: probes are not traced: files that only false uses may be missing from the image\n' +
        'check: probe with a program whose files the image has, or name the files in "keep"\n',
    });
    expect(tree.read('strace.log')).toContain(`\n--\n${tree.at}/bin/sh\n-c\n`);
    expect(tree.read('.mib-trace/trace')).toBe(OWN);
  });
});
