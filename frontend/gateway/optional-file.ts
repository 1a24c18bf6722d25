import type { Bridge, Ref } from './bridge.ts';
import { FileFault, readRegularFile } from './regular-file.ts';

// BuildKit's "not found" has no error code of its own, so every error counts as "not found".

/** Reads a file of a tree; undefined if it does not exist. @throws {FileFault} if it is no regular file, or too large */
export async function readOptionalFile(
  bridge: Bridge,
  ref: Ref,
  path: string,
  most: number,
): Promise<Buffer | undefined> {
  return readRegularFile(bridge, ref, path, most).catch((error: unknown) => {
    if (error instanceof FileFault) throw error;
    return undefined;
  });
}

/** Reports whether a tree has a file or folder at a path. */
export async function pathExists(bridge: Bridge, ref: Ref, path: string): Promise<boolean> {
  return bridge.statFile(ref, path).then(
    () => true,
    () => false,
  );
}
