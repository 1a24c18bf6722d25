import { fullDisk, isFullDisk } from './full-disk.ts';
import { complain, say } from './say.ts';

/** Says what ended a step: a full disk, or else a fault of mib, with the place in its code. @returns the exit status */
export function failed(error: unknown): number {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (isFullDisk(text)) return complain([fullDisk(error instanceof Error ? error.message : text)]);
  say(...text.split('\n'));
  return 1;
}
