import { marshal, type Output } from '../../src/llb/index.ts';
import { why } from '../../src/prune/why.ts';
import { overview, overviewText, whyNotText, whyText } from '../../src/report/explain.ts';
import { idOf, type KeepSummary, parseKeep } from '../../src/report/keep.ts';
import type { Bridge } from '../bridge.ts';
import { compileProject, readProject } from '../project.ts';
import { readText } from '../read.ts';
import type { Answer } from '../result.ts';
import type { Session } from '../session.ts';
import { StatusError } from '../status.ts';
import type { Subrequest } from './subrequest.ts';

/**
 * `--call=explain`: what is in the image and why. `--build-arg explain=/path` asks for one path, kept or not;
 * `explain=dropped:/path` is the same for those who know already that it is not. Of several platforms the first answers.
 */
export const explain: Subrequest = {
  name: 'explain',
  version: '0.1.0',
  description: 'Say what is in the image and why; --build-arg explain=/path for one file',
  answer: explainImage,
};

async function explainImage(session: Session): Promise<Answer> {
  const project = await readProject(session);
  const [platform] = project.platforms;
  if (platform === undefined) throw new StatusError('there is no platform to explain');
  const { report, full } = await compileProject(session, project, platform);
  if (report === undefined) throw new StatusError('nothing to explain: everything is kept');
  const graph = parseKeep(await readText(session.bridge, report, 'keep.jsonl'));
  const summary: KeepSummary = JSON.parse(await readText(session.bridge, report, 'summary.json'));
  const asked = session.options.buildArgs.get('explain')?.replace(/^dropped:/, '');
  if (asked === undefined || asked === '') {
    const all = overview(graph, summary);
    return { text: overviewText(all), json: JSON.stringify(all, null, 2) };
  }
  const path = idOf(graph, asked);
  const steps = why((id) => graph.get(id)?.reasons ?? [], path);
  if (steps !== undefined)
    return { text: whyText(steps), json: JSON.stringify({ path, kept: true, steps }, null, 2) };
  const exists = await isThere(session.bridge, full, path);
  const dropped = summary.dropped[path] ?? null;
  return {
    text: whyNotText(path, summary, exists),
    json: JSON.stringify({ path, kept: false, exists, dropped }, null, 2),
  };
}

async function isThere(bridge: Bridge, tree: Output, path: string): Promise<boolean> {
  const ref = await bridge.solve({ definition: marshal(tree).definition });
  if (ref === undefined) return false;
  return bridge.statFile(ref, path).then(
    () => true,
    () => false,
  );
}
