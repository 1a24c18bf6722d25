import { joined, UserError } from './user-error.ts';

/**
 * As Promise.all, but what is wrong on any platform is said at once, and what is wrong on several only once. It does not
 * depend on which of them was the first.
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
