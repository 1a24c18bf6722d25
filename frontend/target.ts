import { nearest } from '../src/imagefile/nearest.ts';
import { UserError } from './errors.ts';
import type { SourceFile } from './excerpt.ts';

/** The variants that every Imagefile has. */
const TARGETS = ['thin'];

/** @throws {UserError} for a `--target` that is none of the Imagefile's */
export function verifyTarget(target: string | undefined, file: SourceFile): void {
  if (target === undefined || target === '' || TARGETS.includes(target)) return;
  const near = nearest(target, TARGETS);
  const fix =
    near === undefined
      ? `there is ${TARGETS.map((name) => `"${name}"`).join(', ')}`
      : `did you mean "${near}"?`;
  throw new UserError([{ code: 'unknown-target', message: `target "${target}" does not exist`, fix }], file);
}
