import { posix } from 'node:path';
import { when } from './caps.ts';
import { source } from './source.ts';
import type { Common, Output } from './vertex.ts';

interface Git {
  /** Branch, tag or commit; the remote's default branch when absent. */
  readonly ref?: string;
  readonly subdir?: string;
  /** Expected commit of `ref`: hexadecimal, possibly shortened. */
  readonly checksum?: string;
  readonly keepGitDir?: boolean;
  readonly skipSubmodules?: boolean;
  /** `commit` sets every mtime to the time of the commit, so that equal commits give equal trees. */
  readonly mtime?: 'checkout' | 'commit';
  /** Names of optional secrets. */
  readonly authTokenSecret?: string;
  readonly authHeaderSecret?: string;
  /** Lines of a known_hosts file, for ssh. */
  readonly knownSshHosts?: string;
  /** Id of the agent to forward, for ssh. */
  readonly sshSocket?: string;
}

/**
 * Returns a git repository at one commit.
 * @param url `https://…`, `ssh://…`, `git://…` or `user@host:path`, without fragment or query
 * @throws {Error} for another form of `url`
 */
export function git(url: string, options: Git = {}, common?: Common): Output {
  const remote = parse(url);
  const { authTokenSecret, authHeaderSecret } = options;
  const knownHosts = remote.ssh ? options.knownSshHosts?.replace(/\n?$/, '\n') : undefined;
  return source(
    {
      identifier: `git://${remote.host}${remote.path}${fragment(options)}`,
      attributes: {
        'git.fullurl': url,
        'git.keepgitdir': flag(options.keepGitDir),
        'git.authtokensecret': authTokenSecret ?? 'GIT_AUTH_TOKEN',
        'git.authheadersecret': authHeaderSecret ?? 'GIT_AUTH_HEADER',
        'git.knownsshhosts': knownHosts,
        'git.mountsshsock': remote.ssh ? (options.sshSocket ?? 'default') : undefined,
        'git.checksum': options.checksum,
        'git.skipsubmodules': flag(options.skipSubmodules),
        'git.mtime': options.mtime,
      },
      caps: [
        'source.git',
        'source.git.fullurl',
        ...when(options.keepGitDir, 'source.git.keepgitdir'),
        ...when(authTokenSecret ?? authHeaderSecret, 'source.git.httpauth'),
        ...when(remote.ssh, 'source.git.knownsshhosts', 'source.git.mountsshsock'),
        ...when(options.checksum, 'source.git.checksum'),
        ...when(options.skipSubmodules, 'source.git.skipsubmodules'),
        ...when(options.mtime, 'source.git.mtime'),
      ],
    },
    common,
  );
}

interface Remote {
  readonly host: string;
  readonly path: string;
  readonly ssh: boolean;
}

/** Splits a URL. The identifier omits protocol and user, so that https and ssh share a cache (util/gitutil/git_url.go). */
function parse(url: string): Remote {
  const full = /^(https?|ssh|git):\/\/(?:[^@/]*@)?([^/?#]+)([^?#]*)$/i.exec(url);
  if (full !== null) {
    const [, scheme = '', host = '', path = ''] = full;
    return { host, path: clean(decodeURIComponent(path)), ssh: scheme.toLowerCase() === 'ssh' };
  }
  const short = /^[\w.-]+@([\w.-]+):([^?#]+)$/.exec(url);
  if (short === null) throw new Error(`not the URL of a git repository: ${url}`);
  const [, host = '', path = ''] = short;
  return { host, path: clean(path), ssh: true };
}

function fragment({ ref = '', subdir = '' }: Git): string {
  const folder = clean(subdir).slice(1);
  if (ref === '' && folder === '') return '';
  return `#${ref}${folder === '' ? '' : `:${folder}`}`;
}

function clean(path: string): string {
  const joined = posix.join('/', path);
  return joined.length > 1 ? joined.replace(/\/$/, '') : joined;
}

function flag(value: boolean | undefined): string | undefined {
  return value ? 'true' : undefined;
}
