import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { lockOf } from '../support/e2e/archive.ts';
import {
  BUILD,
  build,
  buildOk,
  docker,
  dockerOk,
  eventually,
  folder,
  published,
  run,
  start,
  temporaryFolder,
} from '../support/e2e/docker.ts';
import { buildFamily, built, tagOf } from '../support/e2e/family.ts';
import { failure } from '../support/e2e/progress.ts';

const SYNTAX = '# syntax=mib/frontend\n';
const BASE = tagOf('base');
const TOOLS = tagOf('from-tools');
const APP = tagOf('from-app');

/** A package more, a file less, and a variable of its own. */
const TOOLS_LINES = `packages: [tree]
environment: {LANG: C.UTF-8}
user: root
prune: none
run: [rm /etc/issue]
check: ["dpkg --audit", "apt-get check"]
`;

async function layersOf(tag: string): Promise<readonly string[]> {
  const { stdout } = await dockerOk(['image', 'inspect', '--format', '{{json .RootFS.Layers}}', tag]);
  return JSON.parse(stdout);
}

beforeAll(async () => {
  await buildFamily('base');
});

test('base, tools on it, and an application on those, by bake, share layers and one dpkg database', async () => {
  const app = 'from: tools\npackages: [jq]\nuser: root\nprune: none\ncheck: [jq -n 1, tree /etc/apt]\n';
  const image = (lines: string, tag: string, contexts: Readonly<Record<string, string>>) => ({
    context: folder({ Dockerfile: SYNTAX + lines }),
    contexts,
    output: [`type=docker,name=${tag}`],
  });
  const definition = {
    target: {
      base: { context: 'images/base' },
      tools: image(`from: base\n${TOOLS_LINES}`, TOOLS, { base: 'target:base' }),
      app: image(app, APP, { tools: 'target:tools' }),
    },
  };
  const bake = join(folder({ 'bake.json': JSON.stringify(definition) }), 'bake.json');
  const plain = ['--progress=plain', '--provenance=false', '--allow=fs=*'];
  await dockerOk(['buildx', 'bake', ...plain, '--file', bake, 'tools', 'app']);

  const [base, tools] = [await layersOf(BASE), await layersOf(TOOLS)];
  expect(base).toHaveLength(1);
  expect(tools).toEqual([...base, expect.any(String)]);
  expect(await layersOf(APP)).toEqual([...tools, expect.any(String)]);
  const { stdout: history } = await dockerOk(['history', '--no-trunc', '--format', '{{.CreatedBy}}', APP]);
  expect(history).toBe('mib: jq\nmib: tree\nmib: trixie\n');

  const script = 'dpkg --audit; dpkg --verify; dpkg-query -W tree jq bash | cut -f 1; ls /etc/issue';
  const { stdout } = await docker(['run', '--rm', APP, 'sh', '-c', script]);
  expect(stdout).toBe('missing   c /etc/issue\nbash\njq\ntree\n');

  // Without an entry, the configuration is that of the image below: base has a command.
  const { stdout: config } = await dockerOk(['image', 'inspect', '--format', '{{json .Config}}', APP]);
  const { Env, Cmd = null } = JSON.parse(config);
  expect(Env).toContain('LANG=C.UTF-8');
  expect(Cmd).toEqual(['/bin/bash']);

  const path = folder({ Imagefile: `${SYNTAX}from: ${BASE}\n${TOOLS_LINES}` });
  await buildOk(path, '--no-cache', '--output', `type=docker,name=${tagOf('from-named')}`);
  expect(await layersOf(tagOf('from-named'))).toEqual(tools);
});

test('a lock has the digest of what is below and only further packages; outdated tells a change below', async () => {
  const path = folder({ Imagefile: `${SYNTAX}from: ${BASE}\n${TOOLS_LINES}` });
  const { stdout } = await lockOf(path);
  const { below, base, packages } = JSON.parse(stdout).architectures.amd64;
  const { stdout: id } = await dockerOk(['image', 'inspect', '--format', '{{.Id}}', BASE]);
  expect(below).toEqual({ digest: id.trim(), packages: expect.stringMatching(/^sha256:/) });
  expect(base).toEqual([]);
  expect(packages.map(({ name }: { name: string }) => name)).toEqual(['tree']);
  writeFileSync(join(path, 'Imagefile.lock'), stdout);
  const locked = await built(path);
  expect(locked.layers).toHaveLength(2);

  const outdated = (...args: readonly string[]) =>
    build(path, '--call=outdated', '--build-context', `published=docker-image://${TOOLS}`, ...args);
  expect(await outdated()).toMatchObject({ status: 0 });
  expect(await outdated('--build-context', `${BASE}=docker-image://${APP}`)).toMatchObject({
    status: 10,
    stdout: `Outdated: ${BASE}, the base image of ${TOOLS}, has changed, but no package has.\n`,
  });
});

