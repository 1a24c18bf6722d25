import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseInstalled } from '../../src/report/installed.ts';
import type { Contents } from '../../src/report/page/contents.ts';
import { decodeTexts } from '../../src/report/page/front-code.ts';
import { count, sizeWords } from '../../src/report/page/words.ts';
import { openBrowser, visit } from '../support/e2e/browser.ts';
import { buildOk, dockerOk } from '../support/e2e/docker.ts';
import { buildFamily, tagOf } from '../support/e2e/family.ts';
import type { TarFile } from '../support/e2e/oci.ts';

const NGINX = 'images/nginx';
const LIBRARY = '/usr/lib/x86_64-linux-gnu/libpcre2-8.so.0';
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const PHONE = { width: 375, height: 812 };

let folder: string;
let browser: Browser;
/** The report of images/nginx, beside images/curl. */
let file: string;
let contents: Contents;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mib-test-'));
  await Promise.all([buildFamily('nginx'), buildFamily('curl')]);
  file = await reportOf('nginx', folder, ...published('curl'));
  contents = contentsOf(file);
  browser = await openBrowser();
  return () => browser.close();
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Writes the report of images/NAME. @returns the page */
async function reportOf(name: string, dest: string, ...args: readonly string[]): Promise<string> {
  await buildOk(join('images', name), '--target', 'report', '--output', `type=local,dest=${dest}`, ...args);
  return join(dest, 'report.html');
}

function published(name: string): string[] {
  return ['--build-context', `published=docker-image://${tagOf(name)}`];
}

function contentsOf(page: string): Contents {
  const [, json = ''] = /id="contents">([^<]*)</.exec(readFileSync(page, 'utf8')) ?? [];
  return JSON.parse(json);
}

describe.each([
  { name: 'nginx', path: LIBRARY, owner: 'libpcre2-8-0', licence: /^BSD-3-clause/ },
  { name: 'python', path: '/usr/lib/python3.13/os.py', owner: 'libpython3.13-minimal', licence: /^GPL-2/ },
])('what the report of images/$name says is what the image has', ({ name, path, owner, licence }) => {
  let contents: Contents;
  let files: ReadonlyMap<string, TarFile>;
  beforeAll(async () => {
    files = await (await buildFamily(name)).files();
    contents = contentsOf(await reportOf(name, join(folder, name)));
  });

  test('each file with its size, its package, and a way of reasons', () => {
    const { nodes, packages, kept } = contents;
    const paths = decodeTexts(nodes.ids);
    const sizes = new Map(
      paths.flatMap((path, at) => ('fl'.includes(nodes.types[at] ?? '') ? [[path, nodes.sizes[at]]] : [])),
    );
    const inLayer = [...files].filter(([, { header }]) => header.type !== 'directory');
    expect(Object.fromEntries(sizes)).toEqual(
      Object.fromEntries(inLayer.map(([path, { header }]) => [`/${path}`, header.size ?? 0])),
    );
    expect(kept.files).toBe(inLayer.length);
    expect(packages[nodes.packages[paths.indexOf(path)] ?? -1]?.name).toBe(owner);
  });

  test('the packages are those of its dpkg database, with their licences', () => {
    const installed = parseInstalled(String(files.get('var/lib/dpkg/status')?.content));
    const kept = contents.packages.filter((each) => each.kept);
    expect(kept.map(({ name, version }) => `${name} ${version}`)).toEqual(
      installed.map(({ name, version }) => `${name} ${version}`),
    );
    expect(kept.find(({ name }) => name === owner)?.licences[0]).toMatch(licence);
    expect(kept.filter(({ deb }) => !/^[0-9a-f]{64}$/.test(deb?.sha256 ?? ''))).toEqual([]);
  });

  test('it compares with nothing where nothing is given', () => {
    expect(contents.difference).toBeUndefined();
  });
});

test('what it has that the other image has not is said', () => {
  const changes = contents.difference?.packages ?? [];
  expect(changes.find(({ name }) => name === 'nginx-light' || name === 'nginx')).toMatchObject({
    after: expect.any(String),
  });
  expect(changes.find(({ name }) => name === 'curl')).toEqual({ name: 'curl', before: expect.any(String) });
  expect(decodeTexts(contents.difference?.paths ?? { shared: [], rest: [] })).not.toContain(
    '/etc/nsswitch.conf',
  );
});

