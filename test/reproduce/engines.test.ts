import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUILD, docker, dockerOk, temporaryFolder } from '../e2e/docker.ts';
import { readOci } from '../e2e/oci.ts';
import { type Registry, startRegistry } from '../e2e/registry.ts';
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
