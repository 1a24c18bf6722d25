import { type Bridge, BridgeError, type Ref } from './bridge.ts';
import { readRegularFile } from './regular-file.ts';

/** What the kernel says of a path that is not there. BuildKit's "not found" has no error code of its own. */
const ABSENT =
  /no such file or directory|not a directory|too many levels of symbolic links|file name too long/;

/** Returns undefined for an error that says that a path does not exist. @throws any other: it would hide a lock, for example */
export function unlessAbsent(error: unknown): undefined {
  if (!(error instanceof BridgeError && ABSENT.test(error.message))) throw error;
}

/** Reads a file of a tree; undefined if it does not exist. @throws {FileFault} if it is no regular file, or too large */
export async function readOptionalFile(
  bridge: Bridge,
  ref: Ref,
  path: string,
  most: number,
): Promise<Buffer | undefined> {
  return readRegularFile(bridge, ref, path, most).catch(unlessAbsent);
}

/** Reports whether a tree has a file or folder at a path. */
export async function pathExists(bridge: Bridge, ref: Ref, path: string): Promise<boolean> {
  return (await bridge.statFile(ref, path).catch(unlessAbsent)) !== undefined;
}
