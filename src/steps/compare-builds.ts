import { writeFileSync } from 'node:fs';
import type { Places } from '../protocol/steps.ts';
import { type Difference, differences } from '../prune/verify/differences.ts';
import { diskTree } from './disk-tree.ts';
import { say } from './say.ts';
import { differingAttributes } from './verify/attributes.ts';

/** Runs the step `twice`: writes the differences of two trees to `differences.json`. Does not fail if they differ. */
export async function compareBuilds(places: Places<'twice'>): Promise<number> {
  const [first, second] = [diskTree(places.first), diskTree(places.second)];
  const { paths, alike, found } = differences(first, second);
  first.close();
  second.close();
  const attributes = await differingAttributes([places.first, places.second], alike);
  const marked = attributes.map((path): Difference => ({ path, what: 'attributes' }));
  writeFileSync(
    `${places.out}/differences.json`,
    `${JSON.stringify({ paths, found: [...found, ...marked] })}\n`,
  );
  say(`differences: ${found.length + marked.length}, paths: ${paths}`);
  return 0;
}
