import type { TargetSpec } from '../../src/imagefile/parse.ts';
import { nearest } from '../../src/imagefile/text/nearest.ts';
import { isVariant, VARIANTS, type Variant } from '../../src/imagefile/variants.ts';
import { UserError } from '../errors/user-error.ts';
import type { Parsed } from './imagefile.ts';

/** Target is the Imagefile to build, and the variant of it. */
export interface Target extends TargetSpec {
  readonly variant: Variant;
}

/** Returns the target that `--target` names. @throws {UserError} if the Imagefile does not have it */
export function chooseTarget(target: string | undefined, parsed: Parsed): Target {
  const { spec, tree, targets } = parsed;
  if (target === undefined || target === '') return { spec, tree, variant: 'thin' };
  if (isVariant(target)) return { spec, tree, variant: target };
  const own = targets.get(target);
  if (own !== undefined) return { spec: own.spec, tree: own.tree, variant: 'thin' };
  const known = [...Object.keys(VARIANTS), ...targets.keys()];
  const near = nearest(target, known);
  const fix = near === undefined ? `the targets are ${known.join(', ')}` : `did you mean "${near}"?`;
  throw new UserError([{ code: 'unknown-target', message: `target "${target}" does not exist`, fix }]);
}
