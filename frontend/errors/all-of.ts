import { joined, UserError } from './user-error.ts';

/**
 * Waits for all promises, as Promise.all does. If several reject with UserErrors, it throws one error with all distinct
 * problems, so the result does not depend on which promise was first.
 */
export async function allOf<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const failures = (await Promise.allSettled(promises)).flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason] : [],
  );
  const [first, ...others] = failures;
  if (others.length > 0 && failures.every((failure) => failure instanceof UserError)) throw joined(failures);
  if (failures.length > 0) throw first;
  return Promise.all(promises);
}
