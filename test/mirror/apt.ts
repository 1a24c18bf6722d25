import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mirror } from './index.ts';

/** Apt is the host's apt with its own state: without root, the host's configuration or installed packages. */
export interface Apt {
  update(): Promise<Outcome>;
  /** Returns the URL of every package that `names` need, in apt's order. */
  uris(...names: string[]): Promise<string[]>;
  /** Downloads and verifies the packages that `names` need. */
  download(...names: string[]): Promise<Outcome>;
  close(): void;
}

export interface Outcome {
  readonly status: number;
  /** Both streams. */
  readonly output: string;
}

/** Makes an apt. @param urls of the archives, with the suites to use of each */
export function makeApt(
  mirror: Mirror,
  sources: Readonly<Record<string, string>>,
  architecture = 'amd64',
): Apt {
  const folder = mkdtempSync(join(tmpdir(), 'apt-'));
  for (const name of ['etc/empty', 'state/lists/partial', 'cache/archives/partial']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  const lines = Object.entries(sources).map(
    ([url, suites]) =>
      `Types: deb\nURIs: ${url}\nSuites: ${suites}\nComponents: main\nSigned-By: ${mirror.keyring}\n`,
  );
  writeFileSync(join(folder, 'etc/test.sources'), lines.join('\n'));
  writeFileSync(join(folder, 'state/status'), '');
  writeFileSync(join(folder, 'apt.conf'), configuration(folder, architecture));
  const run = (...argv: string[]): Promise<Outcome> => {
    const environment = { ...process.env, APT_CONFIG: join(folder, 'apt.conf'), LC_ALL: 'C.UTF-8' };
    return new Promise((resolve, reject) => {
      const child = execFile('apt-get', argv, { env: environment }, (error, stdout, stderr) => {
        if (child.exitCode === null) reject(error);
        else resolve({ status: child.exitCode, output: `${stdout}${stderr}` });
      });
    });
  };
  return {
    update: () => run('update', '--error-on=any'),
    async uris(...names) {
      const { output } = await run('install', '--yes', '--quiet=2', '--print-uris', ...names);
      return [...output.matchAll(/^'([^']+)'/gm)].map(([, url = '']) => decodeURIComponent(url));
    },
    download: (...names) => run('install', '--yes', '--quiet=2', '--download-only', ...names),
    close: () => rmSync(folder, { recursive: true }),
  };
}

function configuration(folder: string, architecture: string): string {
  const settings: Record<string, string> = {
    'Dir::Etc::main': '/dev/null',
    'Dir::Etc::parts': `${folder}/etc/empty`,
    'Dir::Etc::preferencesparts': `${folder}/etc/empty`,
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::sourcelist': '/dev/null',
    'Dir::Etc::sourceparts': `${folder}/etc`,
    'Dir::State': `${folder}/state`,
    'Dir::State::status': `${folder}/state/status`,
    'Dir::Cache': `${folder}/cache`,
    'Dir::Log': folder,
    'APT::Architecture': architecture,
    'APT::Architectures': architecture,
    'APT::Sandbox::User': '',
    'APT::Install-Recommends': 'false',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '0',
    'Acquire::http::Proxy': 'DIRECT',
    'Acquire::http::Timeout': '1',
    'Debug::NoLocking': 'true',
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} "${value}";\n`)
    .join('');
}
