import type { Subrequest } from './subrequest.ts';

/**
 * `--call=subrequests.describe`: what can be asked. The form is BuildKit's (`frontend/subrequests/types.go`).
 * @param all the table, this question included
 */
export function describe(all: () => readonly Subrequest[]): Subrequest {
  return {
    name: 'subrequests.describe',
    version: '1.0.0',
    description: 'List available subrequest types',
    answer: async () => ({ text: table(all()), json: `${JSON.stringify(all().map(entry), null, 2)}` }),
  };
}

function entry({ name, version, description }: Subrequest) {
  const metadata = ['result.json', 'result.txt'].map((key) => ({ name: key }));
  return { name: `frontend.${name}`, version, type: 'rpc', description, metadata };
}

function table(all: readonly Subrequest[]): string {
  const rows = [
    ['NAME', 'VERSION', 'DESCRIPTION'],
    ...all.map(({ name, version, description }) => [name, version, description]),
  ];
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const line = ([name = '', version = '', description = '']: string[]) =>
    `${name.padEnd(width(0))}  ${version.padEnd(width(1))}  ${description}\n`;
  return rows.map(line).join('');
}
