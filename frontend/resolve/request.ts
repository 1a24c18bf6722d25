import type { Lock } from '../../src/debian/lock.ts';
import type { Build } from '../../src/imagefile/spec.ts';
import { TOOLS } from '../../src/plan/make.ts';
import { lockedBaseImage } from '../context/base-image.ts';
import type { OpenedBuildImage } from '../context/build-images.ts';
import type { Options } from '../options/options.ts';
import { formatPlatform, type Platform } from '../options/platform.ts';
import { treePlatform } from '../options/tree-platform.ts';
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

/** Returns the architecture of the trees of builds and, for cross builds, that of their results. */
export function compilersFor(
  options: Options,
  platform: Platform,
): Pick<LockRequest, 'architecture' | 'target'> {
  const tree = treePlatform(options, platform);
  const target = architectureOf(platform);
  return tree === platform ? { architecture: target } : { architecture: architectureOf(tree), target };
}

/** Returns the request for the packages of a build. An image to build in has all that it needs. */
export function buildRequest(on: PlatformProject, { from, packages }: Build): LockRequest {
  const { session, project, platform } = on;
  const { from: _, ...rest } = project.spec;
  return {
    ...imageRequest(on),
    ...compilersFor(session.options, platform),
    spec: { ...rest, ...(from === undefined ? {} : { from }), packages, recommends: false },
  };
}

/** Returns the images that the builds of a platform are built in, by name of the build. */
export function buildImagesOf({
  project,
  platform,
}: Pick<PlatformProject, 'project' | 'platform'>): ReadonlyMap<string, OpenedBuildImage> {
  return project.buildImages.get(formatPlatform(platform)) ?? new Map();
}

/** Returns the base image as a lock records it. */
export function baseImageOf({ project, platform }: PlatformProject): Pick<Lock, 'below'> {
  const base = project.baseImages.get(formatPlatform(platform));
  return base === undefined ? {} : { below: lockedBaseImage(base) };
}
