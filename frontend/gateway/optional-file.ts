import type { Bridge, Ref } from './bridge.ts';

// BuildKit answers "not found" as an error without a code of its own, so every error counts as that.

/** Reads a file of a tree; undefined where it is not there. */
export async function readOptionalFile(bridge: Bridge, ref: Ref, path: string): Promise<Buffer | undefined> {
  return bridge.readFile(ref, path).catch(() => undefined);
}

/** Tells whether a tree has a file or a folder at a path. */
export async function pathExists(bridge: Bridge, ref: Ref, path: string): Promise<boolean> {
  return bridge.statFile(ref, path).then(
    () => true,
    () => false,
  );
}
