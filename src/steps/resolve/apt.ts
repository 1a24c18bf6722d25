import { existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import type { ResolveRequest } from '../../debian/resolution.ts';
import { sourceStanza } from '../../debian/sources-list.ts';
import { type Outcome, PLAIN, run } from '../process.ts';
import { archiveFolder, type MirroredList } from './mirror.ts';

/** An apt that shares nothing with the machine's: own configuration, own lists, own idea of what is installed. */
export interface Apt {
  /** Verifies the lists. */
  update(): Promise<Outcome>;
  /** Takes them as verified. */
  trust(): void;
  /** Sets what apt knows: the stanzas of each list, and those that count as installed; all as latin1. */
  know(stanzas: readonly (readonly string[])[], installed: readonly string[]): void;
  /** Says which packages it would fetch to install these, as URIs; nothing is fetched. */
  solve(wanted: readonly string[], recommends: boolean): Promise<Outcome>;
  /** Where apt believes an archive to be; the URIs it prints start with it. */
  uri(archive: number): string;
}

/**
 * Makes it in `root` for lists of archives that have to be signed by a key of their `keyrings`. `root` must be a path that apt leaves as
 * it is when it makes a file name of it: letters, digits, `/` and `-`.
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
      // apt passes over a list that no Release file names, without an error. It keeps no empty ones.
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
        // It may be a link to the verified file.
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

// Without the last, apt would read the whole archive into a cache that nothing uses.
const UPDATE = ['-o', 'APT::Update::Error-Mode=any', '-o', 'pkgCacheFile::Generate=false'];
const SOLVE = ['--print-uris', '-q', '-y', '--allow-downgrades'];

/**
 * A date in the future is no problem, an expired one is: what is expired stays so, and the answer of this step is
 * kept as long as its inputs are the same, so it may depend on nothing that time mends.
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
