import { appendFileSync, cpSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { buildOk, temporaryFolder } from './docker.ts';
import { built } from './family.ts';
import { type Steps, steps } from './progress.ts';

/** Steps that begin with no input of their own have nothing to be cached by: they say DONE even if nothing was done. */
const BEGINNINGS =
  /^(\[internal\] |resolve image config for |docker-image:|exporting to |read the (index|packages) of |fetch \d+ packages)/;

/** What has an input and is made of it. */
const MADE = [
  'resolve nginx-light',
  expect.stringMatching(/^bootstrap trixie \(\d+ packages\)$/),
  expect.stringMatching(/^install nginx-light \(\d+ packages\)$/),
  'copy nginx.conf to /etc/nginx/nginx.conf',
  // From here on, everything depends on the page.
  'copy index.html to /usr/share/nginx/html/index.html',
  'trace nginx -g "daemon off;"',
  'trace nginx -g "daemon off;" again',
  'read what the checks used',
  'find /usr/sbin/nginx',
  'keep what /usr/sbin/nginx needs',
  'compare the image with the full tree',
  'check nginx -g "daemon off;"',
  'seal the image',
];

/** The steps of a build, without the beginnings. */
async function madeBy(context: string, ...args: readonly string[]): Promise<Steps> {
  const { ran, cached } = steps(await buildOk(context, ...args));
  const made = (names: readonly string[]) => names.filter((name) => !BEGINNINGS.test(name));
  return { ran: made(ran), cached: made(cached) };
}

/** In any order. */
function expectSame(names: readonly string[], expected: readonly unknown[]): void {
  expect(names).toHaveLength(expected.length);
  expect(names).toEqual(expect.arrayContaining([...expected]));
}

describe('a second build', () => {
  let context = '';
  beforeEach(async () => {
    context = temporaryFolder();
    cpSync('images/nginx', context, { recursive: true });
    await buildOk(context);
  });

  test('makes nothing anew', async () => {
    const { ran, cached } = await madeBy(context);
    expect(ran).toEqual([]);
    expectSame(cached, MADE);
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
    // The tree is built in this order, and what comes before the file stays.
    const [before, after] = [MADE.slice(0, 4), MADE.slice(4)];
    expectSame(cached, before);
    expectSame(ran, after);
  });

  test('starts from the full tree when a check changes', async () => {
    appendFileSync(`${context}/Imagefile`, `  - nginx -v -p /${Date.now()}\n`);
    const { cached } = await madeBy(context);
    expect(cached).toContain('copy index.html to /usr/share/nginx/html/index.html');
    expect(cached).toContain('trace nginx -g "daemon off;"');
  });
});

describe('a build without cache', () => {
  test('gives the same image', async () => {
    const before = await built('images/nginx');
    const after = await built('images/nginx', '--no-cache');
    expect(after.digest).toBe(before.digest);
    expect(after.layers).toEqual(before.layers);
  });

  test('gives the same layer for the same SOURCE_DATE_EPOCH, and no date after it', async () => {
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
