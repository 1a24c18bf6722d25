import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runHeldOut } from './apps/held-out.ts';
import { temporaryFolder } from './docker.ts';
import { type Built, built, tagOf } from './family.ts';

const APPS = join(import.meta.dirname, 'apps');

/** The apps of every test run; `make apps` has all. */
const FEW = ['jq', 'python3', 'sqlite3'];

/** The most that a layer may have, compressed, in MB of 10^6 bytes. */
const LIMITS: Readonly<Record<string, number>> = {
  git: 18,
  jq: 3.5,
  nginx: 7,
  nodejs: 42,
  python3: 16,
  redis: 10,
};

const rows: string[][] = [];

test.each(chosen())('%s does what its check did not show', async (app) => {
  const { layers, log } = await buildApp(app);
  const megabytes = (layers[0]?.size ?? 0) / 1e6;
  const row = [app, megabytes.toFixed(1), ...amounts(log), 'failed'];
  rows.push(row);
  await runHeldOut(join(APPS, app), imageOf(app), async (other) => {
    await buildApp(other);
    return imageOf(other);
  });
  expect(megabytes).toBeLessThanOrEqual(LIMITS[app] ?? Number.POSITIVE_INFINITY);
  row.push(row.pop() && 'ok');
});

afterAll(() => {
  const head = ['app', 'layer MB', 'MB', 'of MB', 'files', 'of files', 'packages', 'of packages', 'held-out'];
  const widths = head.map((word, column) =>
    Math.max(word.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: string[]) => row.map((word, column) => word.padEnd(widths[column] ?? 0)).join('  ');
  console.log([head, ...rows].map(line).join('\n'));
});

/** The names of the apps to test: those that APPS says, where `all` is every one, else a few. */
function chosen(): string[] {
  const words = process.env.APPS?.split(/[ ,]+/).filter((word) => word !== '') ?? [];
  if (words.length === 0) return FEW;
  if (!words.includes('all')) return words;
  return readdirSync(APPS).filter((name) => existsSync(join(APPS, name, 'Imagefile')));
}

function imageOf(app: string): string {
  return tagOf(`app-${app}`);
}

function buildApp(app: string): Promise<Built> {
  return built(contextOf(app), '--output', `type=docker,name=${imageOf(app)}`);
}

/** What the build says of sizes: MB, files and packages, each kept and of how many. A cached build says nothing. */
function amounts(log: string): string[] {
  const said = /kept (\d+) of (\d+) files, ([\d.]+) of ([\d.]+) MB, (\d+) of (\d+) packages/.exec(log);
  const [, files = '?', allFiles = '?', size = '?', full = '?', packages = '?', all = '?'] = said ?? [];
  return [size, full, files, allFiles, packages, all];
}

/** The folder to build. An app in Go is compiled first, so that it needs no library. */
function contextOf(app: string): string {
  const source = join(APPS, app);
  if (!existsSync(join(source, 'main.go'))) return source;
  const context = temporaryFolder();
  cpSync(source, context, { recursive: true });
  const env = { ...process.env, CGO_ENABLED: '0', GO111MODULE: 'off' };
  execFileSync('go', ['build', '-trimpath', '-o', app, 'main.go'], { cwd: context, env });
  return context;
}
