import { compareTrees } from '../../src/compile/twice.ts';
import { marshal } from '../../src/llb/index.ts';
import { type Twice, twiceText } from '../../src/report/twice.ts';
import { compileProject, readProject, siteOf } from '../project.ts';
import { readText } from '../read.ts';
import type { Answer } from '../result.ts';
import type { Session } from '../session.ts';
import { StatusError } from '../status.ts';
import type { Subrequest } from './subrequest.ts';

/**
 * `--call=verify`: builds twice without cache, one after the other, and says what differs. The packages are resolved and
 * fetched once: they have checksums. Of several platforms the first answers.
 */
export const verify: Subrequest = {
  name: 'verify',
  version: '0.1.0',
  description: 'Build twice without cache, and name every path that differs',
  answer: buildTwice,
};

async function buildTwice(session: Session): Promise<Answer> {
  const project = await readProject(session);
  const [platform] = project.platforms;
  if (platform === undefined) throw new StatusError('there is no platform to build');
  const trees = [];
  for (const turn of ['first', 'second'] as const) {
    const { tree } = await compileProject(session, project, platform, turn);
    // Not at once: what depends on the time must have a chance to show it.
    await session.bridge.solve({ definition: marshal(tree).definition }, { evaluate: true });
    trees.push(tree);
  }
  const site = { ...siteOf(session, project, platform), ignoreCache: true };
  const [first, second] = trees;
  if (first === undefined || second === undefined) throw new StatusError('there are not two trees');
  const twice: Twice = JSON.parse(
    await readText(session.bridge, compareTrees(site, first, second), 'differences.json'),
  );
  return {
    text: twiceText(twice),
    json: JSON.stringify({ same: twice.found.length === 0, ...twice }, null, 2),
    exitCode: twice.found.length === 0 ? 0 : 1,
  };
}
