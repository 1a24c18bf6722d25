import type { Range } from '../../src/imagefile/text/diagnostic.ts';
import { UserError } from '../errors/user-error.ts';
import { FileFault } from '../gateway/regular-file.ts';

/**
 * Turns the fault of a file of the build context into an error that the user can fix; returns any other error as it is.
 * @param at the line that names the file
 */
export function invalidFile(error: unknown, at?: Range): unknown {
  if (!(error instanceof FileFault)) return error;
  const message = `"${error.path}" ${error.message}`;
  return new UserError([{ code: 'invalid-file', message, ...(at === undefined ? {} : { at }) }]);
}
