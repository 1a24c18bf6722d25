import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { parseKeep } from '../report/keep.ts';
import { makeContents } from '../report/page/make-contents.ts';
import type { PageRequest, PageSummary } from '../report/page/request.ts';
import { writePage } from '../report/page/write-page.ts';
import { diskTree } from './disk-tree.ts';

/** Where the step finds what the page shows, and `keep.jsonl` and `summary.json`, beside which it writes `report.html`. */
export interface Places {
  readonly request: string;
  readonly template: string;
  readonly tree: string;
  readonly image: string;
  /** The tree of another image, where there is one to compare with. */
  readonly baseline: string;
  readonly report: string;
}

const PLACES: Places = {
  request: '/in/request.json',
  template: '/usr/lib/mib/report.html',
  tree: '/tree',
  image: '/image',
  baseline: '/baseline',
  report: '/out',
};

/** The step `report`: makes one page of what the pruning wrote and of the trees themselves. */
export async function report(places: Places = PLACES): Promise<number> {
  const read = (path: string) => readFileSync(path, 'utf8');
  const request: PageRequest = JSON.parse(read(places.request));
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
