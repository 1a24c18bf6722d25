import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUILD, docker, dockerOk, folder, temporaryFolder } from '../support/e2e/docker.ts';
import { readOci } from '../support/e2e/oci.ts';
import { steps } from '../support/e2e/progress.ts';
import { type Registry, startRegistry } from '../support/e2e/registry.ts';
import { type Engine, startEngine } from './engine.ts';

const IMAGES = ['base', 'curl', 'nginx', 'redis'];

let other: Engine;
let registry: Registry;

beforeAll(async () => {
  other = startEngine(process.env.MIB_SECOND_ENGINE_DIR ?? '.engine-two', 'mib/frontend');
  registry = await startRegistry();
});

afterAll(() => {
  registry?.stop();
  other?.purge();
});

/** Builds an image, and tells the digest of its manifest. */
async function digestOf(context: string, env: NodeJS.ProcessEnv, ...args: readonly string[]) {
  const archive = join(temporaryFolder(), 'image.tar');
  const output = ['--provenance=false', '--output', `type=oci,dest=${archive}`];
  await dockerOk([...BUILD, ...output, ...args, context], { env });
  return (await readOci(archive)).manifests[0]?.digest;
}

describe('two engines that share nothing', () => {
  test.each(IMAGES)('make the same images/%s, cold', async (name) => {
    const context = join('images', name);
    const [first, second] = await Promise.all([
      digestOf(context, process.env, '--no-cache'),
      digestOf(context, other.env),
    ]);
    expect(first).toMatch(/^sha256:/);
    expect(second).toBe(first);
  });
});

/** Where one engine puts its cache, and another finds it. */
interface Cache {
  readonly to: readonly string[];
  readonly from: string;
}

const NOWHERE = ['--output', 'type=oci,dest=/dev/null'];

function registryCache(): Cache {
  const cache = `type=registry,ref=${registry.address}/cache`;
  return { to: [...NOWHERE, '--cache-to', `${cache},mode=max`], from: cache };
}

function localCache(): Cache {
  const path = temporaryFolder();
  return {
    to: [...NOWHERE, '--cache-to', `type=local,mode=max,dest=${path}`],
    from: `type=local,src=${path}`,
  };
}

function inlineCache(): Cache {
  const image = `${registry.address}/inline`;
  const to = ['--output', `type=registry,name=${image}`, '--cache-to', 'type=inline'];
  return { to, from: `type=registry,ref=${image}` };
}

/** What runs no command. Sealing says DONE when its result had to be fetched. */
const NO_STEP =
  /^(?:\[linux\/\w+\] )?(seal the image|\[internal\] |\[auth\] |resolve image config for |docker-image:|importing cache |exporting |read the (index|packages) of |fetch \d+ packages)/;

/** The steps that an engine with an empty build cache runs, where another has built the same before and left its cache. */
async function ranElsewhere(
  context: string,
  { to, from }: Cache,
  platforms: readonly string[] = [],
): Promise<readonly string[]> {
  const args = ['--provenance=false', ...platforms, '--file', join(context, 'Imagefile'), context];
  await dockerOk([...BUILD, ...to, ...args]);
  await dockerOk(['buildx', 'prune', '--all', '--force'], other);
  const { ran, cached } = steps(
    await dockerOk([...BUILD, ...NOWHERE, '--cache-from', from, ...args], { env: other.env }),
  );
  expect(cached).toContainEqual(expect.stringMatching(/^(?:\[\S+\] )?(?:check|trace) curl /));
  return ran.filter((name) => !NO_STEP.test(name));
}

/** images/curl with a lock for these platforms. */
async function lockedCurl(platforms: readonly string[]): Promise<string> {
  const context = folder({ Imagefile: readFileSync('images/curl/Imagefile', 'utf8') });
  const file = join(context, 'Imagefile');
  const lock = await dockerOk(['buildx', 'build', '--call=lock', ...platforms, '--file', file, context]);
  writeFileSync(`${file}.lock`, lock.stdout);
  return context;
}

describe.each([
  ['an image with a lock', []],
  ['the same for two platforms at once', ['--platform=linux/amd64,linux/386']],
])('a cache that another engine left spares %s every step', (_, platforms) => {
  test.each([
    ['registry', registryCache],
    ['local', localCache],
    ['inline', inlineCache],
  ])('as %s', async (_, cache) => {
    expect(await ranElsewhere(await lockedCurl(platforms), cache(), platforms)).toEqual([]);
  });
});

test.each([['--sbom=true'], ['--target=report']])(
  'a cache that another engine left spares %s of two platforms every step',
  async (option) => {
    const options = ['--platform=linux/amd64,linux/386', option];
    expect(await ranElsewhere(await lockedCurl(options), localCache(), options)).toEqual([]);
  },
);

describe('a cache that another engine left', () => {
  test('spares an image without a lock every step but the choice of its packages', async () => {
    expect(await ranElsewhere('images/curl', registryCache())).toEqual(['resolve curl, ca-certificates']);
  });
});

test('an image that is pushed to a registry is a baseline for --call=outdated there', async () => {
  const image = `${registry.address}/curl`;
  const push = ['--provenance=false', '--output', `type=registry,name=${image}`];
  await dockerOk([...BUILD, ...push, 'images/curl']);
  const published = ['--build-context', `published=docker-image://${image}`];
  const { status, stdout, stderr } = await docker([
    ...['buildx', 'build', '--call=outdated', ...published],
    'images/curl',
  ]);
  expect(stdout, stderr).toMatch(
    /^Nothing to build: the \d+ packages in 127\.0\.0\.1:\d+\/curl are the newest\.\n/,
  );
  expect(status).toBe(0);
});
