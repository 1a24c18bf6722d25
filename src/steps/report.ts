import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import type { Places } from '../protocol/steps.ts';
import { parseKeep } from '../report/keep.ts';
import { makeContents } from '../report/page/make-contents.ts';
import type { PageSummary } from '../report/page/request.ts';
import { writePage } from '../report/page/write-page.ts';
import { diskTree } from './disk-tree.ts';
import { readRequest } from './request.ts';

/** Runs the step `report`: makes a page from the report of the prune step and the trees. */
export async function report(places: Places<'report'>): Promise<number> {
  const read = (path: string) => readFileSync(path, 'utf8');
  const request = readRequest<'report'>(places.request);
  const summary: PageSummary = JSON.parse(read(`${places.report}/summary.json`));
  const graph = parseKeep(read(`${places.report}/keep.jsonl`));
  const [full, image] = [diskTree(places.tree), diskTree(places.image)];
  const baseline = existsSync(places.baseline) ? diskTree(places.baseline) : undefined;
  const contents = makeContents({ request, graph, summary, full, image, ...(baseline && { baseline }) });
  for (const tree of [full, image, baseline]) tree?.close();
  writeFileSync(`${places.report}/report.html`, writePage(read(places.template), contents));
  for (const name of ['report.html', '.'])
    utimesSync(`${places.report}/${name}`, request.epoch, request.epoch);
  return 0;
}
