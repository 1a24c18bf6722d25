import { debianArchitecture } from '../src/debian/architecture.ts';
import { commandLine } from '../src/imagefile/quote.ts';
import type { Spec } from '../src/imagefile/spec.ts';
import { type Problem, UserError } from './errors.ts';
import type { SourceFile } from './excerpt.ts';
import type { Options } from './options.ts';
import { formatPlatform, type Platform, runsOn } from './platform.ts';

/** What is asked for, or what the worker is. */
export function namedPlatforms({ platforms, buildPlatform }: Options): readonly Platform[] {
  return platforms.length > 0 ? platforms : [buildPlatform];
}

/** The same. @throws {UserError} for each that Debian has no packages for */
export function askedPlatforms(options: Options, file: SourceFile): readonly Platform[] {
  const asked = namedPlatforms(options);
  refuse(
    asked.filter((platform) => platform.os !== 'linux' || debianArchitecture(platform) === undefined),
    file,
    (name) => ({ code: 'unknown-platform', message: `Debian has no packages for the platform "${name}"` }),
  );
  return asked;
}

/**
 * The same, for what is to be built. @throws {UserError} for each whose programs cannot run here, too; where the checks may
 * be skipped, only for the commands of `run:`, whose results the image is made of
 */
export function runnablePlatforms(
  options: Options,
  file: SourceFile,
  { run }: Pick<Spec, 'run'>,
): readonly Platform[] {
  const asked = askedPlatforms(options, file);
  const foreign = asked.filter((platform) => !runsHere(options, platform));
  if (options.gate === 'run') {
    refuse(foreign, file, (name, { architecture }) => ({
      code: 'no-emulation',
      message: `platform "${name}" needs emulation, which this machine does not have`,
      fix: `${installs(architecture)}; to build without its checks: --build-arg MIB_GATE=skip`,
    }));
  }
  for (const { value, at } of run) {
    refuse(foreign, file, (name, { architecture }) => ({
      code: 'no-emulation',
      message: `"${commandLine(value)}" cannot run on "${name}" without emulation, which this machine does not have`,
      fix: installs(architecture),
      at,
    }));
  }
  return asked;
}

function installs(architecture: string): string {
  return `docker run --privileged --rm tonistiigi/binfmt --install ${architecture}`;
}

/** With the machine's own where others cannot run: it is the model for what their checks use. */
export function withModels(options: Options, platforms: readonly Platform[]): readonly Platform[] {
  const native = options.buildPlatform;
  const isThere = platforms.some((platform) => formatPlatform(platform) === formatPlatform(native));
  return isThere || platforms.every((platform) => runsHere(options, platform))
    ? platforms
    : [...platforms, native];
}

/** By itself, or emulated: a worker lists what its kernel has an interpreter for. Of arm, QEMU runs every variant. */
export function runsHere(
  { buildPlatform, workerPlatforms }: Pick<Options, 'buildPlatform' | 'workerPlatforms'>,
  platform: Platform,
): boolean {
  if (runsOn(buildPlatform, platform)) return true;
  return workerPlatforms.some(
    ({ os, architecture }) => os === platform.os && architecture === platform.architecture,
  );
}

function refuse(
  platforms: readonly Platform[],
  file: SourceFile,
  problem: (name: string, platform: Platform) => Problem,
): void {
  if (platforms.length === 0) return;
  throw new UserError(
    platforms.map((platform) => problem(formatPlatform(platform), platform)),
    file,
  );
}
