import { planText } from '../../src/report/plan.ts';
import { planProject } from '../graph/compile-project.ts';
import { requestedPlatforms } from '../options/platforms.ts';
import { readProject } from '../project/project.ts';
import { forPlatforms } from '../resolve/choose.ts';
import type { Subrequest } from './subrequest.ts';

/** `--call=plan`: prints the plan of each platform. It resolves packages, but fetches and runs nothing. */
export const plan: Subrequest = {
  name: 'plan',
  version: '0.1.0',
  description: 'Show what would be built, and from which packages',
  async answer(session, entrypoint) {
    const project = await readProject(session, entrypoint, requestedPlatforms);
    const plans = await forPlatforms(session, project, planProject);
    return { text: plans.map(planText).join('\n'), json: JSON.stringify(plans, null, 2) };
  },
};
