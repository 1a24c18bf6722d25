import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { BUILD, docker, dockerOk, folder, temporaryFolder } from '../support/e2e/docker.ts';
import { steps } from '../support/e2e/progress.ts';
import { type Registry, startRegistry } from '../support/e2e/registry.ts';
import { openBuildkit } from './buildkit.ts';
import { type Engine, on, startWithoutEmulation } from './without-emulation.ts';

const HERE = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock';
const IMAGEFILE = '# syntax=mib/frontend\nentry: /usr/bin/cat\ncheck: [cat /etc/debian_version]\n';

let plain: Engine;
let registry: Registry;

beforeAll(async () => {
  plain = await startWithoutEmulation();
  registry = await startRegistry();
}, 300_000);

afterAll(async () => {
  registry?.stop();
  await plain?.end();
}, 60_000);

interface Node {
  /** The engine, as in `DOCKER_HOST`. */
  readonly host: string;
  readonly platforms: readonly string[];
}

/** Makes a builder with these nodes, which is gone when the test ends. @returns the environment in which buildx knows it */
async function makeBuilder(name: string, nodes: readonly Node[]): Promise<NodeJS.ProcessEnv> {
  const sockets = temporaryFolder();
  const env = { ...process.env, BUILDX_CONFIG: temporaryFolder() };
  for (const [position, { host, platforms }] of nodes.entries()) {
    const socket = join(sockets, `${position}`);
    const server = await openBuildkit(host.replace('unix://', ''), socket);
    onTestFinished(() => void server.close());
    const how = ['--name', name, '--driver=remote', ...(position === 0 ? [] : ['--append'])];
    await dockerOk(['buildx', 'create', ...how, '--platform', platforms.join(), `unix://${socket}`], { env });
  }
  return env;
}

/** The names of all steps of the last build of an engine, done or cached. */
async function lastSteps(host: string): Promise<readonly string[]> {
  const log = await on(host, ['buildx', 'history', 'logs', '--progress=plain']);
  expect(log.status, log.stderr).toBe(0);
  const { ran, cached } = steps({ ...log, stderr: log.stdout + log.stderr });
  return [...ran, ...cached];
}

test('each node of a builder builds and checks its own platforms, and all are in one index', async () => {
  const nodes = [
    { host: plain.host, platforms: ['linux/386', 'linux/amd64'] },
    { host: HERE, platforms: ['linux/arm/v7', 'linux/arm64'] },
  ];
  const env = await makeBuilder('nodes', nodes);
  const tag = `${registry.address}/app`;
  const all = nodes.flatMap(({ platforms }) => platforms);
  const args = ['--builder=nodes', '--provenance=false', '--platform', all.join(), '--tag', tag, '--push'];
  await dockerOk([...BUILD, ...args, folder({ Dockerfile: IMAGEFILE })], { env });

  for (const { host, platforms } of nodes) {
    const names = await lastSteps(host);
    const ofPlatforms = names.flatMap((name) => /^\[(linux\/[^\]]+)\] /.exec(name)?.[1] ?? []);
    expect([...new Set(ofPlatforms)].sort()).toEqual(platforms);
    for (const platform of platforms) expect(names).toContain(`[${platform}] check cat /etc/debian_version`);
  }
  const { stdout } = await dockerOk(['buildx', 'imagetools', 'inspect', '--raw', tag]);
  const { manifests } = JSON.parse(stdout) as { manifests: { platform: Record<string, string> }[] };
  const published = manifests.map(({ platform: { os, architecture, variant } }) =>
    [os, architecture, ...(variant === undefined ? [] : [variant])].join('/'),
  );
  expect(published.sort()).toEqual(all.sort());
  for (const platform of all) {
    const run = ['run', '--rm', '--pull=always', '--platform', platform, tag, '/etc/debian_version'];
    expect(await docker(run)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\n$/) });
    await dockerOk(['image', 'rm', tag]);
  }
});
