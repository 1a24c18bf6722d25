import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { defaultUpstream } from '../mirror/default-upstream.ts';
import type { Mirror } from '../mirror/index.ts';
import { FRONTEND, SYNTAX, startArchive } from '../support/e2e/archive.ts';
import {
  BUILD,
  docker,
  dockerOk,
  folder,
  type Outcome,
  run,
  temporaryFolder,
} from '../support/e2e/docker.ts';
import { built, tagOf } from '../support/e2e/family.ts';
import { failure, steps } from '../support/e2e/progress.ts';
import { repositoryOf } from '../support/e2e/serve.ts';
import { startRegistry } from '../support/e2e/static-registry.ts';
import { runStep } from '../support/e2e/workflow.ts';

const TAG = tagOf('outdated');
const PUBLISHED = `image: ${TAG}`;
const CALL = '--call=outdated';
const CASCADE = resolve('scripts/cascade.mjs');

let mirror: Mirror;

beforeAll(async () => {
  mirror = await startArchive({ upstream: defaultUpstream(), packages: [] });
  const script = (line: string) => ({ content: `#!/bin/sh\n${line}\n`, mode: 0o755 });
  const [app, part] = [
    { '/usr/bin/app': script('exec app-part') },
    { '/usr/bin/app-part': script('exit 0') },
  ];
  await mirror.addPackage({ name: 'libapp', version: '1', files: part });
  await mirror.addPackage({ name: 'app', version: '1', depends: 'libapp', files: app });
  await mirror.publish();
});

afterEach(() => mirror.heal());
afterAll(() => mirror.close());

/** A folder with an Imagefile, of which the fourth line is given, and other files. */
function project(line: string, files: Readonly<Record<string, string>> = {}): string {
  const suite = `suite: {suite: trixie, mirror: "${mirror.url}"}`;
  const Imagefile = `${SYNTAX}\n${suite}\npackages: [app]\n${line}\nentry: /usr/bin/app\n`;
  return folder({ Imagefile, ...files });
}

function imagefile(packages: string): string {
  return `${SYNTAX}\nsuite: {suite: trixie, mirror: "${mirror.url}"}\npackages: ${packages}\n`;
}

const familyIn = (registry: string) => `target "family" {
  name = image
  matrix = { image = ["a-copy", "app", "base", "cat", "sed", "tools"] }
  context = image
  dockerfile = "Imagefile"
  contexts = contains(["app", "base"], image) ? {} : image == "sed" ? { tools = "target:tools" } : { base = "target:base" }
  tags = ["${registry}/mib-test/\${image}"]
}
group "default" { targets = ["family"] }
`;

