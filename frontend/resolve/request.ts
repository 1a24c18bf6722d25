import type { Lock } from '../../src/debian/lock.ts';
import { TOOLS } from '../../src/plan/make.ts';
import { lockedBaseImage } from '../context/base-image.ts';
import type { Options } from '../options/options.ts';
import { formatPlatform, type Platform, runsOn } from '../options/platform.ts';
import { architectureOf } from '../project/compile-context.ts';
import type { PlatformProject } from '../project/platform-project.ts';
import { mirrorFor } from './mirror.ts';
import type { LockRequest } from './resolve.ts';

/** The request for the packages of the image. @throws {UserError} where no archive has what it asks for */
export function imageRequest({ session, project, platform }: PlatformProject): LockRequest {
  const { spec, repositories } = project;
  const mirror = mirrorFor(session, spec);
  return { spec, repositories, architecture: architectureOf(platform), mirror };
}

/** The request for the tools of the variant `debug`, which are no part of the image that they look into. */
export function toolsRequest(on: PlatformProject): LockRequest {
  const request = imageRequest(on);
  const { at } = request.spec.suite;
  const packages = [{ name: TOOLS, exclude: false, architectures: [], at }];
  const { from: _, ...spec } = request.spec;
  return { ...request, repositories: [], spec: { ...spec, packages } };
}

/**
 * The architecture of the compilers that build for a platform. What the machine does not run by itself is built by its own
 * compilers; `--build-arg MIB_CROSS=none` has the platform's own emulated, to compare.
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

/** What a lock says of the base image. */
export function baseImageOf({ project, platform }: PlatformProject): Pick<Lock, 'below'> {
  const base = project.baseImages.get(formatPlatform(platform));
  return base === undefined ? {} : { below: lockedBaseImage(base) };
}
