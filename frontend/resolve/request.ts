import type { Lock } from '../../src/debian/lock.ts';
import { TOOLS } from '../../src/plan/make.ts';
import { lockedBaseImage } from '../context/base-image.ts';
import type { Options } from '../options/options.ts';
import { formatPlatform, type Platform, runsOn } from '../options/platform.ts';
import { architectureOf } from '../project/compile-context.ts';
import type { PlatformProject } from '../project/platform-project.ts';
import { mirrorFor } from './mirror.ts';
import type { LockRequest } from './resolve.ts';

/** Returns the request for the packages of the image. @throws {UserError} if no snapshot archive has the requested time */
export function imageRequest({ session, project, platform }: PlatformProject): LockRequest {
  const { spec, repositories } = project;
  const mirror = mirrorFor(session, spec);
  return { spec, repositories, architecture: architectureOf(platform), mirror };
}

/** Returns the request for the tools of the variant `debug`, which do not depend on the packages of the image. */
export function toolsRequest(on: PlatformProject): LockRequest {
  const request = imageRequest(on);
  const { at } = request.spec.suite;
  const packages = [{ name: TOOLS, exclude: false, architectures: [], at }];
  const { from: _, ...spec } = request.spec;
  return { ...request, repositories: [], spec: { ...spec, packages } };
}

/**
 * Returns the architecture of the compilers for a platform. The machine's own compilers cross-compile for platforms that it
 * does not run natively. `--build-arg MIB_CROSS=none` emulates those of the platform instead, for comparison.
 */
export function compilersFor(
  options: Options,
  platform: Platform,
): Pick<LockRequest, 'architecture' | 'target'> {
  const { buildPlatform, buildArgs } = options;
  const target = architectureOf(platform);
  const isNative = runsOn(buildPlatform, platform) || buildArgs.get('MIB_CROSS') === 'none';
  return isNative ? { architecture: target } : { architecture: architectureOf(buildPlatform), target };
}

/** Returns the base image as a lock records it. */
export function baseImageOf({ project, platform }: PlatformProject): Pick<Lock, 'below'> {
  const base = project.baseImages.get(formatPlatform(platform));
  return base === undefined ? {} : { below: lockedBaseImage(base) };
}