test('a context overrides the name; what is pruned is one layer', async () => {
  const layout = join(temporaryFolder(), 'layout');
  await buildOk('images/base', '--output', `type=oci,tar=false,dest=${layout}`);
  const { manifests } = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8'));
  const path = folder({
    Imagefile: `${SYNTAX}from: registry.example/base:1\npackages: [jq]\nentry: /usr/bin/jq\ncheck: [jq -n 1]\n`,
  });
  const context = `registry.example/base:1=oci-layout://${layout}@${manifests[0].digest}`;
  const image = await built(path, '--build-context', context);
  expect(image.layers).toHaveLength(1);
  expect([...(await image.files()).keys()]).not.toContain('usr/bin/dpkg');
});

describe('names of any bytes, which a command of run makes', () => {
  const NAMED = tagOf('from-names');
  const bytes = Array.from({ length: 255 }, (_, at) => at + 1).filter((byte) => byte !== 0x2f);
  const latin1 = (names: readonly Buffer[]) => names.map((name) => name.toString('latin1')).sort();

  /** Returns /opt of an image, unpacked. */
  async function unpacked(tag: string): Promise<string> {
    const { stdout: id } = await dockerOk(['create', tag, '/none']);
    const at = temporaryFolder();
    await dockerOk(['export', '--output', join(at, 'tar'), id.trim()]);
    await dockerOk(['rm', id.trim()]);
    mkdirSync(join(at, 'image'));
    execFileSync('tar', ['-C', join(at, 'image'), '-xf', join(at, 'tar'), '--no-same-owner', 'opt']);
    return join(at, 'image/opt');
  }

  test.each([
    ['in a layer on the base image', 'prune: none'],
    ['in the pruned image', 'entry: /usr/bin/test'],
  ])('are %s', async (_, line) => {
    const each = ': >"/opt/n$(printf "\\\\$(printf %03o $i)x")"';
    const script = [
      `for i in $(seq 1 255); do test $i = 47 || ${each}; done`,
      'cd /opt && d=$(printf "d\\377") && mkdir "$d" && echo inner >"$d/$(printf "i\\351")"',
      'ln -s "$d" "$(printf "l\\200")" && touch "$(printf "valid\\357\\277\\275")"',
    ].join(' && ');
    const path = folder({ Imagefile: `${SYNTAX}from: ${BASE}\n${line}\nrun:\n  - [sh, -c, '${script}']\n` });
    await buildOk(path, '--output', `type=docker,name=${NAMED}`);
    const opt = await unpacked(NAMED);
    const inFolder = Buffer.concat([Buffer.from(`${opt}/d`), Buffer.of(0xff)]);
    const link = Buffer.concat([Buffer.from(`${opt}/l`), Buffer.of(0x80)]);
    expect(latin1(readdirSync(opt, { encoding: 'buffer' }))).toEqual(
      [
        ...bytes.map((byte) => `n${String.fromCharCode(byte)}x`),
        'd\xff',
        'l\x80',
        'valid\xef\xbf\xbd',
      ].sort(),
    );
    expect(latin1(readdirSync(inFolder, { encoding: 'buffer' }))).toEqual(['i\xe9']);
    expect(readlinkSync(link, 'latin1')).toBe('d\xff');
  });
});

