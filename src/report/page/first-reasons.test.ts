import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Reason } from '../../prune/graph.ts';
import { why } from '../../prune/why.ts';
import { firstReasons, startsOf } from './first-reasons.ts';
import { nodeColumns } from './node-columns.ts';

const IDS = ['/a', '/b', '/c', '/d', '/e'];

/** Reasons of any kind from anything, itself too, as the prune step never writes them. */
const reason = fc
  .tuple(fc.option(fc.constantFrom(...IDS)), fc.constantFrom('needed', 'trace', 'rule'), fc.boolean())
  .map(
    ([from, kind, isSoft]) => ({ ...(from && { from }), kind, strength: isSoft ? 'soft' : 'hard' }) as Reason,
  );
const graphs = fc.tuple(
  ...IDS.map(() => fc.uniqueArray(reason, { maxLength: 4, selector: (each) => JSON.stringify(each) })),
);

test('it is what the way of reasons begins with, in any graph', () => {
  fc.assert(
    fc.property(graphs, (lists) => {
      const nodes = new Map(IDS.map((id, at) => [id, { id, reasons: lists[at] ?? [] }]));
      const columns = nodeColumns(nodes, { bytes: new Map(), twins: new Map() }, new Map());
      const starts = startsOf(columns);
      const found = firstReasons(columns).map((at, node) => lists[node]?.[at - (starts[node] ?? 0)]);
      const expected = IDS.map((id) => why((each) => nodes.get(each)?.reasons ?? [], id)?.[0]?.reason);
      expect(found).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});
