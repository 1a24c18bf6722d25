import { compareTrees } from '../../src/compile/compare-builds.ts';
import { marshal } from '../../src/llb/index.ts';
import { byPlatform } from '../../src/report/by-platform.ts';
import { type BuildDifferences, differencesText } from '../../src/report/differences.ts';
import type { Entrypoint } from '../context/entrypoint.ts';
import { readText } from '../gateway/read-text.ts';
import type { Answer } from '../gateway/result.ts';
import type { Session } from '../gateway/session.ts';
import { compileProject } from '../graph/compile-project.ts';
import { formatPlatform } from '../options/platform.ts';
import { compileContextOf } from '../project/compile-context.ts';
import { readProject } from '../project/project.ts';
import { forPlatforms, type PlatformBuild } from '../resolve/choose.ts';
import type { Subrequest } from './subrequest.ts';

/**
 * `--call=verify`: builds twice in succession without cache, and lists the differences. Packages are resolved and fetched
 * once, because they have checksums.
 */
export const verify: Subrequest = {
  name: 'verify',
  version: '0.1.0',
  description: 'Build twice without cache, and list every path that differs',
  answer: verifyPlatforms,
};

async function verifyPlatforms(session: Session, entrypoint: Entrypoint): Promise<Answer> {
  const project = await readProject(session, entrypoint);
  const platforms = await forPlatforms(session, project, async (build) => ({
    platform: formatPlatform(build.platform),
    ...(await buildTwice(build)),
  }));
  const same = platforms.every(({ found }) => found.length === 0);
  return {
    text: byPlatform(platforms.map((twice) => ({ platform: twice.platform, text: differencesText(twice) }))),
    json: JSON.stringify({ same, platforms }, null, 2),
    exitCode: same ? 0 : 1,
  };
}

async function buildTwice(build: PlatformBuild): Promise<BuildDifferences> {
  const { bridge } = build.session;
  const buildTree = async (round: 'first' | 'second') => {
    const { tree } = await compileProject(build, undefined, round);
    await bridge.solve({ definition: marshal(tree).definition }, { evaluate: true });
    return tree;
  };
  const first = await buildTree('first');
  // Not at the same time: results that depend on the time must differ.
  const second = await buildTree('second');
  const compileContext = { ...compileContextOf(build), ignoreCache: true };
  return JSON.parse(await readText(bridge, compareTrees(compileContext, first, second), 'differences.json'));
}