describe('in a browser', () => {
  /** Waits for what is said about, since an address takes its time to change. */
  const shows = (page: Page, title: string | RegExp) =>
    expect.poll(() => page.locator('.panel h3').textContent()).toMatch(title);

  test('it shows the facts, and asks no network', async () => {
    const { page, asked, errors } = await visit(browser, file);
    expect(await page.title()).toBe('nginx, linux/amd64');
    const facts = await page.locator('.facts').textContent();
    expect(facts).toContain(sizeWords(contents.kept.bytes));
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      'Contents',
      count(contents.kept.packages, 'package'),
      'Left out',
      'Difference',
    ]);
    expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([`file://${file}`]);
    expect(errors).toEqual([]);
  });

  test('a search leads to a file, and that says why it is there, as explain does', async () => {
    const { page } = await visit(browser, file);
    await page.getByRole('searchbox').fill('LIBPCRE2-8.so');
    expect(await page.getByRole('status').textContent()).toMatch(/^\d match/);
    await page.getByRole('link', { name: LIBRARY, exact: true }).click();
    await shows(page, LIBRARY);
    expect(await page.locator('.way').textContent()).toBe(
      'It is the library libpcre2-8.so.0, needed by/usr/sbin/nginx is the program that the image starts',
    );
    expect(await page.locator('.about').textContent()).toContain('Targetlibpcre2-8.so.0.');
  });

  test('a search finds what was left out, with what would keep it', async () => {
    const { page } = await visit(browser, file);
    await page.getByRole('searchbox').fill('/usr/bin/dash');
    await page.getByRole('link', { name: '/usr/bin/dash' }).click();
    await shows(page, '/usr/bin/dash');
    expect(await page.locator('.panel').textContent()).toContain('To keep it: keep: ["/usr/bin/dash"]');
  });

  test('a click goes down, the way back up', async () => {
    const { page } = await visit(browser, file);
    const largest = page.locator('.map a').first();
    const name = (await largest.locator('.name').textContent()) ?? '';
    await largest.click();
    await shows(page, name);
    await page.locator('.map a').first().click();
    await shows(page, /^\/./);
    await page.goBack();
    await page.goBack();
    await shows(page, 'The whole image');
    await page.getByRole('link', { name: 'By folder' }).click();
    await shows(page, /^\/$/);
  });

  test('keys do all of it', async () => {
    const { page } = await visit(browser, file);
    const focused = () => page.evaluate<string>('document.activeElement.getAttribute("href")');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('#holds');
    await page.locator('.map a').first().focus();
    const start = await focused();
    await page.keyboard.press('End');
    expect(await focused()).not.toBe(start);
    await page.keyboard.press('Home');
    expect(await focused()).toBe(start);
    await page.keyboard.press('ArrowRight');
    const right = await focused();
    expect(right).not.toBe(start);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.hash === start);
    await expect.poll(focused).toContain(`${start}/`);
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => url.hash === '#package');
    expect(await page.locator('.map a[tabindex="0"]').count()).toBe(1);
    await page.getByRole('searchbox').fill('nginx');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toMatch(/^#package\/nginx/);
    await page.keyboard.press('Escape');
    expect(await page.locator('.results a').count()).toBe(0);
  });

  test('a heading sorts its table', async () => {
    const { page } = await visit(browser, file);
    const table = page.getByRole('table', { name: 'Packages in the image' });
    await table.getByRole('button', { name: 'Package' }).click();
    const names = await table.getByRole('rowheader').allTextContents();
    expect(names).toEqual([...names].sort());
    expect(await table.getByRole('columnheader', { name: 'Package' }).getAttribute('aria-sort')).toBe(
      'ascending',
    );
  });

  test('the colours are explained where files have them', async () => {
    const { page } = await visit(browser, file);
    const colours = page.getByRole('list', { name: 'Colours' });
    expect(await colours.getByRole('listitem').count()).toBe(6);
    await page.getByRole('link', { name: 'Left out', exact: true }).click();
    await expect.poll(() => colours.count()).toBe(0);
  });

  test.each([
    ['on a desk', {}],
    ['on a phone', { viewport: PHONE }],
    ['in the dark', { colorScheme: 'dark' }],
  ] as const)('it is accessible, and no wider than the screen, %s', async (_, options) => {
    const { page } = await visit(browser, file, options);
    for (const hash of ['', `#${LIBRARY}`, '#left/-']) {
      await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
      await page.waitForFunction('document.querySelector(".panel h3") !== null');
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    }
    expect(await violations(page)).toEqual([]);
  });
});

/** What axe-core finds, by its rule and place; not among the many tiles of the map, which hold nothing. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(readFileSync(AXE, 'utf8'));
  const { violations } = await page.evaluate<AxeResults>("axe.run({ exclude: ['.tile'] })");
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
  );
}

test('names of every sort are shown as what they are', async () => {
  const odd = '/usr/share/</script><img src=x onerror=alert(1)>\u202e"\'\n';
  const text = readFileSync(file, 'utf8');
  const named: Contents = {
    ...contents,
    image: { ...contents.image, name: odd },
    left: { paths: { shared: [0], rest: [odd] }, sizes: [7], packages: [-1], more: 0 },
  };
  const changed = join(folder, 'odd.html');
  const json = JSON.stringify(named).replaceAll('<', '\\u003c');
  writeFileSync(
    changed,
    text.replace(/(id="contents">)[^<]*/, (_, start) => start + json),
  );
  const { page, errors } = await visit(browser, changed);
  const shown = '/usr/share/</script><img src=x onerror=alert(1)>\\u{202e}"\'\\n';
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(shown);
  await page.getByRole('searchbox').fill('onerror');
  await page.locator('.results a').click();
  await expect.poll(() => page.locator('.panel h3').textContent()).toBe(shown);
  expect(await page.locator('img').count()).toBe(0);
  expect(errors).toEqual([]);
});

test('an image that cannot be read is said', async () => {
  const args = [
    'buildx',
    'build',
    '--target=report',
    '--output',
    `type=local,dest=${folder}/none`,
    '--build-context',
  ];
  const outcome = dockerOk([
    ...args,
    'published=docker-image://127.0.0.1:1/none',
    '-f',
    `${NGINX}/Imagefile`,
    NGINX,
  ]);
  await expect(outcome).rejects.toThrow('the image "127.0.0.1:1/none" cannot be read [invalid-baseline]');
});
