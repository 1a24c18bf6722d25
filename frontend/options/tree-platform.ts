import type { Build } from '../../src/imagefile/spec.ts';
import type { Options } from './options.ts';
import { type Platform, runsOn } from './platform.ts';

/**
 * Returns the platform of the tree that a build for `platform` runs in. The machine's own compilers cross-compile for
 * platforms that it does not run natively, unless the Imagefile says `platform: target`. `--build-arg MIB_CROSS=none`
 * does that for all builds, for comparison.
 */
export function treePlatform(
  { buildPlatform, buildArgs }: Options,
  platform: Platform,
  { platform: wanted }: Pick<Build, 'platform'>,
): Platform {
  const isOwn =
    wanted !== undefined || runsOn(buildPlatform, platform) || buildArgs.get('MIB_CROSS') === 'none';
  return isOwn ? platform : buildPlatform;
}
