import { chmodSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { POLITE, start } from '../../test/check/daemon.ts';
import { shell } from '../../test/check/servers.ts';
import { type CheckTree, checkTree } from '../../test/check/tree.ts';

let tree: CheckTree;
beforeEach(() => {
  tree = checkTree();
});
afterEach(async () => {
  await expect.poll(() => tree.running(), { interval: 10, timeout: 4000 }).toEqual([]);
  tree.remove();
});

const PASSED = { status: 0, said: '' };
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
    expect(await start(tree, { ready: 'true', limit: 1 })).toEqual({
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
    expect(await start(tree, daemon)).toMatchObject({ status: 0, said: expect.stringContaining(AGAIN) });
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
    expect(await start(tree, { ...daemon, probe: 'false' })).toEqual({
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
