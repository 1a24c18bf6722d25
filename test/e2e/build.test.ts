import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { build, buildOk, docker, dockerOk, folder, temporaryFolder } from '../support/e2e/docker.ts';
import { buildFamily, driftOf, tagOf } from '../support/e2e/family.ts';
import { failure } from '../support/e2e/progress.ts';
import { repositoryOf, serve } from '../support/e2e/serve.ts';

/** An Imagefile that builds `made` from the folder `src`. Its output is line 5, its first command line 8. */
function imagefile(run: readonly string[], made = 'made'): string {
  return `# syntax=mib/frontend
build:
  - name: made
    source: {context: src}
    output: [${made}: /usr/bin/made]
    environment: {LC_ALL: C}
    run:
${run.map((line) => `      - ${line}\n`).join('')}entry: /usr/bin/made
`;
}

const MAKE = `[sh, -c, 'printf "#!/bin/sh\\ncat /dev/null\\n" >made; chmod 755 made']`;

test('a static C program is the image, and nothing that built it', async () => {
  const image = await buildFamily('c-static');
  const programs = [...(await image.files())].filter(
    ([, { header }]) => header.type === 'file' && ((header.mode ?? 0) & 0o111) !== 0,
  );
  expect(programs.map(([path]) => path)).toEqual(['usr/bin/hello']);
  expect(driftOf('c-static', image)).toEqual([]);
  expect(await docker(['run', '--rm', tagOf('c-static'), 'you'])).toMatchObject({ stdout: 'hello you\n' });
});

/** A program with three ways to build it: make alone, autoconf, cmake. */
const PROJECT = {
  'hello.c': readFileSync('images/c-static/src/hello.c', 'utf8'),
  'plain.mk': 'plain: hello.c\n\t$(CC) -o $@ $<\n',
  'configure.ac': 'AC_INIT([hello],[1])\nAC_PROG_CC\nAC_CONFIG_FILES([Makefile])\nAC_OUTPUT\n',
  'Makefile.in': 'configured: hello.c\n\t@CC@ -o $@ $<\n',
  'CMakeLists.txt':
    'cmake_minimum_required(VERSION 3.20)\nproject(hello C)\nadd_executable(generated hello.c)\n',
};

test('for another machine, the compilers of this one build a repository by the same lines', {
  tags: ['long'],
}, async () => {
  const { url } = await repositoryOf(folder(PROJECT));
  const Imagefile = `# syntax=mib/frontend
build:
  - name: hello
    source: {git: "${url}", ref: main}
    packages: [autoconf, cmake, gcc, libc6-dev, make]
    run:
      - make -f plain.mk
      - autoconf
      - ./configure
      - make
      - cmake -B out
      - make -C out
      - [sh, -c, 'readlink -f "$(command -v gcc)" >name; cp "$(cat name)" compiler']
    output:
      - {from: plain, to: /srv/}
      - {from: configured, to: /srv/}
      - {from: out/generated, to: /srv/}
      - {from: name, to: /srv/}
      - {from: compiler, to: /srv/}
entry: /srv/plain
`;
  const out = temporaryFolder();
  const args = ['--platform', 'linux/arm64', '--target', 'tree', '--output', out];
  const { stderr } = await buildOk(folder({ Imagefile }), ...args);
  const made = (name: string) => readFileSync(join(out, 'srv', name));
  expect(String(made('name'))).toMatch(/^\/usr\/bin\/aarch64-linux-gnu-gcc-\d+\n$/);
  expect(stderr).toContain('checking whether we are cross compiling... yes');
  // e_machine of ELF: EM_AARCH64 is 183, EM_X86_64 is 62.
  const machines = ['plain', 'configured', 'generated', 'compiler'].map((name) =>
    made(name).readUInt16LE(18),
  );
  expect(machines).toEqual([183, 183, 183, 62]);
});

describe('what goes wrong while building', () => {
  test('a command that fails: its line, and what it said', async () => {
    const context = folder({
      Imagefile: imagefile(['"true"', '[sh, -c, "echo no rule >&2; exit 2"]']),
      'src/a': '',
    });
    expect(failure(await build(context))).toEqual({
      status: 1,
      marked: ['Imagefile:9'],
      message: 'process "sh -c echo no rule >&2; exit 2" did not complete successfully: exit code: 2',
      said: { 'build made: sh -c "echo no rule >&2; exit 2"': 'no rule' },
    });
  });

  test('an output that was not made: its line, and what was meant', async () => {
    const context = folder({ Imagefile: imagefile([MAKE], 'mad'), 'src/a': '' });
    expect(failure(await build(context))).toEqual({
      status: 1,
      marked: ['Imagefile:5'],
      message: 'process "mib output" did not complete successfully: exit code: 1',
      said: {
        'find mad of made': 'build "made" did not make "mad" [missing-output]\n  did you mean "made"?',
      },
    });
  });

  test('a source that is not in the context', async () => {
    expect(failure(await build(folder({ Imagefile: imagefile([MAKE]) })))).toEqual({
      status: 1,
      marked: ['Imagefile:4'],
      message:
        'Imagefile:4: "src" is not in the build context, or an ignore file excludes it [missing-context-file]',
      said: {},
    });
  });
});

