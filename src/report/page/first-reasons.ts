import type { NodeColumns } from './contents.ts';

/** Counts selects the reasons to follow, as in `why`. */
type Counts = (kind: number) => boolean;

/**
 * Returns for each node the position of the reason that its explanation begins with; -1 without one. Same as the first step
 * of `why`, for all nodes at once: distances spread from the nodes that the Imagefile itself requests.
 */
export function firstReasons(nodes: NodeColumns): readonly number[] {
  const isHard: Counts = (kind) => kind % 2 === 0;
  const isTrace: Counts = (kind) => nodes.kinds[kind >> 1] === 'trace';
  const rounds = [(kind: number) => isHard(kind) && !isTrace(kind), isHard, () => true];
  const found = rounds.map((counts) => nearest(nodes, counts));
  return nodes.counts.map((_, node) => found.map((each) => each[node] ?? -1).find((at) => at >= 0) ?? -1);
}

function nearest(nodes: NodeColumns, counts: Counts): readonly number[] {
  const distances = distancesBy(nodes, counts);
  let at = 0;
  return nodes.counts.map((count) => {
    let [best, least] = [-1, Number.POSITIVE_INFINITY];
    for (const end = at + count; at < end; at++) {
      const from = nodes.from[at] ?? 0;
      const length = from === 0 ? -1 : (distances[from - 1] ?? 0);
      if (counts(nodes.kind[at] ?? 0) && length < least) [best, least] = [at, length];
    }
    return best;
  });
}

/** Returns the distance of each node from the Imagefile's requests, in selected reasons. */
function distancesBy(nodes: NodeColumns, counts: Counts): readonly number[] {
  const following = new Map<number, number[]>();
  const distances = new Array<number>(nodes.counts.length).fill(Number.POSITIVE_INFINITY);
  let queue: number[] = [];
  let at = 0;
  nodes.counts.forEach((count, node) => {
    for (const end = at + count; at < end; at++) {
      const from = nodes.from[at] ?? 0;
      if (!counts(nodes.kind[at] ?? 0)) continue;
      const known = from === 0 ? queue : following.get(from - 1);
      if (known === undefined) following.set(from - 1, [node]);
      else known.push(node);
    }
  });
  for (let distance = 0; queue.length > 0; distance++) {
    const reached = queue.filter((node) => distances[node] === Number.POSITIVE_INFINITY);
    for (const node of reached) distances[node] = distance;
    queue = reached.flatMap((node) => following.get(node) ?? []);
  }
  return distances;
}

/** Returns the start of the reasons of each node, and the end of the last. */
export function startsOf({ counts }: NodeColumns): readonly number[] {
  const starts = [0];
  for (const count of counts) starts.push((starts.at(-1) ?? 0) + count);
  return starts;
}
