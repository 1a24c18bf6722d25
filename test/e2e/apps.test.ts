/** @module-tag long */
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, cpSync, createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Overview } from '../../src/report/explain.ts';
import { buildOk, dockerOk, type Outcome, temporaryFolder } from '../support/e2e/docker.ts';
import { tagOf } from '../support/e2e/family.ts';
import { untar } from '../support/e2e/oci.ts';
import { gaps, NO_GAPS, readGraph } from '../support/e2e/report.ts';
import { printTable } from '../support/e2e/table.ts';
import { runHeldOut } from './apps/held-out.ts';

/** A folder for each app: what no check shows. Those that images/ has not have an Imagefile too. */
const APPS = join(import.meta.dirname, 'apps');

/** The apps of every test run; `make apps` has all. */
const FEW = ['jq', 'python', 'sqlite3'];

/** The most that an image may have, compressed, in MB of 10^6 bytes. */
const LIMITS: Readonly<Record<string, number>> = {
  git: 18,
  jq: 3.5,
  nginx: 7,
  node: 42,
  python: 16,
  redis: 10,
  weasyprint: 50,
};

/** The same with `prune: files`. */
const FILES_LIMITS: Readonly<Record<string, number>> = { nginx: 6, python: 11 };

const HEAD = ['app', 'gzip MB', 'MB', 'files', 'packages', 'of MB', 'of files', 'of packages', 'held-out'];

/** Of the table, in the order of the tests. */
const rows: { readonly app: string; readonly cells: readonly string[]; result: string }[] = [];

test.each(chosen())('%s does what its check did not show', async (app) => {
  const context = contextOf(app);
  const { row, megabytes, archive } = await measure(app, app, context);
  const paths = (await untar(createReadStream(archive))).keys();
  expect(gaps(await readGraph(context), paths)).toEqual(NO_GAPS);
  await runHeldOut(join(APPS, app), imageOf(app), async (other) => {
    await buildApp(other, contextOf(other));
    return imageOf(other);
  });
  expect(megabytes).toBeLessThanOrEqual(LIMITS[app] ?? Number.POSITIVE_INFINITY);
  row.result = 'ok';
});

test.each(chosenFor(FILES_LIMITS))('%s is smaller with prune: files', async (app) => {
  const context = temporaryFolder();
  cpSync(contextOf(app), context, { recursive: true });
  appendFileSync(join(context, 'Imagefile'), 'prune: files\n');
  const { row, megabytes } = await measure(`${app} (prune: files)`, `${app}-files`, context);
  expect(megabytes).toBeLessThanOrEqual(FILES_LIMITS[app] ?? 0);
  row.result = 'not tried';
});

/** Builds an app, and begins its row of the table. */
async function measure(title: string, app: string, context: string) {
  const archive = join(temporaryFolder(), 'rootfs.tar');
  await buildApp(app, context, '--output', `type=tar,dest=${archive}`);
  const megabytes = (await gzipped(archive)) / 1e6;
  const row = { app: title, cells: [megabytes.toFixed(1), ...(await amounts(context))], result: 'failed' };
  rows.push(row);
  return { row, megabytes, archive };
}

afterAll(() => {
  printTable([HEAD, ...rows.map(({ app, cells, result }) => [app, ...cells, result])]);
});

/** The names of the apps to test: those that APPS says, where `all` is every one, else a few. */
function chosen(): string[] {
  const words = process.env.APPS?.split(/[ ,]+/).filter((word) => word !== '') ?? [];
  if (words.length === 0) return FEW;
  if (!words.includes('all')) return words;
  return readdirSync(APPS).filter((name) => existsSync(join(APPS, name, 'heldout.json')));
}

/** Those of a list that `make apps` is asked for; a test run has none of them. */
function chosenFor(list: Readonly<Record<string, unknown>>): string[] {
  return process.env.APPS === undefined ? [] : chosen().filter((app) => Object.hasOwn(list, app));
}

function imageOf(app: string): string {
  return tagOf(`app-${app}`);
}

function buildApp(app: string, context: string, ...args: readonly string[]): Promise<Outcome> {
  return buildOk(context, '--output', `type=docker,name=${imageOf(app)}`, ...args);
}

/** The bytes of a file as `gzip -6` has it; Node's own is built for speed, and 2 % larger. */
async function gzipped(path: string): Promise<number> {
  let bytes = 0;
  for await (const chunk of spawn('gzip', ['-6', '--stdout', path]).stdout) bytes += chunk.length;
  return bytes;
}

const EXPLAIN = ['buildx', 'build', '--call=explain,format=json'];

/** MB, files and packages of an app's image, and of all that was installed for it. */
async function amounts(context: string): Promise<string[]> {
  const file = join(context, 'Imagefile');
  const answer = await dockerOk([...EXPLAIN, '--file', file, context]);
  const [{ kept, full }] = JSON.parse(answer.stdout) as [Overview];
  const numbers = ({ bytes, files, packages }: Overview['kept']) =>
    [(bytes / 1e6).toFixed(1), files, packages].map(String);
  return [...numbers(kept), ...numbers(full)];
}

/** The folder to build: that of images/ where there is one. An app in Go is compiled first, so that it needs no library. */
function contextOf(app: string): string {
  const image = join('images', app);
  if (existsSync(image)) return image;
  const source = join(APPS, app);
  if (!existsSync(join(source, 'main.go'))) return source;
  const context = temporaryFolder();
  cpSync(source, context, { recursive: true });
  const env = { ...process.env, CGO_ENABLED: '0', GO111MODULE: 'off' };
  execFileSync('go', ['build', '-trimpath', '-o', app, 'main.go'], { cwd: context, env });
  return context;
}
