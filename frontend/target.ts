import { nearest } from '../src/imagefile/nearest.ts';
import { isVariant, VARIANTS, type Variant } from '../src/imagefile/variants.ts';
import { UserError } from './errors.ts';
import type { SourceFile } from './excerpt.ts';

/** What `--target` names. @throws {UserError} where that is nothing that the Imagefile has */
export function readTarget(target: string | undefined, file: SourceFile): Variant {
  if (target === undefined || target === '') return 'thin';
  if (isVariant(target)) return target;
  const known = Object.keys(VARIANTS);
  const near = nearest(target, known);
  const fix = near === undefined ? `there are ${known.join(', ')}` : `did you mean "${near}"?`;
  throw new UserError([{ code: 'unknown-target', message: `target "${target}" does not exist`, fix }], file);
}