/** A registry that has nothing, until the test ends. @returns where it is */
async function emptyRegistry(): Promise<string> {
  const server = createServer((_, response) => void response.writeHead(404).end());
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What scripts/cascade.mjs says of the family in a folder. */
function cascade(cwd: string, ...args: readonly string[]): Promise<Outcome> {
  return run(process.execPath, [CASCADE, ...args], { cwd });
}

function ask(context: string, ...args: readonly string[]) {
  return docker([...BUILD, '--file', `${context}/Imagefile`, ...args, context]);
}

test('indexes that were signed again with the same packages make the same image, and no step but the choice', async () => {
  // The image that the other tests ask for.
  const published = await built(project(PUBLISHED), '--output', `type=docker,name=${TAG}`);
  const date = new Date('2026-11-21T01:02:03Z');
  for (const suite of ['trixie', 'trixie-updates', 'trixie-security']) mirror.setRelease(suite, { date });
  await mirror.publish();
  mirror.traffic.clear();
  const context = project(PUBLISHED);
  const again = steps(await ask(context, '--output', 'type=oci,dest=/dev/null'));
  expect(
    again.ran.filter(
      (name) => !/^(\[internal\]|resolve image|docker-image:|read the|fetch|export)/.test(name),
    ),
  ).toEqual(['resolve app']);
  expect(again.cached).toEqual(expect.arrayContaining(['install app (2 packages)', 'seal the image']));
  expect(mirror.traffic.requests(/\.deb$/)).toEqual([]);
  expect((await built(context)).digest).toBe(published.digest);
});

test('of a family, exactly what holds a package that changed is rebuilt, in order', {
  tags: ['long'],
}, async () => {
  const registry = await emptyRegistry();
  const on = (name: string, rest: string) =>
    `${SYNTAX}\nfrom: ${name}\nsuite: {mirror: "${mirror.url}"}\n${rest}`;
  const family = folder({
    'docker-bake.hcl': familyIn(registry),
    'app/Imagefile': `${imagefile('[app]')}entry: /usr/bin/app\n`,
    'base/Imagefile': `${imagefile('[]')}prune: none\n`,
    'a-copy/Imagefile': `${imagefile('[app]')}entry: /usr/bin/app\nfiles: [{context: base, from: etc/issue, to: /etc/issue}]\n`,
    'cat/Imagefile': on('base', 'entry: /usr/bin/cat\n'),
    'tools/Imagefile': on('base', 'packages: [app]\nprune: none\n'),
    'sed/Imagefile': on('tools', 'entry: /usr/bin/sed\n'),
  });
  const unpublished = await cascade(family);
  const list = [
    ...['app', 'base', 'a-copy'].map((name) => `${name}: is not published yet\n`),
    'cat: depends on base\ntools: depends on base\nsed: depends on tools\n',
  ];
  expect(unpublished).toMatchObject({ status: 10, stdout: list.join('') });
  await dockerOk(['buildx', 'bake', '--provenance=false'], { cwd: family });
  expect(await cascade(family)).toMatchObject({ status: 0, stdout: 'Nothing to build.\n' });
  await mirror.updatePackage({ name: 'sed', version: '99' });
  await mirror.publish();
  const { status, stdout } = await cascade(family);
  expect(stdout.replaceAll(/sed 4\S+/g, 'sed 4')).toBe(
    'base: sed 4 -> 99\na-copy: depends on base\ntools: depends on base\nsed: sed 4 -> 99 in tools\n',
  );
  expect(status).toBe(10);
  const jobs = [{ name: 'base', targets: 'base,a-copy,tools,sed' }];
  symlinkSync(resolve('scripts'), join(family, 'scripts'));
  const listed = await runStep('List what is to be rebuilt', family, { ALL: '', GITHUB_OUTPUT: 'output' });
  expect(listed).toEqual({ status: 0, stdout: '', stderr: stdout });
  const [, matrix = ''] = /^matrix=(.*)\n$/.exec(readFileSync(join(family, 'output'), 'utf8')) ?? [];
  expect(JSON.parse(matrix)).toEqual({ include: jobs });
  await dockerOk(['buildx', 'bake', '--metadata-file=made.json', ...'base,a-copy'.split(',')], {
    cwd: family,
  });
  const METADATA = readFileSync(join(family, 'made.json'), 'utf8');
  expect(await runStep('List the digests', family, { METADATA })).toMatchObject({ status: 0, stderr: '' });
  const subjects = readFileSync(join(family, 'subjects.txt'), 'utf8');
  const names = ['a-copy', 'base'].map((name) => `${registry}/mib-test/${name}`);
  expect(
    subjects
      .trim()
      .split('\n')
      .map((line) => line.replace(/^[0-9a-f]{64} {2}/, ''))
      .sort(),
  ).toEqual(names);
  expect(await cascade(family, 'a-copy')).toMatchObject({ status: 0 });
  mirror.fault(/InRelease$/, { kind: 'closed' });
  expect(await cascade(family, 'app')).toEqual({
    status: 75,
    stdout: '',
    stderr: `app: the mirror ${mirror.url} does not answer [mirror-unreachable]\n`,
  });
});

describe('an image', () => {
  test('that has the newest packages needs no build, and nothing is fetched to know it', async () => {
    await ask(project(PUBLISHED), CALL);
    mirror.traffic.clear();
    const { status, stdout } = await ask(project(PUBLISHED), CALL);
    expect(stdout).toMatch(/^Nothing to build: the \d+ packages in mib-test\/outdated are the newest\.\n/);
    expect(status).toBe(0);
    expect(mirror.traffic.requests().map(({ status }) => status)).toEqual([304, 304, 304]);
    expect(mirror.traffic.bytes()).toBe(0);
  });

  test('is read from a registry, or a layout', async () => {
    const registry = await startRegistry();
    const Dockerfile = readFileSync(join(project('# none'), 'Imagefile'), 'utf8');
    const layout = await registry.publish(folder({ Dockerfile }));
    for (const [context, name] of [
      [`docker-image://${registry.image}`, registry.image],
      [layout, 'published'],
    ] as const) {
      const { status, stdout, stderr } = await ask(project('# none'), CALL, ...contextOf(context));
      expect(stdout, stderr).toMatch(/^Nothing to build: the \d+ packages in \S+ are the newest\.\n/);
      expect(stdout).toContain(` in ${name} are `);
      expect(status).toBe(0);
    }
  });

  test('does not care for a package that left nothing in it', async () => {
    await mirror.updatePackage({ name: 'bash', version: '99' });
    await mirror.publish();
    const { status, stdout } = await ask(project(PUBLISHED), CALL);
    expect(stdout).toMatch(/\nThe other \d+ packages that the build installs leave nothing in it\.\n$/);
    expect(status).toBe(0);
  });

  test('is outdated by a package that did', async () => {
    await mirror.updatePackage({ name: 'libapp', version: '1.1' });
    await mirror.publish();
    mirror.traffic.clear();
    const text = await ask(project(PUBLISHED), CALL);
    const [head, ...lines] = text.stdout.split('\n');
    expect(head).toMatch(/^Outdated: 1 of the \d+ packages in mib-test\/outdated, 1 of them for security\.$/);
    expect(lines).toEqual([
      '',
      'PACKAGE   OLD   NEW   SUITE             WHY',
      'libapp    1     1.1   trixie-security   needed by app',
      '',
    ]);
    expect(text.status).toBe(10);
    const json = await ask(project('# none'), `${CALL},format=json`, ...contextOf(`docker-image://${TAG}`));
    expect(JSON.parse(json.stdout)).toMatchObject({
      outdated: true,
      baseline: { kind: 'image', name: TAG },
      platforms: [{ changes: [{ package: 'libapp', old: '1', new: '1.1', security: true }] }],
    });
    expect(json.status).toBe(10);
    expect(mirror.traffic.requests(/\.deb$/)).toEqual([]);
  });

  test('is to be asked for again while the mirror does not answer', async () => {
    mirror.fault(/InRelease$/, { kind: 'closed' });
    const { status, stdout } = await ask(project(PUBLISHED), CALL);
    expect(stdout).toContain(
      `Try again later.\nImagefile:2: the mirror ${mirror.url} does not answer [mirror-unreachable]\n`,
    );
    expect(status).toBe(75);
  });
});

test('a lock is outdated by any of its packages', async () => {
  const lock = await ask(project('# none'), '--call=lock');
  const context = project('# none', { 'Imagefile.lock': lock.stdout });
  const same = await ask(context, CALL);
  expect(same.stdout).toMatch(/^Nothing to build: the \d+ packages in Imagefile.lock are the newest\.\n$/);
  expect(same.status).toBe(0);
  await mirror.updatePackage({ name: 'bash', version: '100' });
  await mirror.publish();
  const { stdout, status } = await ask(context, CALL);
  expect(stdout).toMatch(/\nbash +99 +100 +trixie-security +part of the base\n$/);
  expect(status).toBe(10);
});

test('a lock has what a build is made from, and tells when that is outdated', async () => {
  const path = folder({ word: 'first\n' });
  const repository = await repositoryOf(path);
  await mirror.addPackage({ name: 'tool', version: '1', files: { '/opt/tool': 'tool 1\n' } });
  await mirror.publish();
  const source = `    source: {git: "${repository.url}", ref: main}\n    packages: [tool]\n`;
  const run = `    run: [[sh, -c, "cat word /opt/tool >made"]]\n    output: [made: /usr/bin/made]\n`;
  const Imagefile = `${imagefile('[]')}build:\n  - name: made\n${source}${run}prune: none\n`;
  const lock = await ask(folder({ Imagefile }), '--call=lock');
  expect(lock.status, lock.stderr).toBe(0);
  const context = folder({ Imagefile, 'Imagefile.lock': lock.stdout });
  expect(await ask(context, CALL)).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^Nothing to build: /),
  });
  const [, first] = /"commit": "([0-9a-f]{12})/.exec(lock.stdout) ?? [];
  writeFileSync(join(path, 'word'), 'second\n');
  const second = repository.commit('second');
  await mirror.updatePackage({ name: 'tool', version: '2' });
  await mirror.publish();
  const end = mirror.fault('/dists/', { kind: 'status', status: 503 });
  const out = temporaryFolder();
  const built = await ask(context, '--target', 'tree', '--output', out);
  expect(built.status, built.stderr).toBe(0);
  expect(readFileSync(join(out, 'usr/bin/made'), 'utf8')).toBe('first\ntool 1\n');
  end();
  const { status, stdout } = await ask(context, CALL);
  expect(stdout).toMatch(/^Outdated: a build, but none of the \d+ packages in Imagefile\.lock\.\n/);
  expect(stdout).toMatch(
    /\nPackages of build made:\n\nPACKAGE .*\ntool +1 +2 +trixie-security +requested\n\nSource of/,
  );
  expect(stdout).toContain(`\nSource of build made: main ${first} -> ${second.slice(0, 12)}\n`);
  expect(status).toBe(10);
  writeFileSync(join(context, 'Imagefile'), Imagefile.replace('ref: main', 'ref: second'));
  expect(failure(await ask(context, '--output', 'type=cacheonly')).message).toContain(
    `Imagefile:6: the source of build "made" is ${repository.url} second here, ` +
      `but ${repository.url} main in Imagefile.lock [lock-mismatch]\n  renew it: docker buildx build --call=lock`,
  );
});

