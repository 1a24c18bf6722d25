import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { defaultUpstream } from '../mirror/default-upstream.ts';
import type { Fault, Mirror, Published } from '../mirror/index.ts';
import { lockOf, SYNTAX, startArchive } from '../support/e2e/archive.ts';
import { build, folder, type Outcome } from '../support/e2e/docker.ts';
import { failure } from '../support/e2e/progress.ts';

const IMAGEFILE = `${SYNTAX}\npackages:\n  - app\nentry: /usr/bin/app\nprune: none\n`;

let mirror: Mirror;
let count = 0;

// A real base, so that images can be built.
beforeAll(async () => {
  mirror = await startArchive({ upstream: defaultUpstream(), packages: [] });
});
afterAll(() => mirror.close());
afterEach(() => mirror.heal());

interface Locked {
  readonly app: Published;
  readonly context: string;
  build(...args: readonly string[]): Promise<Outcome>;
}

/** A folder with a lock that names a version of the package that no engine has seen. */
async function locked(Imagefile = IMAGEFILE): Promise<Locked> {
  const version = `1.${Date.now()}.${count++}`;
  const app = await mirror.addPackage({ name: 'app', version, files: { '/usr/bin/app': `# ${version}\n` } });
  await mirror.publish();
  const context = folder({ Imagefile });
  const named = ['--build-arg', `MIB_MIRROR=${mirror.url}`];
  const { stdout, stderr, status } = await lockOf(context, ...named);
  expect(status, stderr).toBe(0);
  writeFileSync(join(context, 'Imagefile.lock'), stdout);
  const output = ['--output', 'type=cacheonly'];
  return { app, context, build: (...args) => build(context, ...output, ...args) };
}

const renew = 'renew the lock';

test('what a lock leads to is told without a request', async () => {
  const { app, build } = await locked();
  mirror.traffic.clear();
  const { status, stdout, stderr } = await build('--call=packages');
  expect(status, stderr).toBe(0);
  expect(stdout).toContain(app.version);
  expect(mirror.traffic.requests()).toEqual([]);
});

describe('a build from a lock', () => {
  test('touches no index', async () => {
    const { app, build } = await locked();
    mirror.fault('/dists/', { kind: 'status', status: 503 });
    mirror.traffic.clear();
    const { status, stderr } = await build();
    expect(status, stderr).toBe(0);
    expect(mirror.traffic.requests().map(({ path }) => path)).toContain(`/debian/${app.path}`);
    expect(mirror.traffic.requests('/dists/')).toEqual([]);
  });

  test('takes what has left the mirror from the archive of past states, and says so', async () => {
    const { app, build } = await locked();
    mirror.snapshot('20250901T000000Z');
    mirror.removeFile(app);
    const { status, marked, message } = failure(await build());
    expect({ status, marked, message }).toEqual({
      status: 1,
      marked: ['Imagefile:3'],
      message:
        `Imagefile:3: package "app" ${app.version} is no longer at ${app.url} [package-gone]\n` +
        `  ${renew}, or name a snapshot archive as "snapshot_mirror" of "suite"`,
    });
    expect(mirror.traffic.requests('/archive/')).toEqual([]);
    const outcome = await build('--build-arg', `MIB_SNAPSHOT=${mirror.origin}`);
    expect(outcome.status, outcome.stderr).toBe(0);
    expect(outcome.stderr).toContain(
      `1 package for amd64 taken from ${mirror.origin}, because the mirror no longer has it`,
    );
    expect(mirror.traffic.requests('/archive/').map(({ path }) => path)).toEqual([
      expect.stringMatching(/^\/archive\/debian\/\d{8}T\d{6}Z\/pool\/main\/a\/app\/app_[^/]*_all\.deb$/),
    ]);
  });

  test('does the same for the tools of --target debug', { tags: ['long'] }, async () => {
    const version = `1.${Date.now()}`;
    const files = { '/usr/bin/busybox': version, '/usr/share/doc/busybox-static/copyright': 'free' };
    const tools = await mirror.addPackage({ name: 'busybox-static', version, files });
    const { build } = await locked();
    mirror.snapshot('20250901T000000Z');
    mirror.removeFile(tools);
    const debug = ['--target', 'debug'];
    expect(failure(await build(...debug)).message).toContain(
      `package "busybox-static" ${version} is no longer at ${tools.url} [package-gone]`,
    );
    const { status, stderr } = await build(...debug, '--build-arg', `MIB_SNAPSHOT=${mirror.origin}`);
    expect(status, stderr).toBe(0);
    expect(stderr).toContain(`1 package for amd64 taken from ${mirror.origin}`);
  });

  test('does the same for the packages of a build', { tags: ['long'] }, async () => {
    const version = `1.${Date.now()}`;
    const tool = await mirror.addPackage({ name: 'tool', version, files: { '/opt/tool': version } });
    const made = `    source: {context: .}\n    packages: [tool]\n    run: [cp /opt/tool made]\n`;
    const output = '    output: [made: /usr/bin/made]\n';
    const { build } = await locked(`${SYNTAX}\nbuild:\n  - name: made\n${made}${output}prune: none\n`);
    mirror.snapshot('20250901T000000Z');
    mirror.removeFile(tool);
    expect(failure(await build()).message).toContain(
      `package "tool" ${version} is no longer at ${tool.url} [package-gone]`,
    );
    const { status, stderr } = await build('--build-arg', `MIB_SNAPSHOT=${mirror.origin}`);
    expect(status, stderr).toBe(0);
    expect(stderr).toContain(`1 package for amd64 taken from ${mirror.origin}`);
  });

  const altered = (app: Published) =>
    `Imagefile:3: the file at ${app.url} is not package "app" ${app.version} of the lock [package-altered]\n` +
    `  name another mirror, or renew the lock if it was edited`;

  test.each<[string, Fault, (app: Published) => string]>([
    ['altered', { kind: 'altered' }, altered],
    [
      'refused',
      { kind: 'status', status: 503 },
      () => `Imagefile:3: the mirror ${mirror.url} does not answer [mirror-unreachable]\n`,
    ],
  ])('says that a package is %s, and needs no cleaning afterwards', async (_, fault, message) => {
    const { app, build } = await locked();
    const end = mirror.fault(app.path, fault);
    const outcome = failure(await build());
    expect(outcome.marked).toEqual(['Imagefile:3']);
    expect(outcome.message).toContain(message(app));
    end();
    const { status, stderr } = await build();
    expect(status, stderr).toBe(0);
  });
});
