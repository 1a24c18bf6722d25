import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Mirror } from '../mirror/index.ts';
import { defaultUpstream } from '../mirror/upstream.ts';
import { SYNTAX, startArchive } from './archive.ts';
import { docker, folder } from './docker.ts';
import { buildFamily, tagOf } from './family.ts';
import { failure } from './progress.ts';

let mirror: Mirror;

beforeAll(async () => {
  // What is published comes from the real archive, what apt would choose now from one that can be changed.
  [mirror] = await Promise.all([
    startArchive({ upstream: defaultUpstream(), packages: ['nginx-light'] }),
    buildFamily('nginx'),
  ]);
});

afterEach(() => mirror.heal());
afterAll(() => mirror.close());

const PUBLISHED = `image: ${tagOf('nginx')}`;

/** Asks for what a line of the Imagefile names, which is the fourth, or the arguments do. */
function outdated(line: string, ...args: readonly string[]) {
  return ask({}, line, ...args);
}

function ask(files: Readonly<Record<string, string>>, line: string, ...args: readonly string[]) {
  const suite = `suite: {suite: trixie, mirror: "${mirror.url}"}`;
  const Imagefile = `${SYNTAX}\n${suite}\npackages: [nginx-light]\n${line}\nentry: /usr/sbin/nginx\n`;
  const context = folder({ Imagefile, ...files });
  return docker(['buildx', 'build', '--progress=plain', '--file', `${context}/Imagefile`, ...args, context]);
}

const CALL = '--call=outdated';

describe('an image', () => {
  test('that has the newest packages needs no build, and nothing is fetched to know it', async () => {
    await outdated(PUBLISHED, CALL);
    mirror.traffic.clear();
    const { status, stdout } = await outdated(PUBLISHED, CALL);
    expect(stdout).toMatch(/^Nothing to build: the \d+ packages in mib-test\/nginx are the newest\.\n/);
    expect(status).toBe(0);
    expect(mirror.traffic.requests().map(({ status }) => status)).toEqual([304, 304, 304]);
    expect(mirror.traffic.bytes()).toBe(0);
  });

  test('does not care for a package that left nothing in it', async () => {
    await mirror.updatePackage({ name: 'bash', version: '99' });
    await mirror.publish();
    const { status, stdout } = await outdated(PUBLISHED, CALL);
    expect(stdout).toMatch(/\nThe other \d+ that the build installs leave nothing in it\.\n$/);
    expect(status).toBe(0);
  });

  test('is outdated by a package that did', async () => {
    const old = mirror.package('libpcre2-8-0').version;
    await mirror.updatePackage({ name: 'libpcre2-8-0', version: '99' });
    await mirror.publish();
    mirror.traffic.clear();
    const text = await outdated(PUBLISHED, CALL);
    expect(text.stdout).toMatch(
      new RegExp(
        '^Outdated: 1 of the \\d+ packages in mib-test/nginx, 1 of them for security\\.\n\n' +
          'PACKAGE +OLD +NEW +SUITE +WHY\n' +
          `libpcre2-8-0 +${old.replaceAll(/[.+]/g, '\\$&')} +99 +trixie-security +needed by nginx\n$`,
      ),
    );
    expect(text.status).toBe(10);
    const json = await outdated(PUBLISHED, `${CALL},format=json`);
    expect(JSON.parse(json.stdout)).toMatchObject({
      outdated: true,
      baseline: { kind: 'image', name: 'mib-test/nginx' },
      platforms: [{ changes: [{ package: 'libpcre2-8-0', old, new: '99', security: true }] }],
    });
    expect(json.status).toBe(10);
    expect(mirror.traffic.requests(/\.deb$/)).toEqual([]);
  });

  test('is to be asked for again while the mirror does not answer', async () => {
    mirror.fault(/InRelease$/, { kind: 'closed' });
    const { status, stdout } = await outdated(PUBLISHED, CALL);
    expect(stdout).toContain(
      `Try again later.\nImagefile:2: the mirror ${mirror.url} does not answer [mirror-unreachable]\n`,
    );
    expect(status).toBe(75);
  });
});

test('a lock is outdated by any of its packages', async () => {
  const lock = await ask({}, '# no image', '--call=lock');
  const files = { 'Imagefile.lock': lock.stdout };
  const same = await ask(files, '# no image', CALL);
  expect(same.stdout).toMatch(/^Nothing to build: the \d+ packages in Imagefile.lock are the newest\.\n$/);
  expect(same.status).toBe(0);
  await mirror.updatePackage({ name: 'bash', version: '100' });
  await mirror.publish();
  const { stdout, status } = await ask(files, '# no image', CALL);
  expect(stdout).toMatch(/\nbash +99 +100 +trixie-security +part of the base\n$/);
  expect(status).toBe(10);
});

describe('what is no baseline', () => {
  test.each([
    [
      'an image of somebody else',
      'image: mib/frontend-test',
      [],
      'Imagefile:4: the image "mib/frontend-test" was not built by mib [invalid-baseline]\n' +
        '  what has files in it can only be known of an image of ours',
    ],
    [
      'nothing',
      '# none',
      [],
      'Imagefile: nothing says what to compare with [no-baseline]\n' +
        '  add image: registry.example/web:stable, or a lock, or call with --build-context published=docker-image://…',
    ],
    [
      'a folder',
      PUBLISHED,
      ['--build-context', 'published=.'],
      'Imagefile: the context "published" is local:published, and no image [invalid-baseline]\n' +
        '  write --build-context published=docker-image://registry.example/web:stable',
    ],
  ])('%s', async (_, line, args, message) => {
    expect(failure(await outdated(line, CALL, ...args))).toMatchObject({ status: 1, message });
  });

  test('an image that is not there', async () => {
    const { message, marked } = failure(await outdated('image: 127.0.0.1:1/none', CALL));
    expect(message).toMatch(
      /^Imagefile:4: the image "127.0.0.1:1\/none" cannot be read \[invalid-baseline\]\n {2}.*connection refused/,
    );
    expect(marked).toEqual(['Imagefile:4']);
  });
});
