import { toolchainOf } from '../debian/architecture.ts';
import type { Lock } from '../debian/lock.ts';
import { copyTarget } from '../imagefile/read/files.ts';
import type { Build as BuildSpec, Spec } from '../imagefile/spec.ts';
import { DEFAULT_PATH } from '../imagefile/values/default-path.ts';
import { crossOf, type Machines, machineVariables } from './cross.ts';
import { bootstrapOf, debsOf, requestedOf } from './debs.ts';
import type { Build } from './plan.ts';

/**
 * Returns the builds of an Imagefile for an architecture.
 * @param architecture Debian's name for the target
 * @param locks the build dependencies, by the name of the build
 */
export function buildsOf(spec: Spec, architecture: string, locks: ReadonlyMap<string, Lock>): Build[] {
  return spec.build.map((build) => {
    const lock = locks.get(build.name);
    if (lock === undefined) throw new Error(`the packages of the build ${build.name} were not chosen`);
    return buildOf(spec, build, architecture, lock);
  });
}

function buildOf(spec: Spec, build: BuildSpec, architecture: string, lock: Lock): Build {
  const { name, source, fetch, run, output } = build;
  const machines = { build: toolchainOf(lock.architecture), host: toolchainOf(architecture) };
  const isCross = architecture !== lock.architecture;
  return {
    name,
    source,
    bootstrap: bootstrapOf(spec, lock),
    packages: {
      requested: requestedOf(build, architecture),
      packages: debsOf(lock, lock.packages, build.packages, build.at),
    },
    ...(isCross ? { cross: crossOf(machines, lock.packages) } : {}),
    environment: environmentOf(build, machines),
    ...(fetch === undefined ? {} : { fetch }),
    run,
    output: output.map((each) => ({ ...each, to: copyTarget(each) })),
  };
}

function environmentOf({ environment }: BuildSpec, machines: Machines): string[] {
  const plain = { HOME: '/root', LANG: 'C.UTF-8', PATH: DEFAULT_PATH };
  const variables = { ...plain, ...machineVariables(machines), ...environment };
  return Object.entries(variables)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
}
