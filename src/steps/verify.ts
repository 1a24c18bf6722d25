import { readFileSync } from 'node:fs';
import type { PruneRequest } from '../prune/request.ts';
import { compare } from '../prune/verify/compare.ts';
import { type Fault, faultLines } from '../prune/verify/fault.ts';
import type { Tree } from '../tree/tree.ts';
import { entriesOf } from '../tree/tree.ts';
import { diskTree } from './disk-tree.ts';
import { say } from './say.ts';
import { differingAttributes } from './verify/attributes.ts';
import { readReport } from './verify/report.ts';

/** Where the step finds what it compares. */
export interface Places {
  readonly request: string;
  readonly tree: string;
  readonly image: string;
  readonly report: string;
}

const PLACES: Places = {
  request: '/in/request.json',
  tree: '/tree',
  image: '/image',
  report: '/in/report',
};

/** The step `verify`: fails where the image is not the part of the full tree that the report says it is. */
export async function verify(places: Places = PLACES): Promise<number> {
  const request: Pick<PruneRequest, 'environment' | 'epoch'> = JSON.parse(
    readFileSync(places.request, 'utf8'),
  );
  const [full, image] = [diskTree(places.tree), diskTree(places.image)];
  const faults = await differences(full, image, places, request);
  full.close();
  image.close();
  for (const line of faultLines(faults)) say(line);
  return faults.length === 0 ? 0 : 1;
}

/** All that makes the image another thing than the part of the full tree that the report says it is. */
export async function differences(
  full: Tree,
  image: Tree,
  places: Pick<Places, 'tree' | 'image' | 'report'>,
  request: Pick<PruneRequest, 'environment' | 'epoch'>,
): Promise<readonly Fault[]> {
  const entries = entriesOf(image);
  const comparable = [...entries].flatMap(([path, { type }]) => {
    const isInBoth = full.lstat(path)?.type === type && (type === 'file' || type === 'folder');
    return isInBoth ? [path] : [];
  });
  // Two programs of their own, which run while this one compares the rest.
  const attributes = differingAttributes([places.tree, places.image], comparable);
  const report = readReport(places.report);
  const faults: Fault[] = [...compare(full, image, entries, report, request)];
  for (const path of await attributes) {
    if (!report.files.has(path)) faults.push({ kind: 'differs', path, what: 'attributes' });
  }
  return faults;
}
