import type { Options } from './options.ts';
import { type Platform, runsOn } from './platform.ts';

/**
 * Returns the platform of the tree that a build for `platform` runs in. The machine's own compilers cross-compile for
 * platforms that it does not run natively. `--build-arg MIB_CROSS=none` emulates those of the platform instead, for
 * comparison.
 */
export function treePlatform({ buildPlatform, buildArgs }: Options, platform: Platform): Platform {
  const isOwn = runsOn(buildPlatform, platform) || buildArgs.get('MIB_CROSS') === 'none';
  return isOwn ? platform : buildPlatform;
}
