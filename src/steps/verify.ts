import type { VerifyRequest } from '../protocol/prune.ts';
import type { Places } from '../protocol/steps.ts';
import { compare } from '../prune/verify/compare.ts';
import { type Fault, faultLines } from '../prune/verify/fault.ts';
import type { Tree } from '../tree/tree.ts';
import { entriesOf } from '../tree/tree.ts';
import { diskTree } from './disk-tree.ts';
import { readRequest } from './request.ts';
import { say } from './say.ts';
import { differingAttributes } from './verify/attributes.ts';
import { readReport } from './verify/report.ts';

/** Runs the step `verify`: fails if the image is not the part of the full tree that the report describes. */
export async function verify(places: Places<'verify'>): Promise<number> {
  const request = readRequest<'verify'>(places.request);
  const [full, image] = [diskTree(places.tree), diskTree(places.image)];
  const faults = await differences(full, image, places, request);
  full.close();
  image.close();
  for (const line of faultLines(faults)) say(line);
  return faults.length === 0 ? 0 : 1;
}

/** Returns the differences between the image and the part of the full tree that the report describes. */
export async function differences(
  full: Tree,
  image: Tree,
  places: Pick<Places<'verify'>, 'tree' | 'image' | 'report'>,
  request: VerifyRequest,
): Promise<readonly Fault[]> {
  const entries = entriesOf(image);
  const comparable = [...entries].flatMap(([path, { type }]) => {
    const isInBoth = full.lstat(path)?.type === type && (type === 'file' || type === 'folder');
    return isInBoth ? [path] : [];
  });
  // Two tar processes, which run while this one compares the rest.
  const attributes = differingAttributes([places.tree, places.image], comparable);
  const report = readReport(places.report);
  const faults: Fault[] = [...compare(full, image, entries, report, request)];
  for (const path of await attributes) {
    if (!report.files.has(path)) faults.push({ kind: 'differs', path, what: 'attributes' });
  }
  return faults;
}