describe('a repository', () => {
  /** What the source says, built from the repository. */
  const text = (source: string) =>
    `# syntax=mib/frontend\nbuild:\n  - name: made\n    source: {${source}}\n` +
    '    run: [cp word made]\n    output: [made: /usr/bin/made]\nentry: /usr/bin/made\n';
  const builtOf = async (source: string) => {
    const out = temporaryFolder();
    await buildOk(folder({ Imagefile: text(source) }), '--target', 'tree', '--output', out);
    return readFileSync(join(out, 'usr/bin/made'), 'utf8');
  };
  const failed = async (source: string) => failure(await build(folder({ Imagefile: text(source) })));
  const NOWHERE = { status: 1, marked: ['Imagefile:4'] };

  test('is built at its commit, also where the branch has moved on', async () => {
    const path = folder({ 'deep/word': 'first\n' });
    const { url, commit, git } = await repositoryOf(path);
    writeFileSync(join(path, 'deep/word'), 'second\n');
    const second = commit('second');
    git(['tag', '--annotate', '--message', 'an object of its own', 'v2']);
    writeFileSync(join(path, 'deep/word'), 'third\n');
    const third = commit('third');
    expect(await failed(`git: "${url}", ref: fourth`)).toMatchObject({
      ...NOWHERE,
      message:
        `Imagefile:4: ${url} does not have "fourth" [unknown-ref]\n` +
        `  git ls-remote ${url} lists its branches and tags`,
    });
    expect(await failed(`git: "${url}", ref: main, commit: "${second}"`)).toMatchObject({
      ...NOWHERE,
      message:
        `Imagefile:4: "main" of ${url} is commit ${third}, not ${second} [wrong-commit]\n` +
        '  review what changed, then write the new commit',
    });
    const tagged = `git: "${url}", ref: v2, commit: "${second}", folder: deep`;
    expect(await builtOf(tagged)).toBe('second\n');
    const nothing = '1'.repeat(40);
    expect(await failed(`git: "${url}", commit: "${nothing}"`)).toMatchObject({
      ...NOWHERE,
      message:
        `Imagefile:4: ${url} does not have the commit "${nothing}" [unknown-ref]\n` +
        `  git ls-remote ${url} lists its branches and tags`,
    });
  });

  test('that does not answer', async () => {
    // Port 1 is that of tcpmux, which nobody runs.
    const url = 'git://127.0.0.1:1/hello.git';
    expect(await failed(`git: "${url}", ref: main`)).toMatchObject({
      ...NOWHERE,
      message:
        `Imagefile:4: the repository ${url} cannot be read [source-unreachable]\n` +
        '  fatal: unable to connect to 127.0.0.1:',
    });
  });
});

test('an archive of the web is unpacked, and must be the one that was meant', async () => {
  const archive = execFileSync('tar', [
    '--create',
    '--gzip',
    '--directory',
    folder({ 'made-1/word': 'of the web\n' }),
    '.',
  ]);
  const url = await serve({ 'made-1.tar.gz': archive });
  const sha256 = createHash('sha256').update(archive).digest('hex');
  const Imagefile = imagefile(['cp word made']);
  const source = (sum: string) =>
    Imagefile.replace('context: src', `http: "${url}made-1.tar.gz", sha256: "${sum}"`);
  const out = temporaryFolder();
  await buildOk(folder({ Imagefile: source(sha256) }), '--target', 'tree', '--output', out);
  expect(readFileSync(join(out, 'usr/bin/made'), 'utf8')).toBe('of the web\n');
  const other = failure(await build(folder({ Imagefile: source('0'.repeat(64)) })));
  expect(other).toMatchObject({
    status: 1,
    marked: ['Imagefile:4'],
    message: expect.stringContaining(`digest mismatch sha256:${sha256}: sha256:${'0'.repeat(64)}`),
  });
});

/** Fetches what `list` names, and says what it sees; builds of that and the rest, where there is no network any more. */
const FETCHING = `# syntax=mib/frontend
build:
  - name: made
    source: {context: src}
    fetch: {files: [list, fetch], run: [bash fetch]}
    run: [bash make]
    output: [made: /usr/bin/made]
entry: [/bin/cat, /usr/bin/made]
`;
const FETCH =
  'read -r host port <list; exec 3<>/dev/tcp/$host/$port; echo * $http_proxy >seen; cat <&3 >fetched\n';
const MAKE_OF_IT = '(cat seen fetched word; echo *; (bash fetch) 2>/dev/null || echo no network) >made\n';

