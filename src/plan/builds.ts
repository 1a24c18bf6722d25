import { toolchainOf } from '../debian/architecture.ts';
import type { Lock } from '../debian/lock.ts';
import { copyTarget } from '../imagefile/read/files.ts';
import type { Build as BuildSpec, Spec } from '../imagefile/spec.ts';
import { DEFAULT_PATH } from '../imagefile/values/default-path.ts';
import type { BaseImage } from './base-image.ts';
import { crossOf, type Machines, machineVariables } from './cross.ts';
import { bootstrapOf, debsOf, requestedOf } from './debs.ts';
import type { Build, Cross } from './plan.ts';

/** BuildImage is the image that a build is built in. */
export interface BuildImage extends Pick<BaseImage, 'name' | 'digest' | 'environment'> {
  /** Whether it has a bundle of certificate authorities. */
  readonly hasAuthorities: boolean;
}

/** BuildInputs are what the builds of a platform are built with, by the name of the build. */
export interface BuildInputs {
  /** The build dependencies. */
  readonly locks: ReadonlyMap<string, Lock>;
  readonly images: ReadonlyMap<string, BuildImage>;
}

/**
 * Returns the builds of an Imagefile for an architecture.
 * @param architecture Debian's name for the target
 */
export function buildsOf(spec: Spec, architecture: string, { locks, images }: BuildInputs): Build[] {
  return spec.build.map((build) => {
    const lock = locks.get(build.name);
    if (lock === undefined) throw new Error(`the packages of the build ${build.name} were not chosen`);
    return buildOf(spec, build, architecture, lock, images.get(build.name));
  });
}

function buildOf(
  spec: Spec,
  build: BuildSpec,
  architecture: string,
  lock: Lock,
  image: BuildImage | undefined,
): Build {
  const { name, source, fetch, prepare, run, output } = build;
  const machines = { build: toolchainOf(lock.architecture), host: toolchainOf(architecture) };
  const isCross = architecture !== lock.architecture;
  const cross = isCross ? crossOf(machines, lock.packages) : undefined;
  const lacksAuthorities = image?.hasAuthorities === false && !isIn(lock, 'ca-certificates');
  return {
    name,
    source,
    ...(image === undefined ? { bootstrap: bootstrapOf(spec, lock) } : { from: fromOf(image) }),
    packages: {
      requested: requestedOf(build, architecture),
      packages: debsOf(lock, lock.packages, build.packages, build.at),
    },
    ...(cross === undefined ? {} : { cross }),
    environment: environmentOf(build, machines, image, cross),
    ...(fetch !== undefined && fetch.run.length > 0 && lacksAuthorities ? { lacksAuthorities: true } : {}),
    ...(fetch === undefined ? {} : { fetch }),
    prepare,
    run,
    output: output.map((each) => ({ ...each, to: copyTarget(each) })),
  };
}

function fromOf({ name, digest }: BuildImage): NonNullable<Build['from']> {
  return digest === undefined ? { name } : { name, digest };
}

function isIn({ packages }: Lock, name: string): boolean {
  return packages.some((each) => each.name === name);
}

/** In an image, the tools of the image are used, unless cross compilers were added to it. */
function environmentOf(
  { environment }: BuildSpec,
  machines: Machines,
  image: BuildImage | undefined,
  cross: Cross | undefined,
): string[] {
  const plain = { HOME: '/root', LANG: 'C.UTF-8', PATH: DEFAULT_PATH };
  const hasCompilers = image === undefined || (cross !== undefined && cross.links.length > 0);
  const variables = {
    ...plain,
    ...Object.fromEntries((image?.environment ?? []).map(splitVariable)),
    ...machineVariables(machines, hasCompilers),
    ...environment,
  };
  return Object.entries(variables)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
}

function splitVariable(line: string): [string, string] {
  const [name = ''] = line.split('=', 1);
  return [name, line.slice(name.length + 1)];
}
