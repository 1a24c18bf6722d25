import type { SourceFile } from '../../frontend/errors/excerpt.ts';
import { UserError } from '../../frontend/errors/user-error.ts';

/** Runs an action as the frontend does: errors that it throws, also asynchronously, name the Imagefile. */
export function inFile<T>(file: SourceFile, action: () => T): T {
  const fail = (error: unknown): never => {
    throw error instanceof UserError ? error.in(file) : error;
  };
  try {
    const result = action();
    return result instanceof Promise ? (result.catch(fail) as T) : result;
  } catch (error) {
    return fail(error);
  }
}
