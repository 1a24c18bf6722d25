import { planText } from '../../src/report/plan.ts';
import { forPlatforms } from '../choose.ts';
import { askedPlatforms } from '../platforms.ts';
import { planProject, readProject } from '../project.ts';
import type { Subrequest } from './subrequest.ts';

/** `--call=plan`: what would be built, for each platform. Packages are resolved for it, and nothing is fetched or run. */
export const plan: Subrequest = {
  name: 'plan',
  version: '0.1.0',
  description: 'Say what would be built, and from what',
  async answer(session) {
    const project = await readProject(session, askedPlatforms);
    const plans = await forPlatforms(session, project, (platform, locks) =>
      planProject(session, project, platform, locks),
    );
    return { text: plans.map(planText).join('\n'), json: JSON.stringify(plans, null, 2) };
  },
};
