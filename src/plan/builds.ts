import type { Lock } from '../debian/lock.ts';
import { copyTarget } from '../imagefile/read-files.ts';
import type { Build as BuildSpec, Spec } from '../imagefile/spec.ts';
import { DEFAULT_PATH } from './config.ts';
import { bootstrapOf, debsOf, requestedOf } from './debs.ts';
import type { Build } from './plan.ts';

/** @param locks what each build is built with, by its name */
export function buildsOf(spec: Spec, locks: ReadonlyMap<string, Lock>): Build[] {
  return spec.build.map((build) => {
    const lock = locks.get(build.name);
    if (lock === undefined) throw new Error(`the packages of the build ${build.name} were not chosen`);
    return buildOf(spec, build, lock);
  });
}

function buildOf(spec: Spec, build: BuildSpec, lock: Lock): Build {
  const { name, source, fetch, run, output } = build;
  return {
    name,
    source,
    bootstrap: bootstrapOf(spec, lock),
    packages: {
      requested: requestedOf(build, lock.architecture),
      packages: debsOf(lock, lock.packages, build.packages, build.at),
    },
    environment: environmentOf(build),
    ...(fetch === undefined ? {} : { fetch }),
    run,
    output: output.map((each) => ({ ...each, to: copyTarget(each) })),
  };
}

function environmentOf({ environment }: BuildSpec): string[] {
  const variables = { HOME: '/root', LANG: 'C.UTF-8', PATH: DEFAULT_PATH, ...environment };
  return Object.entries(variables)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
}
