import { nearest } from '../src/imagefile/nearest.ts';
import type { ParseResult } from '../src/imagefile/parse.ts';
import type { Spec } from '../src/imagefile/spec.ts';
import { isVariant, VARIANTS, type Variant } from '../src/imagefile/variants.ts';
import { UserError } from './errors.ts';
import type { SourceFile } from './excerpt.ts';

/** What is built: of what, and how much of it. */
export interface Target {
  readonly spec: Spec;
  readonly variant: Variant;
}

/** What `--target` names. @throws {UserError} where that is nothing that the Imagefile has */
export function chooseTarget(
  target: string | undefined,
  spec: Spec,
  declared: NonNullable<ParseResult['targets']>,
  file: SourceFile,
): Target {
  if (target === undefined || target === '') return { spec, variant: 'thin' };
  if (isVariant(target)) return { spec, variant: target };
  const own = declared.get(target);
  if (own !== undefined) return { spec: own.spec, variant: 'thin' };
  const known = [...Object.keys(VARIANTS), ...declared.keys()];
  const near = nearest(target, known);
  const fix = near === undefined ? `there are ${known.join(', ')}` : `did you mean "${near}"?`;
  throw new UserError([{ code: 'unknown-target', message: `target "${target}" does not exist`, fix }], file);
}
