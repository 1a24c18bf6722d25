import { statfsSync } from 'node:fs';
import type { Message } from '../prune/messages.ts';

/** Words of the operating system about a disk, or a quota, that is full: those of Node, too. */
const WORDS = /no space left on device|disk quota exceeded/i;

/** A folder in memory, where steps keep what they do not pass on. */
const MEMORY = '/tmp';
/** Bytes. What a program could not write may have been longer. */
const LITTLE = 1 << 20;

/** Reports whether what a program said, or an error, tells that the disk is full. */
export function isFullDisk(said: string): boolean {
  return WORDS.test(said);
}

/** Returns the problem for a full disk. @param said the words of the program that could not write */
export function fullDisk(said: string, inMemory = isFull(MEMORY)): Message {
  const [message, remedy] = inMemory
    ? [`no space is left in ${MEMORY}, which is in memory`, 'give the machine more memory']
    : ["no space is left on the engine's disk", 'free some, for example with docker buildx prune'];
  return { code: 'disk-full', message, fix: `${remedy}, and build again\n  ${lastLine(said)}` };
}

function lastLine(said: string): string {
  return said.split('\n').findLast(isFullDisk)?.trim() ?? '';
}

function isFull(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < LITTLE;
}
