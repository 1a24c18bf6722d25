import type { Lock, LockedBaseImage } from '../../src/debian/lock.ts';
import { packageLine, type RequestedBuild } from '../../src/debian/locked-request.ts';
import type { Build, Spec } from '../../src/imagefile/spec.ts';
import type { Problem } from '../errors/user-error.ts';

const code = 'lock-mismatch' as const;

/**
 * Returns a problem for each difference between the entries of `build` in a lock and in an Imagefile.
 * @param file name of the lock
 */
export function buildDifferences(
  locked: readonly RequestedBuild[],
  wanted: readonly RequestedBuild[],
  { build }: Spec,
  file: string,
): Problem[] {
  const gone = locked.filter(({ name }) => wanted.every((each) => each.name !== name));
  return [
    ...build.flatMap((each) => {
      const [there, here] = [locked, wanted].map((all) => all.find(({ name }) => name === each.name));
      if (there === undefined || here === undefined)
        return [{ code, message: `build "${each.name}" is not in ${file}`, at: each.at }];
      return [
        ...imageDifference(there, here, each, file),
        ...sourceDifference(there, here, each, file),
        ...packageDifferences(there, here, each, file),
      ];
    }),
    ...gone.map(({ name }) => ({ code, message: `build "${name}" is in ${file}, but not requested here` })),
  ];
}

function imageDifference(there: RequestedBuild, here: RequestedBuild, build: Build, file: string): Problem[] {
  const [inLock = 'none', written = 'none'] = [there.from, here.from];
  if (inLock === written) return [];
  const message = `"from" of build "${build.name}" is ${written} here, but ${inLock} in ${file}`;
  return [{ code, message, at: build.from?.at ?? build.at }];
}

function sourceDifference(
  there: RequestedBuild,
  here: RequestedBuild,
  build: Build,
  file: string,
): Problem[] {
  const [inLock, written] = [words(there), words(here)];
  if (inLock === written) return [];
  const message = `the source of build "${build.name}" is ${written} here, but ${inLock} in ${file}`;
  return [{ code, message, at: build.source.at }];
}

/** Returns the URL of a repository with its ref, commit and key. */
function words({ git }: RequestedBuild): string {
  if (git === undefined) return 'no repository';
  const { url, ref, commit, key } = git;
  const signed = key === undefined ? undefined : `signed by ${key}`;
  return [url, ref, commit, signed].filter((part) => part !== undefined).join(' ');
}

function packageDifferences(
  there: RequestedBuild,
  here: RequestedBuild,
  build: Build,
  file: string,
): Problem[] {
  const of = (line: string) => `package "${line}" of build "${build.name}"`;
  return [
    ...build.packages
      .filter((request) => !there.packages.includes(packageLine(request)))
      .map((request) => ({ code, message: `${of(packageLine(request))} is not in ${file}`, at: request.at })),
    ...there.packages
      .filter((line) => !here.packages.includes(line))
      .map((line) => ({ code, message: `${of(line)} is in ${file}, but not requested here` })),
  ];
}

/**
 * Returns a problem for each build whose locked tree is for another machine, or an image whose packages have changed. The
 * tools of a build run on the machine that builds.
 */
export function builderDifferences(
  { architecture, builds = [] }: Lock,
  {
    spec,
    builder,
    buildImages,
  }: {
    readonly spec: Spec;
    readonly builder: string;
    readonly buildImages: ReadonlyMap<string, LockedBaseImage>;
  },
  file: string,
): Problem[] {
  return spec.build.flatMap((build): Problem[] => {
    const { name, from, at } = build;
    const locked = builds.find((each) => each.name === name)?.lock;
    if (locked !== undefined && locked.architecture !== builder) {
      const message = `build "${name}" for ${architecture} is built on ${builder} here, but on ${locked.architecture} in ${file}`;
      return [{ code, message, at }];
    }
    const [there, here] = [locked?.below?.packages, buildImages.get(name)?.packages];
    if (from === undefined || there === undefined || here === undefined || there === here) return [];
    const message = `the packages of the image "${from.value}" of build "${name}" have changed since ${file} was made`;
    return [{ code, message, at: from.at }];
  });
}
