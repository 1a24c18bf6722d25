import { describe, describeOps, marshal, type Output } from '../../src/llb/index.ts';
import type { pb } from '../../src/llb/proto.ts';
import type { Answer } from '../gateway/result.ts';
import type { Session } from '../gateway/session.ts';
import { chain, type Link } from '../graph/chain.ts';
import { compileUnbuilt } from '../graph/compile-project.ts';
import { outputOf } from '../graph/output.ts';
import { formatPlatform, type Platform } from '../options/platform.ts';
import { type Project, projectFor, readProject } from '../project/project.ts';
import { forPlatforms, type PlatformPackages } from '../resolve/choose.ts';
import type { Subrequest } from './subrequest.ts';

/** `--call=graph`: the graph that BuildKit would build, for each platform. Packages are resolved for it; none is fetched. */
export const graph: Subrequest = {
  name: 'graph',
  version: '0.1.0',
  description: 'Print the graph that BuildKit would build, as YAML',
  async answer(session) {
    const project = await readProject(session);
    const nextLink = chain<Output>();
    const graphs = forPlatforms(session, project, (platform, packages) => {
      const link = nextLink();
      return graphOf(session, project, platform, packages, link).finally(() => link.pass());
    });
    return graphAnswer(await graphs);
  },
};

/** The graph of one platform, as BuildKit takes it. */
export interface Graph {
  /** As `linux/arm64`. */
  readonly platform: string;
  readonly definition: pb.Definition.$Properties;
}

async function graphOf(
  session: Session,
  project: Project,
  platform: Platform,
  packages: Promise<PlatformPackages>,
  link: Link<Output>,
): Promise<Graph> {
  const compiled = await compileUnbuilt(session, project, platform, packages);
  const output = await outputOf(session, projectFor(project, platform), platform, compiled, link);
  const { definition } = marshal(output, project.entrypoint.source);
  return { platform: formatPlatform(platform), definition };
}

/** One YAML document for each platform. */
export function graphAnswer(graphs: readonly Graph[]): Answer {
  const documents = graphs.map(({ platform, definition }) => `# ${platform}\n${describe(definition)}`);
  const json = graphs.map(({ platform, definition }) => ({ platform, ops: describeOps(definition) }));
  return { text: documents.join('---\n'), json: JSON.stringify(json, null, 2) };
}
