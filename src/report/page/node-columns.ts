import type { ReasonKind } from '../../prune/graph.ts';
import type { KeepGraph, KeptNode } from '../keep.ts';
import type { NodeColumns } from './contents.ts';
import { encodeTexts } from './front-code.ts';
import type { Sizes } from './sizes.ts';

const LETTERS = { file: 'f', folder: 'd', link: 'l', other: 'o' } as const;

/**
 * Converts the graph to columns.
 * @param sizes sizes of the files of the image
 * @param packageAt positions of packages by `info`
 */
export function nodeColumns(
  graph: KeepGraph,
  sizes: Sizes,
  packageAt: ReadonlyMap<string, number>,
): NodeColumns {
  const nodes = [...graph.values()];
  const at = new Map(nodes.map(({ id }, index) => [id, index]));
  const positionOf = (id: string) => {
    const index = at.get(id);
    if (index === undefined) throw new Error(`${id} is a reason, but nothing that is kept`);
    return index;
  };
  const owner = ({ packages = [] }: KeptNode) => packageAt.get(packages[0] ?? '') ?? -1;
  const reasons = nodes.flatMap((node) => node.reasons);
  const kinds = table<ReasonKind>(reasons.map(({ kind }) => kind));
  const details = table(reasons.flatMap(({ detail }) => detail ?? []));
  return {
    ids: encodeTexts(nodes.map(({ id }) => id)),
    types: nodes.map(({ type }) => (type === undefined ? 'g' : LETTERS[type])).join(''),
    sizes: nodes.map(({ id }) => sizes.bytes.get(id) ?? 0),
    packages: nodes.map(owner),
    targets: nodes.flatMap(({ type, target = '' }) => (type === 'link' ? [target] : [])),
    twins: [...sizes.twins].map(([path, first]) => [positionOf(path), positionOf(first)]),
    kinds: kinds.values,
    details: details.values,
    counts: nodes.map((node) => node.reasons.length),
    from: reasons.map(({ from }) => (from === undefined ? 0 : positionOf(from) + 1)),
    kind: reasons.map(({ kind, strength }) => 2 * kinds.at(kind) + (strength === 'soft' ? 1 : 0)),
    detail: reasons.map(({ detail }) => (detail === undefined ? 0 : details.at(detail) + 1)),
  };
}

/** Returns the distinct values, sorted, and the position of each. */
function table<T extends string>(all: readonly T[]) {
  const values = [...new Set(all)].sort();
  const positions = new Map(values.map((value, index) => [value, index]));
  return { values, at: (value: T) => positions.get(value) ?? 0 };
}
