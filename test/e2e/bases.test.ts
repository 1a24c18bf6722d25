import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { APPLICATIONS, type Application, chosen, type Paths, readPaths } from '../bases/applications.ts';
import { readDatabase } from '../bases/database.ts';
import { ask, fault, type Page, type Server } from '../bases/pages.ts';
import {
  docker,
  dockerOk,
  eventually,
  folder,
  published,
  run,
  start,
  temporaryFolder,
} from '../support/e2e/docker.ts';
import type { Manifest } from '../support/e2e/oci.ts';
import { printTable } from '../support/e2e/table.ts';

const BAKE = 'test/bases/docker-bake.hcl';

/** The first time a base is compiled, on a busy machine, takes that long. */
const PATIENCE = 3_600_000;

const names = chosen(process.env.BASES);

const HEAD = ['application', 'fat MB', 'thin MB', 'of fat', 'at most', 'paths', 'result'];

/** Of the table, in the order of the tests. */
const rows: string[][] = [];

beforeAll(async () => {
  if (!names.includes('express')) return;
  const { status, stderr } = await run('test/bases/fetch.sh', ['.cache/bases']);
  if (status !== 0) throw new Error(`test/bases/fetch.sh: ${stderr}`);
}, PATIENCE);

afterAll(() => {
  printTable([HEAD, ...rows]);
});

test.each(names)('%s does thin what it does fat', { timeout: PATIENCE }, async (name) => {
  const application = APPLICATIONS[name] as Application;
  const paths = readPaths(application);
  const row = [name, '', '', '', '', `${paths.paths.length}`, 'not built'];
  rows.push(row);

  const fat = await bake(name, `${imageOf(name)}:fat`);
  row[1] = megabytes(fat);
  expect(await faults(`${imageOf(name)}:fat`, paths), 'the fat image').toEqual([]);

  const thin = await bake(`${name}-thin`, imageOf(name));
  const limit = application.limit ?? fat / 1e6;
  row.splice(2, 3, megabytes(thin), `${Math.round((100 * thin) / fat)} %`, limit.toFixed(1));
  const torn = await faults(imageOf(name), paths);
  const lacking = await unnamed(imageOf(name), paths);
  row[6] =
    torn.length > 0
      ? `torn: ${torn.length - 1}`
      : lacking.length > 0
        ? 'database'
        : thin / 1e6 > limit
          ? 'too large'
          : 'ok';
  expect.soft(torn, 'the thin image').toEqual([]);
  expect.soft(lacking, 'packages that the database lacks').toEqual([]);
  expect(thin / 1e6, 'MB').toBeLessThanOrEqual(limit);
});

function imageOf(name: string): string {
  return `mib-test/bases-${name}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** Builds a target, and keeps it in the engine. @returns the bytes of its layers, compressed */
async function bake(target: string, tag: string): Promise<number> {
  const layout = join(temporaryFolder(), 'layout');
  const output = [`type=docker,name=${tag}`, `type=oci,tar=false,compression=gzip,dest=${layout}`];
  const override = join(
    folder({ 'bake.json': JSON.stringify({ target: { [target]: { output } } }) }),
    'bake.json',
  );
  const plain = ['--progress=plain', '--provenance=false', '--allow=fs=*'];
  await dockerOk(['buildx', 'bake', ...plain, '--file', BAKE, '--file', override, target]);
  const read = (digest: string) =>
    JSON.parse(readFileSync(join(layout, 'blobs', digest.replace(':', '/')), 'utf8'));
  const [{ digest }] = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')).manifests;
  return (read(digest) as Manifest).layers.reduce((sum, { size }) => sum + size, 0);
}

/** Starts an image as it starts by itself, and asks for every path. @returns what is not as it must be, and last what it said */
async function faults(image: string, { port, fastcgi, paths }: Paths): Promise<readonly string[]> {
  const container = await start('--publish', `127.0.0.1::${port}`, image);
  const found: string[] = [];
  try {
    const server: Server = { address: await published(container, `${port}/tcp`), fastcgi };
    await eventually(() => ask(server, paths[0]));
    for (const page of paths) found.push(...(await faultsOf(server, page)));
  } catch (error) {
    found.push(`${error}`);
  }
  return found.length === 0 ? [] : [...found, await said(container)];
}

async function faultsOf(server: Server, page: Page): Promise<readonly string[]> {
  try {
    const found = fault(page, await ask(server, page));
    return found === undefined ? [] : [found];
  } catch (error) {
    return [`${page.path}: ${error}`];
  }
}

/** The last that a container wrote. */
async function said(container: string): Promise<string> {
  const { stdout, stderr } = await docker(['logs', '--tail', '20', container]);
  return `it said: ${stdout}${stderr}`;
}

/** @returns the packages that the database of an image has to name, and does not */
async function unnamed(image: string, { database }: Paths): Promise<readonly string[]> {
  if (database === undefined) return [];
  const { stdout } = await dockerOk(['create', image]);
  const copy = join(temporaryFolder(), 'database');
  const { status, stderr } = await docker(['cp', `${stdout.trim()}:/${database.path}`, copy]);
  await docker(['rm', stdout.trim()]);
  if (status !== 0) return [stderr];
  const named = readDatabase(copy);
  return database.packages.filter((name) => !named.has(name));
}
