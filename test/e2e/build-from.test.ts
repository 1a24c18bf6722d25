import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { BUILD, build, buildOk, docker, dockerOk, folder, temporaryFolder } from '../support/e2e/docker.ts';
import { tagOf } from '../support/e2e/family.ts';
import { failure } from '../support/e2e/progress.ts';

const SYNTAX = '# syntax=mib/frontend\n';
const IMAGE = tagOf('build-from');

/** Makes an image with a static shell, and the environment, user and working directory of its own. */
async function makeImage(version: string): Promise<void> {
  const Dockerfile = `FROM mib/frontend AS tools
FROM scratch
COPY --from=tools /usr/bin/busybox /opt/bin/busybox
COPY --from=tools /usr/bin/busybox /bin/sh
ENV PATH=/opt/bin:/bin TOOL_VERSION=${version} LANG=C
WORKDIR /elsewhere
USER 1000
`;
  const args = [...BUILD, '--provenance=false', '--output', `type=docker,name=${IMAGE}`, '-'];
  await dockerOk(args, { input: Dockerfile });
}

/** An Imagefile of one build in the image. Its `from` is line 5. */
const imagefile = (lines: string, from = IMAGE) =>
  `${SYNTAX}from: scratch\nbuild:\n  - name: made\n    from: ${from}\n    source: {context: src}\n${lines}prune: none\n`;

beforeAll(() => makeImage('1'));

test('the tree is the image with its environment, and prepare sees what fetch names and made', async () => {
  const { host, port, asked } = await listen();
  const context = folder({
    Imagefile: imagefile(`    fetch:
      files: [go.mod, "**/package.json"]
      run:
        - {run: busybox sh -c 'busybox nc $HOST $PORT </dev/null >fetched', environment: {HOST: "${host}", PORT: "${port}"}}
    prepare:
      - busybox sh -c '(busybox find . -type f | busybox sort; busybox nc ${host} ${port} </dev/null || echo no network; busybox date +%N) >prepared 2>&1'
    run:
      - busybox sh -c '(busybox id -u; pwd; echo $PATH $TOOL_VERSION $LANG $HOME $HOST; busybox cat fetched word) >made'
    output: [made: /made, prepared: /prepared]
`),
    ...{ 'src/go.mod': '', 'src/package.json': '', 'src/packages/a/package.json': '', 'src/word': 'one\n' },
  });
  const made = async (...args: readonly string[]) => {
    const out = temporaryFolder();
    await buildOk(context, '--output', out, ...args);
    return ['made', 'prepared'].map((name) => readFileSync(join(out, name), 'utf8'));
  };
  const [first, prepared] = await made();
  expect(first).toBe('0\n/src\n/opt/bin:/bin 1 C /root\nfetched 1\none\n');
  expect(prepared).toMatch(
    /^\.\/fetched\n\.\/go\.mod\n\.\/package\.json\n\.\/packages\/a\/package\.json\n\.\/prepared\n.*no network\n/s,
  );
  writeFileSync(join(context, 'src/word'), 'two\n');
  expect(await made()).toEqual([first?.replace('one', 'two'), prepared]);
  expect(asked()).toBe(1);
});

test('the lock has its digest, and another image is a reason to build', async () => {
  const context = folder({
    Imagefile: imagefile('    run: [busybox touch made]\n    output: [made: /made]\n'),
    'src/a': '',
  });
  const call = (name: string) =>
    docker([...BUILD, `--call=${name}`, '--file', join(context, 'Imagefile'), context]);
  const { stdout } = await call('lock');
  const lock = stdout.slice(stdout.indexOf('{'));
  expect(lock).toMatch(/"below": \{"digest":"sha256:[0-9a-f]{64}","packages":"sha256:[0-9a-f]{64}"\}/);
  writeFileSync(join(context, 'Imagefile.lock'), lock);
  expect(await call('outdated')).toMatchObject({ status: 0 });
  await makeImage('2');
  expect(await call('outdated')).toMatchObject({
    status: 10,
    stdout: expect.stringContaining(`The image of build made, ${IMAGE}, has changed.\n`),
  });
});

test('a file for the machine that built it is refused at its line', async () => {
  const Imagefile = imagefile('    run: [busybox true]\n    output: [/opt: /srv]\n');
  const context = folder({ Imagefile, 'src/a': '' });
  expect(failure(await build(context, '--platform', 'linux/arm64'))).toMatchObject({
    status: 1,
    marked: ['Imagefile:8'],
    said: {
      'find /opt of made':
        '"/srv/bin/busybox", which build "made" made, is for x86_64, and the image is for arm64 [foreign-elf]\n' +
        '  add platform: target to the build, which then runs in a tree for arm64\n' +
        '  or keep it with keep: ["/srv/bin/busybox"]',
    },
  });
});

test('platform: target builds in a tree of that platform', { tags: ['long'] }, async () => {
  const Imagefile = `${SYNTAX}from: scratch
build:
  - name: made
    platform: target
    source: {context: src}
    run: [cp /usr/bin/true made]
    output: [made: /made]
prune: none
`;
  const out = temporaryFolder();
  await buildOk(folder({ Imagefile, 'src/a': '' }), '--platform', 'linux/arm64', '--output', out);
  // e_machine of ELF: EM_AARCH64.
  expect(readFileSync(join(out, 'made')).readUInt16LE(18)).toBe(183);
});

describe('what goes wrong', () => {
  const attempt = async (lines: string, from = IMAGE) =>
    failure(await build(folder({ Imagefile: imagefile(lines, from), 'src/a': '' })));
  const REST = '    output: [made: /made]\n';

  test('an image without a shell', async () => {
    expect(await attempt(`    run: [make]\n${REST}`, 'scratch')).toMatchObject({
      marked: ['Imagefile:5'],
      message: expect.stringContaining(
        'nothing can be built in the image "scratch", which has no shell (/bin/sh) [unusable-base]',
      ),
    });
  });

  test('an image that does not exist', async () => {
    expect(await attempt(`    run: [make]\n${REST}`, 'localhost:1/none')).toMatchObject({
      marked: ['Imagefile:5'],
      message: expect.stringContaining('the image "localhost:1/none" cannot be read [unusable-base]'),
    });
  });

  test('a server that is not there', async () => {
    const { marked, said } = await attempt(
      `    fetch: {run: [busybox wget -T 5 http://127.0.0.1:1/made]}\n${REST}`,
    );
    expect(marked).toEqual(['Imagefile:7']);
    expect(said['fetch for made: busybox wget -T 5 http://127.0.0.1:1/made']).toContain(
      'a server was not reached: ',
    );
  });
});

/** A server that the containers of a build reach; it counts what it is asked. */
async function listen(): Promise<{ host: string; port: number; asked: () => number }> {
  const format = '{{(index .IPAM.Config 0).Gateway}}';
  const { stdout } = await dockerOk(['network', 'inspect', '--format', format, 'bridge']);
  const host = stdout.trim();
  let asked = 0;
  const server = createServer((socket) => void socket.end(`fetched ${++asked}\n`));
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => void server.close());
  return { host, port: (server.address() as AddressInfo).port, asked: () => asked };
}
