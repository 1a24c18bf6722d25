import type { Outcome } from '../process.ts';

/** Words of the operating system about a machine that lacks something, as apt and its helpers pass them on. */
const WORDS =
  /No space left on device|Disk quota exceeded|Cannot allocate memory|Input\/output error|Read-only file system|Too many open files|Resource temporarily unavailable|Segmentation fault/;

/** A status above that of any answer: a signal ended the program. */
const SIGNAL = 128;

/**
 * Ends the step if a program failed for a reason of the machine. What apt says otherwise is an answer, which the step
 * returns with success, so that BuildKit caches it.
 * @throws
 */
export function refuseMachineFault({ status, stderr }: Outcome): void {
  if (status < SIGNAL && !(status !== 0 && WORDS.test(stderr))) return;
  throw new Error(`apt-get ended with status ${status}: ${stderr.trim()}`);
}
