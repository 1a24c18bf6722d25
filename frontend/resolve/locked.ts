import type { Lock } from '../../src/debian/lock.ts';
import { lockedBaseImage } from '../context/base-image.ts';
import type { SourceFile } from '../errors/excerpt.ts';
import { architectureOf } from '../project/compile-context.ts';
import type { PlatformProject } from '../project/platform-project.ts';
import { lockedPackages } from './match-lock.ts';
import { namedMirror } from './mirror.ts';
import { baseImageOf, buildImagesOf, compilersFor } from './request.ts';

/** Returns the locked packages of a platform. @throws {UserError} if the lock does not match the project */
export function lockedProject(on: PlatformProject, lock: SourceFile): Lock {
  const { session, project, platform } = on;
  const { entrypoint, spec, lockedRequest, platforms, variant } = project;
  const mirror = namedMirror(session, spec);
  const { below: base } = baseImageOf(on);
  return lockedPackages(lock, {
    spec,
    wanted: lockedRequest,
    entrypoint,
    architecture: architectureOf(platform),
    platforms,
    needsTools: variant === 'debug',
    builder: compilersFor(session.options, platform).architecture,
    buildImages: new Map([...buildImagesOf(on)].map(([name, image]) => [name, lockedBaseImage(image)])),
    ...(mirror === undefined ? {} : { mirror }),
    ...(base === undefined ? {} : { base }),
  });
}
