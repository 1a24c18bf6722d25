import { marshal, type Output } from '../../src/llb/index.ts';
import { why } from '../../src/prune/why.ts';
import { byPlatform } from '../../src/report/by-platform.ts';
import {
  originsIn,
  overview,
  overviewText,
  type PackageOrigin,
  whyNotText,
  whyText,
} from '../../src/report/explain.ts';
import { idOf, type KeepSummary, leftOutPath, parseKeep } from '../../src/report/keep.ts';
import { isText } from '../../src/tree/names.ts';
import type { Entrypoint } from '../context/entrypoint.ts';
import { StatusError } from '../errors/status.ts';
import type { Bridge } from '../gateway/bridge.ts';
import { pathExists } from '../gateway/optional-file.ts';
import { readText } from '../gateway/read-text.ts';
import type { Answer } from '../gateway/result.ts';
import type { Session } from '../gateway/session.ts';
import { compileProject } from '../graph/compile-project.ts';
import { formatPlatform } from '../options/platform.ts';
import { inspected } from '../project/inspected.ts';
import { readProject } from '../project/project.ts';
import { forPlatforms, type PlatformBuild } from '../resolve/choose.ts';
import type { Subrequest } from './subrequest.ts';

/**
 * `--call=explain`: shows what is in the image and why. `--build-arg explain=/path` explains one path, kept or dropped;
 * `explain=dropped:/path` does the same.
 */
export const explain: Subrequest = {
  name: 'explain',
  version: '0.1.0',
  description: 'Show what is in the image and why; --build-arg explain=/path for one file',
  answer: explainPlatforms,
};

async function explainPlatforms(session: Session, entrypoint: Entrypoint): Promise<Answer> {
  const project = inspected(await readProject(session, entrypoint));
  const parts = await forPlatforms(session, project, async (build) => ({
    platform: formatPlatform(build.platform),
    ...(await explainImage(build)),
  }));
  const json = parts.map(({ platform, answer }) => ({ platform, ...answer }));
  return { text: byPlatform(parts), json: JSON.stringify(json, null, 2) };
}

/** Explanation is an answer as text and as JSON. */
interface Explanation {
  readonly text: string;
  readonly answer: object;
}

async function explainImage(build: PlatformBuild): Promise<Explanation> {
  const { session } = build;
  const { report, full, plan } = await compileProject(build);
  if (report === undefined) throw new StatusError('nothing to explain: everything is kept');
  const graph = parseKeep(await readText(session.bridge, report, 'keep.jsonl'));
  const summary: KeepSummary = JSON.parse(await readText(session.bridge, report, 'summary.json'));
  const wanted = session.options.buildArgs.get('explain')?.replace(/^dropped:/, '');
  if (wanted === undefined || wanted === '') {
    const all = overview(graph, summary, originsIn(plan));
    return { text: overviewText(all), answer: all };
  }
  const path = idOf(graph, wanted);
  const steps = why((id) => graph.get(id)?.reasons ?? [], path);
  if (steps !== undefined) {
    const packages = (graph.get(path)?.packages ?? []).map((name) => withOrigin(name, originsIn(plan)(name)));
    return { text: whyText(steps, packages), answer: { path, kept: true, steps, packages } };
  }
  return whyNot(summary, leftOutPath(summary, wanted) ?? path, (name) => isThere(session.bridge, full, name));
}

async function whyNot(
  summary: KeepSummary,
  path: string,
  isInTree: (path: string) => Promise<boolean>,
): Promise<Explanation> {
  const exists = isText(path) ? await isInTree(path) : (summary.notUtf8?.includes(path) ?? false);
  const dropped = summary.dropped[path] ?? null;
  const withheld = summary.withheld.includes(path);
  return {
    text: whyNotText(path, summary, exists),
    answer: { path, kept: false, exists, dropped, withheld },
  };
}

function withOrigin(name: string, origin: string | undefined): PackageOrigin {
  return { name, ...(origin === undefined ? {} : { origin }) };
}

async function isThere(bridge: Bridge, tree: Output, path: string): Promise<boolean> {
  const ref = await bridge.solve({ definition: marshal(tree).definition });
  if (ref === undefined) return false;
  return pathExists(bridge, ref, path);
}
