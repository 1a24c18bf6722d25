import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Case, Input } from './cases.ts';
import type { Context } from './context.ts';
import { build, docker } from './docker.ts';
import { exists, type Finished, run } from './process.ts';
import { gzippedSize, layoutSize } from './sizes.ts';

/** A way to an image of nginx. */
export interface Way {
  readonly name: string;
  /** Whether it can use what an earlier build left. */
  readonly cached: boolean;
  /** Makes what it needs and what is not measured. False: this machine does not have it. */
  prepare(): Promise<boolean>;
  build(one: Case): Promise<Finished>;
  /** Bytes, compressed, of what `build` has made of this input before. */
  size(input: Input): Promise<number>;
  /** Deletes what the builds made. */
  remove(cases: readonly Case[]): Promise<void>;
}

const RIVAL = 'test/bench/dockerfile';

/** `mirror` is the same for all: the one that mib's builder has, without a slash at its end. */
export function makeWays(context: Context, mirror: string): readonly [Way, Way, Way] {
  const mib = () => ['--file', join(context.folder, 'Imagefile')];
  const rival = ({ packages }: Input) => {
    const args = { MIRROR: mirror, PACKAGES: packages.join(' ') };
    const options = Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
    return ['--file', `${RIVAL}/Dockerfile`, ...options];
  };
  const tools = async () => {
    await docker('build', '-q', '-t', 'mib-bench/tools', '-f', `${RIVAL}/Dockerfile.tools`, RIVAL);
    return true;
  };
  return [
    built('mib', context, mib, async () => true),
    built('Dockerfile', context, rival, tools),
    mmdebstrap(context, mirror),
  ];
}

function built(
  name: string,
  context: Context,
  options: (input: Input) => string[],
  prepare: () => Promise<boolean>,
): Way {
  // Each case has a tag: an image that lost its name to the next one would stay behind.
  const tag = (one: Case) => `mib-bench/${name.toLowerCase()}:${one.name.replaceAll(' ', '-')}`;
  const layout = join(context.folder, 'layout');
  return {
    name,
    cached: true,
    prepare,
    build(one) {
      context.write(one.input);
      return build(context.folder, '--tag', tag(one), ...options(one.input));
    },
    async size(input) {
      context.write(input);
      const output = `type=oci,tar=false,dest=${layout}`;
      await build(context.folder, '--provenance=false', '--output', output, ...options(input));
      const size = layoutSize(layout);
      rmSync(layout, { recursive: true });
      return size;
    },
    remove: async (cases) => void (await docker('image', 'rm', '--force', ...cases.map(tag))),
  };
}

/** It makes a tarball on this machine, of the same packages and without the files. */
function mmdebstrap(context: Context, mirror: string): Way {
  const tarball = join(context.folder, 'rootfs.tar');
  const sources = [`${mirror} trixie`, `${mirror} trixie-updates`, `${mirror}-security trixie-security`];
  const make = ({ packages }: Input) => {
    const options = ['--variant=minbase', `--include=${packages.join(',')}`];
    return run('mmdebstrap', [...options, 'trixie', tarball, ...sources.map((one) => `deb ${one} main`)]);
  };
  return {
    name: 'mmdebstrap',
    cached: false,
    prepare: () => exists('mmdebstrap'),
    build: (one) => make(one.input),
    size: () => gzippedSize(tarball),
    remove: async () => rmSync(tarball, { force: true }),
  };
}
