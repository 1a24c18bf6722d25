import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Access, newReader, type Surroundings } from '../../trace/accesses.ts';

/**
 * Reads a file with strace's output, of any length.
 * @param isCut whether the run was ended, so that the trace may lack its end
 * @throws {UnreadableTrace}
 */
export async function readTrace(
  path: string,
  surroundings: Surroundings,
  report: (access: Access) => void,
  isCut = false,
): Promise<void> {
  const reader = newReader(surroundings, report);
  // strace escapes all non-ASCII bytes as octal numbers.
  for await (const line of createInterface({ input: createReadStream(path, 'latin1') })) reader.add(line);
  if (!isCut) reader.end();
}
