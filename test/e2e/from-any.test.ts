import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUILD, build, buildOk, docker, dockerOk, folder, temporaryFolder } from '../support/e2e/docker.ts';
import { built, tagOf } from '../support/e2e/family.ts';
import { failure } from '../support/e2e/progress.ts';

const SYNTAX = '# syntax=mib/frontend\n';
const OS_RELEASE = 'ID=alpine\nVERSION_ID=3.22.1\nPRETTY_NAME="Alpine Linux v3.22"\n';

/** An image that a Dockerfile makes of these files; `busybox` is a static program. */
async function base(
  name: string,
  lines: string,
  files: Readonly<Record<string, string>> = {},
  ...args: readonly string[]
): Promise<string> {
  const tag = tagOf(`from-any-${name}`);
  const dockerfile = `FROM mib/frontend AS tools\nFROM scratch\nCOPY --from=tools /usr/bin/busybox /bin/busybox\n${lines}\n`;
  const path = folder({ Dockerfile: dockerfile, ...files });
  await dockerOk([...BUILD, '--provenance=false', ...args, '--output', `type=docker,name=${tag}`, path]);
  return tag;
}

const SHELL = 'entry: [/bin/busybox, sh]\ncheck: [/bin/busybox true]\n';

test('a static program and nothing else is thinned to itself, and can be thinned again', async () => {
  const tag = await base('scratch', 'COPY data /data', { data: 'data\n' });
  const image = await built(folder({ Imagefile: `${SYNTAX}from: ${tag}\n${SHELL}` }));
  const files = await image.files();
  expect(files.get('bin/busybox')?.header.mode).toBe(0o755);
  expect([...files.keys()].filter((path) => /dpkg|apk/.test(path))).toEqual([]);
  expect(files.get('etc/passwd')?.content.toString()).toBe(
    'nonroot:x:65532:65532::/home/nonroot:/usr/sbin/nologin\n',
  );

  const thin = tagOf('from-any-thin');
  const path = folder({ Imagefile: `${SYNTAX}from: ${tag}\n${SHELL}` });
  await buildOk(path, '--output', `type=docker,name=${thin}`);
  const again = `${SYNTAX}from: ${thin}\n${SHELL}files: [{to: /etc/motd, text: "hello\\n"}]\n`;
  const more = await (await built(folder({ Imagefile: again }))).files();
  expect([...more.keys()].filter((each) => !files.has(each))).toEqual(['etc/motd']);
});

test('images of the same content give the same image, whatever their names and dates are', async () => {
  const lines =
    'RUN ["/bin/busybox", "sh", "-c", "echo data >/data"]\nENV SHOP=1\nCMD ["/bin/busybox", "sh"]';
  const first = await base('same', lines);
  const second = await base('same-again', lines, {}, '--no-cache');
  const idOf = async (tag: string) =>
    (await dockerOk(['image', 'inspect', '--format', '{{.Id}}', tag])).stdout.trim();
  expect(await idOf(second)).not.toBe(await idOf(first));
  const path = folder({ Imagefile: `${SYNTAX}from: shop\ncheck: [/bin/busybox cat /data]\n` });
  const thin = (tag: string) => built(path, '--build-context', `shop=docker-image://${tag}`);
  const [one, other] = [await thin(first), await thin(second)];
  expect(other.digest).toBe(one.digest);
  expect(other.config.config).toMatchObject({ Env: expect.arrayContaining(['SHOP=1']) });
});

test('`from: scratch` is an empty tree for files', async () => {
  const Imagefile = `${SYNTAX}from: scratch\nfiles: [{context: tools, from: usr/bin/busybox, to: /busybox}]
entry: [/busybox, sh]\ncheck: [/busybox true]\n`;
  const image = await built(folder({ Imagefile }), '--build-context', 'tools=docker-image://mib/frontend');
  expect((await image.files()).has('busybox')).toBe(true);
});

test('an image that is kept whole is told of what it does not need, and does what it did', async () => {
  const lines =
    'COPY data /usr/share/data\nRUN ["/bin/busybox", "chmod", "4755", "/bin/busybox"]\nCMD ["/bin/busybox", "true"]';
  const tag = await base('whole', lines, { data: 'data\n' });
  const path = folder({ Imagefile: `${SYNTAX}from: ${tag}\nprune: none\ncheck: [/bin/busybox true]\n` });
  const { status, stdout } = await build(path, '--call=audit');
  expect(status).toBe(1);
  expect(stdout.trim()).toBe(`WARNING: root-user - docs/lint.md#root-user
Imagefile:2: the program runs as root, with "user: root"

WARNING: setuid-file - docs/lint.md#setuid-file
"/bin/busybox" has its setuid bit

WARNING: unused-files - docs/lint.md#unused-files
nothing needs 1 of 4 files (0.0 MB); largest: /usr (0.0 MB)`);
  const report = join(temporaryFolder(), 'report');
  await buildOk(path, '--target=report', '--output', report);
  expect(JSON.parse(readFileSync(join(report, 'summary.json'), 'utf8'))).toMatchObject({
    kept: { files: expect.any(Number) },
    suspicions: [{ rule: 'setuid-file' }, { rule: 'unused-files' }],
  });
  // The three of the base image, and one.
  expect((await built(path)).layers).toHaveLength(4);
});

