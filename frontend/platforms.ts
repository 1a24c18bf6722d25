import { debianArchitecture } from '../src/debian/architecture.ts';
import { type Problem, UserError } from './errors.ts';
import type { SourceFile } from './excerpt.ts';
import type { Options } from './options.ts';
import { formatPlatform, type Platform, runsOn } from './platform.ts';

/** What is asked for, or what the worker is. @throws {UserError} for each that Debian has no packages for */
export function askedPlatforms(options: Options, file: SourceFile): readonly Platform[] {
  const asked = options.platforms.length > 0 ? options.platforms : [options.buildPlatform];
  refuse(
    asked.filter((platform) => platform.os !== 'linux' || debianArchitecture(platform) === undefined),
    file,
    (name) => ({ code: 'unknown-platform', message: `Debian has no packages for the platform "${name}"` }),
  );
  return asked;
}

/** The same, for what runs the platform's programs. @throws {UserError} for each whose programs cannot run here, too */
export function runnablePlatforms(options: Options, file: SourceFile): readonly Platform[] {
  const asked = askedPlatforms(options, file);
  refuse(
    asked.filter((platform) => !runsHere(options, platform)),
    file,
    (name, { architecture }) => ({
      code: 'no-emulation',
      message: `platform "${name}" needs emulation, which this machine does not have`,
      fix: `docker run --privileged --rm tonistiigi/binfmt --install ${architecture}`,
    }),
  );
  return asked;
}

/** By itself, or emulated: a worker lists what its kernel has an interpreter for. Of arm, QEMU runs every variant. */
function runsHere({ buildPlatform, workerPlatforms }: Options, platform: Platform): boolean {
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
