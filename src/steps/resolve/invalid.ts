import { invalidField } from '../../debian/invalid-entry.ts';
import type { IndexProblem, ResolveRequest } from '../../debian/resolution.ts';
import type { Choice } from './installed.ts';

/** InvalidList reports a list that no archive would have. */
export class InvalidList extends Error {
  override readonly name = 'InvalidList';
  /** Position of its archive in the request. */
  readonly archive: number;

  constructor(archive: number, message: string) {
    super(message);
    this.archive = archive;
  }
}

/** Returns a problem for each chosen package whose entry is invalid. A signature proves who wrote it, not that it is sound. */
export function invalidEntries(choices: readonly Choice[], request: ResolveRequest): IndexProblem[] {
  return choices.flatMap(({ locked }) => {
    const said = invalidField(locked);
    return said === undefined ? [] : [invalid(locked.archive, said, request)];
  });
}

export function invalidList({ archive, message }: InvalidList, request: ResolveRequest): IndexProblem {
  return invalid(archive, message, request);
}

function invalid(position: number, said: string, { archives }: ResolveRequest): IndexProblem {
  const archive = archives[position];
  if (archive === undefined) throw new Error(`the request has no archive ${position}`);
  const { url, suite } = archive;
  return { kind: 'index', archive: { url, suite }, fault: 'invalid', explanation: [said] };
}
