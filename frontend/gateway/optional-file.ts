import type { Bridge, Ref } from './bridge.ts';

// BuildKit's "not found" has no error code of its own, so every error counts as "not found".

/** Reads a file of a tree; undefined if it does not exist. */
export async function readOptionalFile(bridge: Bridge, ref: Ref, path: string): Promise<Buffer | undefined> {
  return bridge.readFile(ref, path).catch(() => undefined);
}

/** Reports whether a tree has a file or folder at a path. */
export async function pathExists(bridge: Bridge, ref: Ref, path: string): Promise<boolean> {
  return bridge.statFile(ref, path).then(
    () => true,
    () => false,
  );
}
