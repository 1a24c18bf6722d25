import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { lockOf } from '../support/e2e/archive.ts';
import { BUILD, build, buildOk, docker, dockerOk, folder, temporaryFolder } from '../support/e2e/docker.ts';
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

test('base, tools upon it, and an application upon those, by bake, share layers and one dpkg database', async () => {
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

  // The environment is inherited, and nothing else of the configuration: base has a command.
  const { stdout: config } = await dockerOk(['image', 'inspect', '--format', '{{json .Config}}', APP]);
  const { Env, Cmd = null } = JSON.parse(config);
  expect(Env).toContain('LANG=C.UTF-8');
  expect(Cmd).toBeNull();

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

describe('is refused at its line', () => {
  test('where the image is pruned', async () => {
    await buildFamily('curl');
    const path = folder({ Dockerfile: `${SYNTAX}packages: [jq]\nfrom: ${tagOf('curl')}\nprune: none\n` });
    expect(failure(await docker([...BUILD, path]))).toMatchObject({
      status: 1,
      marked: ['Dockerfile:3'],
      message:
        'Dockerfile:3: packages cannot be added to the image "mib-test/curl", which is pruned: its dpkg database only lists packages [cannot-build-upon]\n' +
        '  use the unpruned image: prune: none in its Imagefile, or its target fat\n' +
        '  or leave "packages" out: it can be pruned again, and files can be added',
    });
  });

  test('where it is of another suite', async () => {
    const path = folder({ Imagefile: `${SYNTAX}from: ${BASE}\nsuite: bookworm\nprune: none\n` });
    expect(failure(await build(path))).toMatchObject({
      marked: ['Imagefile:3'],
      message:
        'Imagefile:3: the image "mib-test/base" is of "trixie", and "suite" is "bookworm" [cannot-build-upon]\n' +
        '  leave out the name of the suite, or use another base image',
    });
  });
});