test('fetch has the network, sees what it names alone, and is cached by that', async () => {
  let asked = 0;
  const { host, port } = await listen((socket) => void socket.end(`fetched ${++asked}\n`));
  const context = folder({
    Imagefile: FETCHING,
    '.dockerignore': 'src/secret\n',
    ...{ 'src/list': `${host} ${port}\n`, 'src/fetch': FETCH, 'src/make': MAKE_OF_IT },
    ...{ 'src/word': 'one\n', 'src/secret': '' },
  });
  const made = async (...args: readonly string[]) => {
    const out = temporaryFolder();
    await buildOk(context, '--output', out, ...args);
    return readFileSync(join(out, 'usr/bin/made'), 'utf8');
  };
  const rest = 'fetch fetched list made make seen word\nno network\n';
  const seen = 'fetch list http://proxy.example';
  const proxy = ['--build-arg', 'http_proxy=http://proxy.example'];
  expect(await made(...proxy)).toBe(`${seen}\nfetched 1\none\n${rest}`);
  writeFileSync(join(context, 'src/word'), 'two\n');
  expect(await made()).toBe(`${seen}\nfetched 1\ntwo\n${rest}`);
});

test('another source takes the place of the one that is named', { tags: ['long'] }, async () => {
  const context = folder({ Imagefile: imagefile(['cp word made']), 'src/word': 'given here\n' });
  const [out, other] = [temporaryFolder(), folder({ word: 'given there\n' })];
  await buildOk(context, '--target', 'tree', '--build-context', `made=${other}`, '--output', out);
  expect(readFileSync(join(out, 'usr/bin/made'), 'utf8')).toBe('given there\n');
});

test('a glob of fetch finds its files in all folders, and fails at its line without any', async () => {
  const imagefile = (glob: string) => `# syntax=mib/frontend
build:
  - name: made
    source: {context: src}
    fetch:
      files: ['${glob}']
      run: [sh -c 'find . -type f >/seen']
    run: [sort -o /made /seen]
    output: [/made: /made]
entry: [/bin/cat, /made]
`;
  const sources = { 'src/list': '', 'src/a/b/list': '', 'src/word': '' };
  const out = temporaryFolder();
  await buildOk(folder({ Imagefile: imagefile('**/list'), ...sources }), '--output', out);
  expect(readFileSync(join(out, 'made'), 'utf8')).toBe('./a/b/list\n./list\n');
  expect(failure(await build(folder({ Imagefile: imagefile('*/*.lock'), ...sources })))).toMatchObject({
    status: 1,
    marked: ['Imagefile:6'],
    said: {
      'find */*.lock of made':
        'no file in the source of build "made" matches "*/*.lock", or an ignore file excludes it [missing-context-file]\n' +
        '  "*" is any part of a name and "**" any number of folders, as in "**/package.json"',
    },
  });
});

test('prepare sees what fetch names alone, and is cached by that', async () => {
  const Imagefile = `# syntax=mib/frontend
build:
  - name: made
    source: {context: src}
    fetch: {files: [list]}
    prepare: [sh -c 'echo * >/made; cat /proc/sys/kernel/random/uuid >>/made']
    output: [/made: /made]
entry: [/bin/cat, /made]
`;
  const context = folder({ Imagefile, 'src/list': '', 'src/word': 'one\n' });
  const made = async () => {
    const out = temporaryFolder();
    await buildOk(context, '--target', 'tree', '--output', out);
    return readFileSync(join(out, 'made'), 'utf8');
  };
  const first = await made();
  expect(first).toMatch(/^list\n/);
  writeFileSync(join(context, 'src/word'), 'two\n');
  expect(await made()).toBe(first);
  writeFileSync(join(context, 'src/list'), 'changed\n');
  expect(await made()).not.toBe(first);
});

test('an image to build in gives its tree and its variables', async () => {
  const tools = 'packages: [dash]\nenvironment: {WHO: theirs, WHAT: theirs}\nentry: /bin/dash\n';
  await buildOk(folder({ Imagefile: `# syntax=mib/frontend\n${tools}` }), '--tag', 'mib-e2e/tools');
  const context = folder({
    Imagefile: `# syntax=mib/frontend
build:
  - name: made
    from: tools
    source: {context: src}
    environment: {WHO: own}
    run: [dash -c 'echo "$WHO $WHAT $PWD" >made']
    output: [made: /made]
entry: [/bin/cat, /made]
`,
    'src/word': '',
  });
  const out = temporaryFolder();
  await buildOk(context, '--output', out, '--build-context', 'tools=docker-image://mib-e2e/tools');
  expect(readFileSync(join(out, 'made'), 'utf8')).toBe('own theirs /src\n');
});

/** A server that the containers of a build reach. */
async function listen(answer: (socket: Socket) => void): Promise<{ host: string; port: number }> {
  const format = '{{(index .IPAM.Config 0).Gateway}}';
  const { stdout } = await dockerOk(['network', 'inspect', '--format', format, 'bridge']);
  const host = stdout.trim();
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => void server.close());
  return { host, port: (server.address() as AddressInfo).port };
}
