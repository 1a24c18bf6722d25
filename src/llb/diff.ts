import { newVertex } from './encode.ts';
import type { Common, Output, Tree } from './vertex.ts';

/**
 * What `upper` has over `lower`, removals included; the difference to the empty tree is `upper` itself. Needs `diffop`, which
 * a daemon with a graph driver store has disabled.
 */
export function diff(lower: Tree, upper: Tree, common?: Common): Tree {
  if (lower === undefined) return upper;
  const inputs: readonly Output[] = upper === undefined ? [lower] : [lower, upper];
  const op = { diff: { lower: { input: 0 }, upper: { input: upper === undefined ? -1 : 1 } } };
  return { vertex: newVertex({ inputs, op, caps: ['diffop'] }, common), index: 0 };
}
