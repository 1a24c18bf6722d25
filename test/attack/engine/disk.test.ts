/** A disk that is full while a build runs. Nothing of that may be left when there is room again. */
import { execFileSync } from 'node:child_process';
import { rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { build, docker, dockerOk, folder } from '../../support/e2e/docker.ts';
import { built } from '../../support/e2e/family.ts';

const DISK = process.env.ATTACKED_DISK ?? '';
const BALLAST = join(DISK, 'ballast');

/** Leaves some megabytes. */
function leave(megabytes: number): void {
  // What waits to be written takes room, too.
  execFileSync('sync');
  const { bavail, bsize } = statfsSync(DISK);
  execFileSync('fallocate', ['--length', `${bavail * bsize - megabytes * 1e6}`, BALLAST]);
}

afterEach(() => rmSync(BALLAST, { force: true }));

async function forget(): Promise<void> {
  await dockerOk(['builder', 'prune', '--all', '--force']);
}

describe('an image', () => {
  let expected = '';
  beforeAll(async () => {
    expected = (await built('images/nginx')).digest;
  });

  test.each([
    ['reading the lists', 4, /\[disk-full\]/],
    // The daemon does this, and has its own words.
    ['fetching packages', 28, /no space left on device/],
    ['making the minimal tree', 54, /\[disk-full\][\s\S]*\nImagefile:2\n/],
    ['installing', 184, /\[disk-full\][\s\S]*\nImagefile:2\n/],
  ])('fails while %s, with %i MB left, and is the same afterwards', async (_, megabytes, words) => {
    await forget();
    leave(megabytes);
    const outcome = await build('images/nginx', '--output', 'type=cacheonly');
    expect(outcome.status).not.toBe(0);
    expect(outcome.stderr).toMatch(words);
    expect(outcome.stderr).not.toMatch(/\n\S+ +at .*:\d+:\d+\)/);
    rmSync(BALLAST);
    expect((await built('images/nginx')).digest).toBe(expected);
  });
});

test('an export fails on a full disk, and works afterwards', async () => {
  const Dockerfile =
    'FROM debian:trixie-slim AS stage\n' +
    'RUN --mount=type=bind,from=mib/frontend,target=/.mib /.mib/export -- perl -e "print 1"\n' +
    'FROM scratch\nCOPY --from=stage /export /\n';
  const context = folder({ Dockerfile });
  const args = ['buildx', 'build', '--progress=plain', '--output', 'type=cacheonly', context];
  await dockerOk(args);
  await forget();
  leave(8);
  const full = await docker(args);
  expect(full.status).not.toBe(0);
  expect(full.stderr).toMatch(/no space (?:is )?left/i);
  rmSync(BALLAST);
  await dockerOk(args);
});
