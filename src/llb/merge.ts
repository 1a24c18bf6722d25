import { newVertex } from './encode.ts';
import type { Common, Output, Tree } from './vertex.ts';

/**
 * Several trees laid over one another, later ones on top, without copying. Empty trees are left out; fewer than two are no
 * merge. Needs `mergeop`, which a daemon with a graph driver store has disabled.
 */
export function merge(trees: readonly Tree[], common?: Common): Tree {
  const inputs = trees.filter((tree): tree is Output => tree !== undefined);
  if (inputs.length < 2) return inputs[0];
  const op = { merge: { inputs: inputs.map((_, input) => ({ input })) } };
  return { vertex: newVertex({ inputs, op, caps: ['mergeop'] }, common), index: 0 };
}