describe('an Alpine', () => {
  const HELLO = '#include <stdio.h>\nint main(void) { return puts("hello") < 0; }\n';

  test('keeps what its loader maps, links that are used, and a database of apk about it', {
    tags: ['long'],
  }, async () => {
    const programs = tagOf('from-any-musl');
    const made = `${SYNTAX}prune: none
build:
  - name: hello
    source: {context: .}
    packages: [gcc, libc6-dev, musl-tools]
    run: [musl-gcc -o hello hello.c, sh -c 'cp -L /lib/ld-musl-*.so.1 loader']
    output: [{hello: /out/hello}, {loader: /out/loader}]
`;
    await buildOk(folder({ Imagefile: made, 'hello.c': HELLO }), '--output', `type=docker,name=${programs}`);
    const { stdout } = await docker(['run', '--rm', programs, 'uname', '-m']);
    const loader = `ld-musl-${stdout.trim()}.so.1`;
    const installed = [
      `P:musl\nV:1.2.5-r10\nA:x86_64\nL:MIT\no:musl\nF:lib\nR:${loader}\na:0:0:755\nR:left-out\n`,
      'P:busybox\nV:1.37.0-r18\nA:x86_64\no:busybox\nF:bin\nR:busybox\n',
      'P:zlib\nV:1.3.1-r2\nA:x86_64\no:zlib\nF:lib\nR:libz.so.1\n',
    ].join('\n');
    const lines = `COPY --from=${programs} /out/hello /usr/bin/hello
COPY --from=${programs} /out/loader /lib/${loader}
COPY installed /lib/apk/db/installed
COPY os-release /etc/os-release
COPY run /app/run
RUN ["/bin/busybox", "ln", "-s", "busybox", "/bin/sh"]
RUN ["/bin/busybox", "ln", "/bin/busybox", "/bin/cat"]
RUN ["/bin/busybox", "chmod", "755", "/app/run"]`;
    const files = { installed, 'os-release': OS_RELEASE, run: '#!/bin/sh\nhello | cat\n' };
    const tag = await base('alpine', lines, files);
    const image = await built(
      folder({ Imagefile: `${SYNTAX}from: ${tag}\nentry: /app/run\ncheck: [/app/run]\n` }),
      '--sbom=false',
    );
    const kept = await image.files();
    const isOwn = (path: string) => /^(app|bin|lib|usr)\//.test(path);
    const names = [...kept].flatMap(([path, { header }]) =>
      isOwn(path) && header.type !== 'directory' ? [path] : [],
    );
    expect(names.sort()).toEqual([
      'app/run',
      'bin/busybox',
      'bin/cat',
      'bin/sh',
      'lib/apk/db/installed',
      `lib/${loader}`,
      'usr/bin/hello',
    ]);
    expect(kept.get('lib/apk/db/installed')?.content.toString()).toBe(
      'P:busybox\nV:1.37.0-r18\nA:x86_64\no:busybox\nF:bin\nR:busybox\n\n' +
        `P:musl\nV:1.2.5-r10\nA:x86_64\nL:MIT\no:musl\nF:lib\nR:${loader}\na:0:0:755\n\n`,
    );
  });

  test('is no place for packages of Debian', async () => {
    const tag = await base('os-release', 'COPY os-release /etc/os-release', { 'os-release': OS_RELEASE });
    const path = folder({ Imagefile: `${SYNTAX}packages: [jq]\nfrom: ${tag}\nprune: none\n` });
    expect(failure(await build(path))).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message:
        `Imagefile:3: packages cannot be added to the image "${tag}", which is Alpine Linux v3.22 without apt [unusable-base]\n` +
        '  leave "packages" out: the image is then pruned as it is\n' +
        '  or use Debian or Ubuntu as the base image, and copy files from this one: files: [{context: NAME, from: /bin/app, to: /bin/app}]\n' +
        `  with --build-context NAME=docker-image://${tag}`,
    });
  });
});

describe('a package database that is', () => {
  test.each([
    ['a named pipe', '"mkfifo", "/var/lib/dpkg/status"', 'is a named pipe, not a file'],
    ['a device', '"mknod", "/var/lib/dpkg/status", "c", "1", "5"', 'is a device, not a file'],
    [
      'a link out of the image',
      '"ln", "-s", "../../../../../nowhere/status", "/var/lib/dpkg/status"',
      'is a link to a file that does not exist',
    ],
    [
      '200 MB large',
      '"truncate", "-s", "200000000", "/var/lib/dpkg/status"',
      'has 200 MB, more than the 64 MB that are read',
    ],
  ])('%s is refused', async (name, command, fault) => {
    const lines = `RUN ["/bin/busybox", "mkdir", "-p", "/var/lib/dpkg"]\nRUN ["/bin/busybox", ${command}]`;
    const tag = await base(name.toLowerCase().replaceAll(/\W/g, '-'), lines);
    const outcome = await build(folder({ Imagefile: `${SYNTAX}from: ${tag}\n${SHELL}` }));
    expect(failure(outcome)).toMatchObject({
      status: 1,
      marked: ['Imagefile:2'],
      message:
        `Imagefile:2: /var/lib/dpkg/status of the image "${tag}" ${fault} [unusable-base]\n` +
        '  build the image again, or use another base image',
    });
  });
});
