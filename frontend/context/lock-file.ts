import { debianArchitecture } from '../../src/debian/architecture.ts';
import { LockError, type LockFile, parseLockFile } from '../../src/debian/lock-file.ts';
import { placeOf } from '../../src/imagefile/text/tree.ts';
import { readYaml } from '../../src/imagefile/text/yaml.ts';
import type { SourceFile } from '../errors/excerpt.ts';
import { UserError } from '../errors/user-error.ts';
import { formatPlatform, type Platform } from '../options/platform.ts';
import type { BuildPins } from './build-images.ts';
import type { Entrypoint } from './entrypoint.ts';

/** Parses a lock file. @throws {UserError} at a line of the lock file */
export function readLockFile(lock: SourceFile, entrypoint: Entrypoint): LockFile {
  try {
    return parseLockFile(lock.text);
  } catch (error) {
    if (!(error instanceof LockError)) throw error;
    const at = placeIn(lock.text, error.path);
    const fix = `${renewal(entrypoint, lock.name, [])}, or delete it to build from the newest packages`;
    throw new UserError([{ code: 'invalid-lock', message: error.message, fix, at, file: lock }]);
  }
}

/** Returns the digests of the locked base images, by platform. @throws {UserError} */
export function lockedBaseDigests(
  entrypoint: Entrypoint,
  platforms: readonly Platform[],
): ReadonlyMap<string, string> {
  if (entrypoint.lock === undefined) return new Map();
  const { locks } = readLockFile(entrypoint.lock, entrypoint);
  return new Map(
    platforms.flatMap((platform): [string, string][] => {
      const found = locks.find(({ architecture }) => architecture === debianArchitecture(platform));
      const digest = found?.below?.digest;
      return digest === undefined ? [] : [[formatPlatform(platform), digest]];
    }),
  );
}

/** Returns the digests of the locked images that builds are built in, by platform and by name of the build. @throws {UserError} */
export function lockedBuildDigests(entrypoint: Entrypoint, platforms: readonly Platform[]): BuildPins {
  if (entrypoint.lock === undefined) return new Map();
  const { locks } = readLockFile(entrypoint.lock, entrypoint);
  return new Map(
    platforms.map((platform) => {
      const found = locks.find(({ architecture }) => architecture === debianArchitecture(platform));
      const digests = (found?.builds ?? []).flatMap(({ name, lock }): [string, string][] =>
        lock.below?.digest === undefined ? [] : [[name, lock.below.digest]],
      );
      return [formatPlatform(platform), new Map(digests)] as const;
    }),
  );
}

/** Finds the position of a value. JSON is YAML, and the YAML parser keeps positions. */
function placeIn(text: string, path: readonly PropertyKey[]) {
  const { tree, diagnostics } = readYaml(text);
  const end = text.trimEnd().length;
  return tree === undefined
    ? (diagnostics[0]?.at ?? { start: Math.max(0, end - 1), end })
    : placeOf(tree, path);
}

/** Returns the command that renews the lock. A target that the Imagefile declares has its own lock. */
export function renewal({ file, ownTarget }: Entrypoint, lock: string, platforms: readonly string[]): string {
  const named = lock.startsWith(`${file.name}.`) && file.name !== 'Dockerfile' ? [`--file ${file.name}`] : [];
  const several = platforms.length > 1 ? [`--platform ${platforms.join(',')}`] : [];
  const target = ownTarget === undefined ? [] : [`--target ${ownTarget}`];
  const command = ['docker buildx build --call=lock', ...named, ...several, ...target, '.'].join(' ');
  const own = ownTarget === undefined || lock.endsWith(`.${ownTarget}.lock`);
  const renewed = own ? lock : lock.replace(/lock$/, `${ownTarget}.lock`);
  // A shell would empty the old lock before mib could read it and compare the two.
  return `renew it: ${command} > new.lock && mv new.lock ${renewed}`;
}
