import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUILD, docker, folder, type Outcome, temporaryFolder } from '../support/e2e/docker.ts';
import { tagOf } from '../support/e2e/family.ts';
import { type Descriptor, type Manifest, readOci } from '../support/e2e/oci.ts';
import { failure } from '../support/e2e/progress.ts';
import { type Engine, on, startWithoutEmulation } from './without-emulation.ts';

const IMAGES = (process.env.IMAGES ?? 'base,nginx,redis,curl').split(',');
const SKIP = ['--build-arg', 'MIB_GATE=skip'];
const ARM64 = ['--platform', 'linux/arm64'];

let plain: Engine;
beforeAll(async () => {
  plain = await startWithoutEmulation();
}, 300_000);
afterAll(() => plain.end(), 300_000);

function buildOn(host: string | undefined, context: string, ...args: readonly string[]): Promise<Outcome> {
  const all = [...BUILD, '--provenance=false', '--file', join(context, 'Imagefile'), ...args, context];
  return host === undefined ? docker(all) : on(host, all);
}

function nameFor(platform: string): string {
  return tagOf(platform.replaceAll('/', '-'));
}

/** The manifest of an image, and the digest that it has in its archive. */
async function manifestOf(host: string | undefined, name: string, ...args: readonly string[]) {
  const archive = join(temporaryFolder(), 'image.tar');
  const outcome = await buildOn(
    host,
    join('images', name),
    ...['--output', `type=oci,dest=${archive}`, ...args],
  );
  expect(outcome.status, outcome.stderr).toBe(0);
  const oci = await readOci(archive);
  const manifest = oci.json(oci.manifests[0] as Descriptor) as Manifest & { readonly annotations?: unknown };
  return { ...manifest, said: outcome.stderr };
}

describe('where no other architecture runs', () => {
  test('another platform fails before anything is built, with the remedy', async () => {
    const outcome = await buildOn(plain.host, 'images/nginx', ...ARM64);
    expect(failure(outcome)).toMatchObject({
      status: 1,
      message:
        'Imagefile: platform "linux/arm64" needs emulation, which this machine does not have [no-emulation]\n' +
        '  docker run --privileged --rm tonistiigi/binfmt --install arm64; ' +
        'to build without its checks: --build-arg MIB_GATE=skip',
    });
    expect(outcome.stderr).not.toMatch(/resolve nginx|fetch|bootstrap/);
  });

  test('what the commands of "run" make cannot be skipped', async () => {
    const Imagefile = `# syntax=mib/frontend\nentry: /usr/bin/cat\nrun: ["touch /$\{TARGETARCH}"]\ncheck: [cat]\n`;
    const both = ['--platform', 'linux/amd64,linux/arm64'];
    const install = 'docker run --privileged --rm tonistiigi/binfmt --install arm64';
    expect(failure(await buildOn(plain.host, folder({ Imagefile }), ...both))).toMatchObject({
      message:
        'Imagefile: platform "linux/arm64" needs emulation, which this machine does not have [no-emulation]\n' +
        `  ${install}`,
    });
    expect(failure(await buildOn(plain.host, folder({ Imagefile }), ...both, ...SKIP))).toMatchObject({
      status: 1,
      message:
        'Imagefile:3: "touch /arm64" cannot run on "linux/arm64" without emulation, which this machine does not have ' +
        `[no-emulation]\n  ${install}`,
      marked: ['Imagefile:3'],
    });
  });

  test.each(IMAGES)('%s without its checks is the image that emulation makes, and says so', async (name) => {
    const unchecked = await manifestOf(plain.host, name, ...ARM64, ...SKIP);
    const emulated = await manifestOf(undefined, name, ...ARM64);
    expect(unchecked.layers).toEqual(emulated.layers);
    expect(unchecked.config).toEqual(emulated.config);
    expect(unchecked.annotations).toEqual({ 'mib.checks': 'skipped' });
    expect(emulated.annotations).toBeUndefined();
    expect(unchecked.said).toContain('the checks are not run for linux/arm64, which this machine cannot run');
  });

  test('the step names a program that a maintainer script went on without', async () => {
    const { stderr } = await buildOn(plain.host, 'images/nginx', ...ARM64, ...SKIP, '--no-cache');
    const warnings = stderr.match(/warning: a maintainer script .*/g);
    const programs = ['/usr/bin/ss', '/usr/sbin/getcap'];
    expect(warnings).toEqual(
      programs.map((path) => `warning: a maintainer script went on without ${path}, which needs emulation`),
    );
  });

  // The last: a daemon that has started a container there fetches nothing any more, see engine/without-emulation.
  test('the machine itself and 386 are built, checked, and run', async () => {
    const platforms = ['linux/amd64', 'linux/386'];
    for (const platform of platforms) {
      const output = ['--platform', platform, '--output', `type=docker,name=${nameFor(platform)}`];
      const outcome = await buildOn(plain.host, 'images/curl', ...output);
      expect(outcome.status, outcome.stderr).toBe(0);
    }
    for (const platform of platforms) {
      const image = ['--platform', platform, nameFor(platform), '--version'];
      expect(await on(plain.host, ['run', '--rm', '--network=none', ...image])).toMatchObject({
        status: 0,
        stdout: expect.stringMatching(/^curl \d/),
      });
    }
  });
});
