import { debianArchitecture } from '../../src/debian/architecture.ts';
import type { Build, Command, Spec } from '../../src/imagefile/spec.ts';
import { commandLine } from '../../src/imagefile/values/quote.ts';
import { type Problem, UserError } from '../errors/user-error.ts';
import type { Options } from './options.ts';
import { formatPlatform, type Platform, runsOn } from './platform.ts';

/** Returns the platforms that the client names, or else the worker's own. */
export function namedPlatforms({ platforms, buildPlatform }: Options): readonly Platform[] {
  return platforms.length > 0 ? platforms : [buildPlatform];
}

/** Returns the platforms to build for. @throws {UserError} for each that Debian has no packages for */
export function requestedPlatforms(options: Options): readonly Platform[] {
  const requested = namedPlatforms(options);
  const unknown = requested.filter(
    (platform) => platform.os !== 'linux' || debianArchitecture(platform) === undefined,
  );
  refuse(
    unknown.map((platform) => ({
      code: 'unknown-platform',
      message: `Debian has no packages for the platform "${formatPlatform(platform)}"`,
    })),
  );
  return requested;
}

/**
 * Returns the platforms to build for if their programs can run on this machine.
 * @param specFor returns the Imagefile as read for a platform
 * @throws {UserError} as `requestedPlatforms` does, and for each platform that needs emulation that is missing. With
 *   MIB_GATE=skip, only platforms with commands that run on them need it, because the image contains their results.
 */
export function runnablePlatforms(
  options: Options,
  specFor: (platform: Platform) => Pick<Spec, 'run' | 'build'>,
): readonly Platform[] {
  const requested = requestedPlatforms(options);
  const foreign = requested.filter((platform) => !runsHere(options, platform));
  refuse(foreign.flatMap((platform) => lacking(options, platform, specFor(platform)) ?? []));
  return requested;
}

function lacking(
  { gate }: Options,
  platform: Platform,
  { run, build }: Pick<Spec, 'run' | 'build'>,
): Problem | undefined {
  const [command] = [...build.filter((each) => each.platform !== undefined).flatMap(commandsOf), ...run];
  const code = 'no-emulation';
  const name = formatPlatform(platform);
  const fix = `docker run --privileged --rm tonistiigi/binfmt --install ${platform.architecture}`;
  if (gate === 'run') {
    const message = `platform "${name}" needs emulation, which this machine does not have`;
    const skip = '; to build without its checks: --build-arg MIB_GATE=skip';
    return { code, message, fix: command === undefined ? fix + skip : fix };
  }
  if (command === undefined) return undefined;
  const { value, at } = command;
  const message = `"${commandLine(value)}" cannot run on "${name}" without emulation, which this machine does not have`;
  return { code, message, fix, at };
}

function commandsOf({ fetch, prepare, run }: Build): readonly Command[] {
  return [...(fetch?.run ?? []), ...prepare, ...run];
}

/** Adds the machine's own platform if another cannot run here: it is the model for the files that checks use. */
export function withModels(options: Options, platforms: readonly Platform[]): readonly Platform[] {
  const native = options.buildPlatform;
  const isThere = platforms.some((platform) => formatPlatform(platform) === formatPlatform(native));
  return isThere || platforms.every((platform) => runsHere(options, platform))
    ? platforms
    : [...platforms, native];
}

/** Reports whether a platform's programs run here, natively or emulated. A worker lists the platforms that its kernel has an
 * interpreter for. QEMU runs every variant of arm. */
export function runsHere(
  { buildPlatform, workerPlatforms }: Pick<Options, 'buildPlatform' | 'workerPlatforms'>,
  platform: Platform,
): boolean {
  if (runsOn(buildPlatform, platform)) return true;
  return workerPlatforms.some(
    ({ os, architecture }) => os === platform.os && architecture === platform.architecture,
  );
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new UserError(problems);
}
