import { debianArchitecture } from '../../src/debian/architecture.ts';
import { LockError, type LockFile, parseLockFile } from '../../src/debian/lock-file.ts';
import { placeOf } from '../../src/imagefile/text/tree.ts';
import { readYaml } from '../../src/imagefile/text/yaml.ts';
import type { SourceFile } from '../errors/excerpt.ts';
import { UserError } from '../errors/user-error.ts';
import { formatPlatform, type Platform } from '../options/platform.ts';
import type { Entrypoint } from './entrypoint.ts';

/** Reads a lock, with errors at the lines of it. @throws {UserError} */
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

/** The digests of the base images that the lock beside an Imagefile has, by platform. @throws {UserError} */
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

/** JSON is YAML, and the reader of YAML knows where things are. */
function placeIn(text: string, path: readonly PropertyKey[]) {
  const { tree, diagnostics } = readYaml(text);
  const end = text.trimEnd().length;
  return tree === undefined
    ? (diagnostics[0]?.at ?? { start: Math.max(0, end - 1), end })
    : placeOf(tree, path);
}

/** The command that writes the lock anew; a target of the Imagefile's own gets one of its own. */
export function renewal({ file, ownTarget }: Entrypoint, lock: string, platforms: readonly string[]): string {
  const named = lock.startsWith(`${file.name}.`) && file.name !== 'Dockerfile' ? [`--file ${file.name}`] : [];
  const several = platforms.length > 1 ? [`--platform ${platforms.join(',')}`] : [];
  const target = ownTarget === undefined ? [] : [`--target ${ownTarget}`];
  const command = ['docker buildx build --call=lock', ...named, ...several, ...target, '.'].join(' ');
  const own = ownTarget === undefined || lock.endsWith(`.${ownTarget}.lock`);
  return `renew it: ${command} > ${own ? lock : lock.replace(/lock$/, `${ownTarget}.lock`)}`;
}