describe('an application of a Dockerfile', () => {
  const APPLICATION = tagOf('from-dockerfile');
  const SERVER = `use IO::Socket::INET;
$SIG{INT} = sub { exit };
my $server = IO::Socket::INET->new(Listen => 5, LocalPort => 3000, ReuseAddr => 1) or die $@;
while (my $client = $server->accept) {
  my $line = <$client>;
  while (<$client>) { last if /^\\r?$/ }
  if ($line =~ m{ /login }) { print $client "HTTP/1.0 200 OK\\r\\n\\r\\n$ENV{GREETING} from login\\n" }
  else { print $client "HTTP/1.0 404 Not Found\\r\\n\\r\\nno such page\\n" }
  close $client;
}
`;
  const DOCKERFILE = `FROM ${BASE}
COPY --chmod=755 docker-entrypoint.sh /usr/local/bin/
COPY server.pl /app/
RUN useradd --uid 1234 --create-home app
ENV GREETING=hello
WORKDIR /app
USER app
EXPOSE 3000
VOLUME /data
LABEL made=elsewhere
STOPSIGNAL SIGINT
HEALTHCHECK --interval=7s CMD ["perl", "-e", "exit 0"]
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["perl", "server.pl"]
`;

  /** Builds the Dockerfile, with more lines at its end, and keeps it in the engine. */
  async function buildApplication(more = '', entrypoint = '#!/bin/sh\nset -e\nexec "$@"\n'): Promise<void> {
    const context = folder({
      Dockerfile: DOCKERFILE + more,
      'docker-entrypoint.sh': entrypoint,
      'server.pl': SERVER,
    });
    await dockerOk(['build', '--quiet', '--provenance=false', '--tag', APPLICATION, context]);
  }

  const configOf = async (tag: string) => {
    const { stdout } = await dockerOk(['image', 'inspect', '--format', '{{json .Config}}', tag]);
    const { ArgsEscaped: _, Env, ...config } = JSON.parse(stdout);
    return { ...config, Env: Env.toSorted() };
  };

  test('starts as it did, and is checked as it starts', async () => {
    await buildApplication();
    const lines = [
      'check:',
      '  - ready: http://127.0.0.1:3000/login',
      '    get: [{path: /login, contains: hello from login}, {path: /absent, status: 404}]',
    ].join('\n');
    const tag = tagOf('from-thin');
    const path = folder({ Imagefile: `${SYNTAX}from: ${APPLICATION}\n${lines}\n` });
    await buildOk(path, '--output', `type=docker,name=${tag}`);
    expect(await configOf(tag)).toEqual(await configOf(APPLICATION));
    const container = await start('--publish', '127.0.0.1::3000', tag);
    const address = await published(container, '3000/tcp');
    const answer = await eventually(() => fetch(`http://${address}/login`));
    expect(await answer.text()).toBe('hello from login\n');
  });

  test('is thinned by what --call=init prints, for the image and for the Dockerfile', async () => {
    const probe = 'HEALTHCHECK CMD ["perl", "-e", "exit 0", "http://localhost:3000/login"]\n';
    await buildApplication(probe);
    const ask = (...args: readonly string[]) =>
      dockerOk([...BUILD, '--call=init', '--build-arg', 'BUILDKIT_SYNTAX=mib/frontend', ...args]);
    const path = folder({});
    const { stdout: printed } = await ask(path, '--build-arg', `from=${APPLICATION}`);
    expect(printed).toMatch(/^# syntax=mib\/frontend\nfrom: mib-test\/from-dockerfile\n/);
    expect(printed).toContain('\n  - ready: http://127.0.0.1:3000/login\n');
    writeFileSync(join(path, 'Imagefile'), printed);
    await buildOk(path);

    const context = folder({
      Dockerfile: DOCKERFILE + probe,
      'docker-entrypoint.sh': '#!/bin/sh\nset -e\nexec "$@"\n',
      'server.pl': SERVER,
    });
    const { stdout: whole } = await ask(context);
    writeFileSync(join(context, 'Imagefile'), whole);
    const [, command = ''] = /^# {3}(sed .*)$/m.exec(whole) ?? [];
    expect(await run('sh', ['-c', command], { cwd: context })).toMatchObject({ status: 0, stderr: '' });
    const tag = tagOf('from-thin');
    const set = ['--set', `thin.tags=${tag}`, '--provenance=false'];
    await dockerOk(['buildx', 'bake', '--progress=plain', '--load', ...set], { cwd: context });
    expect(await configOf(tag)).toEqual(await configOf(APPLICATION));
  });

  test('has each key of its configuration replaced by one that is written', async () => {
    await buildApplication();
    const lines =
      'user: "4321"\nworking_dir: /\ncommand: [perl, /app/server.pl]\nexpose: []\nprune: packages\n';
    const tag = tagOf('from-thin');
    const path = folder({ Imagefile: `${SYNTAX}from: ${APPLICATION}\n${lines}` });
    await buildOk(path, '--output', `type=docker,name=${tag}`);
    const { ExposedPorts: _, ...rest } = await configOf(APPLICATION);
    expect(await configOf(tag)).toEqual({
      ...rest,
      User: '4321',
      WorkingDir: '/',
      Cmd: ['perl', '/app/server.pl'],
    });
    const container = await start('--publish', '127.0.0.1::3000', tag);
    const address = await published(container, '3000/tcp');
    await eventually(() => fetch(`http://${address}/login`));
  });

  test('says how it ran where a check fails', async () => {
    await buildApplication();
    const path = folder({
      Imagefile: `${SYNTAX}from: ${APPLICATION}\nuser: app\ncheck: [perl -e "exit 3"]\n`,
    });
    const { said, marked } = failure(await build(path));
    expect(marked).toEqual(['Imagefile:4']);
    expect(said['trace perl -e "exit 3"']).toBe(
      'check: perl -e "exit 3" exited with status 3\n' +
        'check: it ran in /app as app 1234:1234, with\n' +
        'check:   GREETING=hello PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n' +
        'check: the check fails even before pruning',
    );
  });

  test('is refused where the interpreter of its entrypoint is missing', async () => {
    await buildApplication('', '#!/bin/zsh\nset -e\nexec "$@"\n');
    const path = folder({ Imagefile: `${SYNTAX}from: ${APPLICATION}\n` });
    expect(failure(await build(path))).toMatchObject({
      marked: ['Imagefile:2'],
      said: {
        'find docker-entrypoint.sh':
          'entry "/usr/local/bin/docker-entrypoint.sh" needs "/bin/zsh" to start it, which does not exist in the tree [missing-entry]\n' +
          '  add the package that brings "/bin/zsh" to packages',
      },
    });
  });

  test('is refused where it has nothing to start', async () => {
    await buildApplication('ENTRYPOINT []\nCMD []\n');
    const path = folder({ Imagefile: `${SYNTAX}from: ${APPLICATION}\n` });
    expect(failure(await build(path))).toMatchObject({
      marked: ['Imagefile:2'],
      message:
        `Imagefile:2: "entry" is missing, and the image "${APPLICATION}" has no entrypoint and no command either [missing-key]\n` +
        '  add for example entry: /usr/sbin/nginx, or prune: none to keep everything',
    });
  });

  test('is refused where its user has no account', async () => {
    await buildApplication();
    const path = folder({ Imagefile: `${SYNTAX}from: ${APPLICATION}\nuser: ap\n` });
    expect(failure(await build(path))).toMatchObject({
      marked: ['Imagefile:3'],
      said: { 'find the user ap': expect.stringContaining('did you mean "app"?') },
    });
  });
});

describe('is refused at its line', () => {
  test('where the image is pruned', async () => {
    await buildFamily('curl');
    const path = folder({ Dockerfile: `${SYNTAX}packages: [jq]\nfrom: ${tagOf('curl')}\nprune: none\n` });
    expect(failure(await docker([...BUILD, path]))).toMatchObject({
      status: 1,
      marked: ['Dockerfile:3'],
      message:
        'Dockerfile:3: packages cannot be added to the image "mib-test/curl", which is pruned: its dpkg database only lists packages [unusable-base]\n' +
        '  use the unpruned image: prune: none in its Imagefile, or its target fat\n' +
        '  or leave "packages" out: it can be pruned again, and files can be added',
    });
  });

  test('where it is of another suite', async () => {
    const path = folder({ Imagefile: `${SYNTAX}from: ${BASE}\nsuite: bookworm\nprune: none\n` });
    expect(failure(await build(path))).toMatchObject({
      marked: ['Imagefile:3'],
      message:
        'Imagefile:3: the image "mib-test/base" is of "trixie", and "suite" is "bookworm" [unusable-base]\n' +
        '  leave out the name of the suite, or use another base image',
    });
  });
});
