import { table } from '../../src/report/table.ts';
import type { Subrequest } from './subrequest.ts';

/**
 * `--call=subrequests.describe`: lists the subrequests. The format is BuildKit's (`frontend/subrequests/types.go`).
 * @param all returns all subrequests, including this one
 */
export function describe(all: () => readonly Subrequest[]): Subrequest {
  return {
    name: 'subrequests.describe',
    version: '1.0.0',
    description: 'List available subrequest types',
    needsImagefile: false,
    answer: async () => ({ text: table(rows(all())), json: `${JSON.stringify(all().map(entry), null, 2)}` }),
  };
}

function entry({ name, version, description }: Subrequest) {
  const metadata = ['result.json', 'result.txt'].map((key) => ({ name: key }));
  return { name: `frontend.${name}`, version, type: 'rpc', description, metadata };
}

function rows(all: readonly Subrequest[]): string[][] {
  return [
    ['NAME', 'VERSION', 'DESCRIPTION'],
    ...all.map(({ name, version, description }) => [name, version, description]),
  ];
}
