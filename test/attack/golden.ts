import { join } from 'node:path';

/** Returns a path below test/golden. */
export function golden(path: string): string {
  return join('test/golden', path);
}
