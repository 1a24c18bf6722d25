import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Access, newReader, type Surroundings } from '../../trace/accesses.ts';

/** Reads a file with strace's output, of any length. @throws {UnreadableTrace} */
export async function readTrace(
  path: string,
  surroundings: Surroundings,
  report: (access: Access) => void,
): Promise<void> {
  const reader = newReader(surroundings, report);
  // strace escapes all non-ASCII bytes as octal numbers.
  for await (const line of createInterface({ input: createReadStream(path, 'latin1') })) reader.add(line);
  reader.end();
}
