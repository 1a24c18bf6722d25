import { appendFileSync, cpSync, writeFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildOk, temporaryFolder } from '../support/e2e/docker.ts';
import { built } from '../support/e2e/family.ts';
import { type Steps, steps } from '../support/e2e/progress.ts';

/** Steps that begin with no input of their own have nothing to be cached by: they say DONE even if nothing was done. */
const BEGINNINGS =
  /^(\[internal\] |resolve image config for |docker-image:|exporting to |read the (index|packages) of |fetch \d+ packages)/;

/** What the page does not enter, in this order. */
const BEFORE = [
  'resolve nginx-light',
  expect.stringMatching(/^bootstrap trixie \(\d+ packages\)$/),
  expect.stringMatching(/^install nginx-light \(\d+ packages\)$/),
  'copy nginx.conf to /etc/nginx/nginx.conf',
];

/** Some of what it enters. */
const AFTER = [
  'copy index.html to /usr/share/nginx/html/index.html',
  'trace /usr/sbin/nginx -g "daemon off;"',
  'keep the files that /usr/sbin/nginx needs',
  'check /usr/sbin/nginx -g "daemon off;"',
  'seal the image',
];

/** The steps of a build, without the beginnings. */
async function madeBy(context: string, ...args: readonly string[]): Promise<Steps> {
  const { ran, cached } = steps(await buildOk(context, ...args));
  const made = (names: readonly string[]) => names.filter((name) => !BEGINNINGS.test(name));
  return { ran: made(ran), cached: made(cached) };
}

describe('a second build', () => {
  let context = '';
  beforeAll(async () => void (await buildOk('images/nginx')));
  beforeEach(() => {
    context = temporaryFolder();
    cpSync('images/nginx', context, { recursive: true });
  });

  test('makes nothing anew', async () => {
    const { ran, cached } = await madeBy(context);
    expect(ran).toEqual([]);
    expect(cached).toEqual(expect.arrayContaining([...BEFORE, ...AFTER]));
  });

  test('does not care for a file that the Imagefile does not name', async () => {
    writeFileSync(`${context}/notes.txt`, `${Date.now()}`);
    expect((await madeBy(context)).ran).toEqual([]);
  });

  test('does not care for a comment', async () => {
    appendFileSync(`${context}/Imagefile`, `# ${Date.now()}\n`);
    expect((await madeBy(context)).ran).toEqual([]);
  });

  test('makes what depends on a file that changed, and no more', async () => {
    writeFileSync(`${context}/index.html`, `<h1>${Date.now()}</h1>\n`);
    const { ran, cached } = await madeBy(context);
    expect(cached).toHaveLength(BEFORE.length);
    expect(cached).toEqual(expect.arrayContaining(BEFORE));
    expect(ran).toEqual(expect.arrayContaining(AFTER));
  });

  test('starts from the full tree when a check changes', async () => {
    appendFileSync(`${context}/Imagefile`, `  - nginx -v -p /${Date.now()}\n`);
    const { cached } = await madeBy(context);
    expect(cached).toContain('copy index.html to /usr/share/nginx/html/index.html');
    expect(cached).toContain('trace /usr/sbin/nginx -g "daemon off;"');
  });
});

describe('a build without cache', () => {
  test('gives the same image', async () => {
    const before = await built('images/nginx');
    const after = await built('images/nginx', '--no-cache');
    expect(after.digest).toBe(before.digest);
    expect(after.layers).toEqual(before.layers);
  });

  test('gives the same layer for the same SOURCE_DATE_EPOCH, and no date after it', {
    tags: ['long'],
  }, async () => {
    const args = ['--build-arg', 'SOURCE_DATE_EPOCH=1234567890'];
    const before = await built('images/nginx', ...args);
    const after = await built('images/nginx', '--no-cache', ...args);
    expect(after.digest).toBe(before.digest);
    expect(after.layers).toEqual(before.layers);
    expect(after.config.created).toBe('2009-02-13T23:31:30Z');
    const times = [...(await after.files()).values()].map(({ header }) => header.mtime?.getTime() ?? 0);
    expect(Math.max(...times)).toBeLessThanOrEqual(1234567890_000);
  });
});
