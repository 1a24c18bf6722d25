import { table } from '../../src/report/table.ts';
import { planProject } from '../graph/compile-project.ts';
import { requestedPlatforms } from '../options/platforms.ts';
import { readProject } from '../project/project.ts';
import { forPlatforms } from '../resolve/choose.ts';
import type { Subrequest } from './subrequest.ts';

/** `--call=packages`: lists the packages that would be installed, with the checksums of their files. */
export const packages: Subrequest = {
  name: 'packages',
  version: '0.1.0',
  description: 'List the packages that would be installed',
  async answer(session, entrypoint) {
    const project = await readProject(session, entrypoint, requestedPlatforms);
    const plans = await forPlatforms(session, project, planProject);
    const all = plans.map(({ platform, bootstrap, install }) => ({
      platform,
      packages: [
        ...(bootstrap?.packages ?? []).map((deb) => ({ ...deb, base: true })),
        ...install.packages.map((deb) => ({ ...deb, base: false })),
      ]
        .map(({ name, version, origin, url, sha256, size, base }) => {
          return { name, version, origin, url, sha256, size, base };
        })
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    }));
    const rows = all.flatMap(({ platform, packages }) =>
      packages.map(({ name, version, origin, size }) => [name, version, origin, platform, String(size)]),
    );
    return {
      text: table([['PACKAGE', 'VERSION', 'ORIGIN', 'PLATFORM', 'BYTES'], ...rows]),
      json: JSON.stringify(all, null, 2),
    };
  },
};
