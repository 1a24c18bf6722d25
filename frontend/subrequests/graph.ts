import { describe, describeOps, marshal, type Output } from '../../src/llb/index.ts';
import type { pb } from '../../src/llb/proto.ts';
import type { Answer } from '../gateway/result.ts';
import { chain, type Link } from '../graph/chain.ts';
import { compileUnbuilt } from '../graph/compile-project.ts';
import { outputOf } from '../graph/output.ts';
import { formatPlatform } from '../options/platform.ts';
import { readProject } from '../project/project.ts';
import { forPlatforms, type PlatformBuild } from '../resolve/choose.ts';
import type { Subrequest } from './subrequest.ts';

/** `--call=graph`: prints the graph of each platform. It resolves packages, but fetches none. */
export const graph: Subrequest = {
  name: 'graph',
  version: '0.1.0',
  description: 'Print the graph that BuildKit would build, as YAML',
  async answer(session, entrypoint) {
    const project = await readProject(session, entrypoint);
    const nextLink = chain<Output>();
    const graphs = forPlatforms(session, project, (build) => {
      const link = nextLink();
      return graphOf(build, link).finally(() => link.pass());
    });
    return graphAnswer(await graphs);
  },
};

/** Graph is the graph of one platform. */
export interface Graph {
  /** E.g. `linux/arm64`. */
  readonly platform: string;
  readonly definition: pb.Definition.$Properties;
}

async function graphOf(build: PlatformBuild, link: Link<Output>): Promise<Graph> {
  const output = await outputOf(build, await compileUnbuilt(build), link);
  const { definition } = marshal(output, build.project.entrypoint.source);
  return { platform: formatPlatform(build.platform), definition };
}

/** Returns graphs as YAML, with a document for each platform, and as JSON. */
export function graphAnswer(graphs: readonly Graph[]): Answer {
  const documents = graphs.map(({ platform, definition }) => `# ${platform}\n${describe(definition)}`);
  const json = graphs.map(({ platform, definition }) => ({ platform, ops: describeOps(definition) }));
  return { text: documents.join('---\n'), json: JSON.stringify(json, null, 2) };
}
