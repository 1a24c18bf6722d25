import { existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import type { ResolveRequest } from '../../debian/resolution.ts';
import { sourceStanza } from '../../debian/sources-list.ts';
import { type Outcome, PLAIN, run } from '../process.ts';
import { archiveFolder, type MirroredList } from './mirror.ts';

/** Apt is an apt with its own configuration, lists and status. It shares nothing with the machine's. */
export interface Apt {
  /** Verifies the lists. */
  update(): Promise<Outcome>;
  /** Accepts the lists as verified. */
  trust(): void;
  /** Sets the stanzas of each list, and those that count as installed; all as latin1. */
  know(stanzas: readonly (readonly string[])[], installed: readonly string[]): void;
  /** Prints the URIs of the packages that it would fetch to install these; fetches nothing. */
  solve(wanted: readonly string[], recommends: boolean): Promise<Outcome>;
  /** Returns the URI of an archive in apt's sources; the URIs that apt prints start with it. */
  uri(archive: number): string;
}

/**
 * Makes an apt in `root` for lists of archives that must be signed by a key in their keyring. `root` may only have
 * characters that apt does not escape when it makes a file name of a path: letters, digits, `/` and `-`.
 */
export function makeApt(
  root: string,
  lists: readonly MirroredList[],
  keyrings: readonly string[],
  request: ResolveRequest,
): Apt {
  for (const folder of ['state/lists/partial', 'cache', 'etc/preferences.d', 'sources']) {
    mkdirSync(`${root}/${folder}`, { recursive: true });
  }
  writeFileSync(`${root}/status`, '');
  writeFileSync(`${root}/apt.conf`, configuration(root, request));
  const uri = (archive: number) => `file:${archiveFolder(root, archive)}`;
  request.archives.forEach(({ suite, acceptExpired }, archive) => {
    const own = lists.filter((list) => list.archive === archive);
    const components = [...new Set(own.map((list) => list.component))];
    const source = sourceStanza({ url: uri(archive), suite }, components, keyrings[archive] ?? '');
    const expiry = acceptExpired === true ? 'Check-Valid-Until: no\n' : '';
    if (components.length > 0) writeFileSync(`${root}/sources/${archive}.sources`, source + expiry);
  });
  const env = { ...PLAIN, APT_CONFIG: `${root}/apt.conf` };
  const empty = ({ path }: MirroredList) => statSync(path).size === 0;
  const known = (path: string) => `${root}/state/lists/${path.replaceAll('/', '_')}`;
  const own = ({ path }: MirroredList) => known(path);
  return {
    async update() {
      const outcome = await run('apt-get', ['update', ...UPDATE], { env });
      // apt silently skips a list that the Release file does not name. It does not keep empty lists.
      const missing =
        outcome.status === 0 ? lists.filter((list) => !existsSync(own(list)) && !empty(list)) : [];
      if (missing.length > 0)
        throw new Error(`apt did not verify ${missing.map(({ path }) => path).join(', ')}`);
      return outcome;
    },
    trust() {
      request.archives.forEach(({ suite }, archive) => {
        const path = `${archiveFolder(root, archive)}/dists/${suite}/InRelease`;
        symlinkSync(path, known(path));
      });
    },
    know(stanzas, installed) {
      lists.forEach((list, index) => {
        // This may be a link to the verified file.
        rmSync(own(list), { force: true });
        writeFileSync(own(list), (stanzas[index] ?? []).join('\n'), 'latin1');
      });
      const status = installed.map((stanza) => `${stanza}Status: install ok installed\n`);
      writeFileSync(`${root}/status`, status.join('\n'), 'latin1');
    },
    solve(wanted, recommends) {
      const options = [...SOLVE, '-o', `APT::Install-Recommends=${recommends}`];
      return run('apt-get', ['install', ...options, '--', ...wanted], { env });
    },
    uri,
  };
}

// Without the last option, apt would read the whole archive into a cache that nothing uses.
const UPDATE = ['-o', 'APT::Update::Error-Mode=any', '-o', 'pkgCacheFile::Generate=false'];
const SOLVE = ['--print-uris', '-q', '-y', '--allow-downgrades'];

/**
 * Returns apt's configuration. An expired date is an error, a date in the future is not: this step is cached by its
 * inputs, so it must not fail for a reason that disappears with time.
 */
function configuration(root: string, request: ResolveRequest): string {
  return `Dir "${root}";
Dir::State "state";
Dir::State::status "${root}/status";
Dir::Cache "cache";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Dir::Etc "etc";
Dir::Etc::main "/dev/null";
Dir::Etc::parts "/dev/null";
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "${root}/sources";
Dir::Etc::trusted "/dev/null";
Dir::Etc::trustedparts "/dev/null";
APT::Architecture "${request.architecture}";
APT::Architectures { ${[request.architecture, ...(request.target === undefined ? [] : [request.target])].map((name) => `"${name}";`).join(' ')} };
APT::Sandbox::User "root";
Acquire::AllowInsecureRepositories "false";
Acquire::Languages "none";
Acquire::Max-FutureTime "1000000000";
Acquire::PDiffs "false";
`;
}