function contextOf(published: string): string[] {
  return ['--build-context', `published=${published}`];
}

describe('what is no baseline', () => {
  test.each([
    [
      'an image of somebody else',
      `image: ${FRONTEND}`,
      [],
      `Imagefile:4: the image "${FRONTEND}" was not built by mib [invalid-baseline]\n` +
        '  only an image that mib built records which packages have files in it',
    ],
    [
      'nothing',
      '# none',
      [],
      'Imagefile: no image or lock is given to compare with [no-baseline]\n' +
        '  add image: registry.example/web:stable, or a lock, or call with --build-context published=docker-image://…',
    ],
    [
      'a folder',
      PUBLISHED,
      contextOf('.'),
      'Imagefile: the context "published" is local:published, not an image [invalid-baseline]\n' +
        '  write --build-context published=docker-image://registry.example/web:stable',
    ],
  ])('%s', async (_, line, args, message) => {
    expect(failure(await ask(project(line), CALL, ...args))).toMatchObject({ status: 1, message });
  });

  test('an image that is not there', async () => {
    const { message, marked } = failure(await ask(project('image: 127.0.0.1:1/none'), CALL));
    expect(message).toMatch(
      /^Imagefile:4: the image "127.0.0.1:1\/none" cannot be read \[invalid-baseline\]\n {2}.*connection refused/,
    );
    expect(marked).toEqual(['Imagefile:4']);
  });
});
