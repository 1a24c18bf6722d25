import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Access, newReader, type Surroundings } from '../../trace/accesses.ts';

/** Reads a trace of strace of any length, from a file. @throws {UnreadableTrace} */
export async function readTrace(
  path: string,
  surroundings: Surroundings,
  report: (access: Access) => void,
): Promise<void> {
  const reader = newReader(surroundings, report);
  // strace writes everything beyond ASCII as octal numbers.
  for await (const line of createInterface({ input: createReadStream(path, 'latin1') })) reader.add(line);
  reader.end();
}
