import { posix } from 'node:path';
import { parseTruth } from '../options/values.ts';

/** GitUrl is a git URL, split into the parts of an LLB git source. */
export interface GitUrl {
  /** Without query and fragment. */
  readonly remote: string;
  readonly ref?: string;
  readonly subdir?: string;
  readonly checksum?: string;
  readonly keepGitDir?: boolean;
  readonly skipSubmodules?: boolean;
  readonly mtime?: 'checkout' | 'commit';
}

/** The query parameters (BuildKit, frontend/dockerfile/dfgitutil/git_ref.go). */
const KEYS = ['ref', 'tag', 'branch', 'subdir', 'checksum', 'commit', 'keep-git-dir', 'submodules', 'mtime'];

/**
 * Parses the URL of a git repository: `https://….git`, `git://…`, `ssh://…`, `user@host:path` or `github.com/…`, each with
 * an optional `#REF:SUBDIR` or query.
 * @returns undefined for any other text
 * @throws {Error} that explains what is wrong with the query
 */
export function parseGitUrl(url: string): GitUrl | undefined {
  const full = url.startsWith('github.com/') ? `https://${url}` : url;
  const [, remote = '', query = '', fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(full) ?? [];
  if (!isRepository(remote, full !== url)) return undefined;
  const [ref = '', ...rest] = fragment.split(':');
  const parameters = readQuery(new URLSearchParams(query));
  const chosen = one('ref', [
    ref,
    parameters.ref,
    parameters.tag && prefixed('refs/tags/', parameters.tag),
    parameters.branch && prefixed('refs/heads/', parameters.branch),
  ]);
  const subdir = one('subdir', [rest.join(':'), parameters.subdir]);
  const checksum = one('checksum', [parameters.checksum, parameters.commit]);
  return {
    remote,
    ...(chosen && { ref: chosen }),
    ...(subdir && { subdir: posix.join('/', subdir) }),
    ...(checksum && { checksum }),
    ...(parameters['keep-git-dir'] !== undefined && {
      keepGitDir: truth('keep-git-dir', parameters['keep-git-dir']),
    }),
    ...(parameters.submodules !== undefined && {
      skipSubmodules: !truth('submodules', parameters.submodules),
    }),
    ...(parameters.mtime !== undefined && { mtime: mtime(parameters.mtime) }),
  };
}

function isRepository(remote: string, isShort: boolean): boolean {
  if (isShort || /^(git|ssh):\/\/[^/]+\/./i.test(remote)) return true;
  return /^https?:\/\/[^/]+\/.*\.git$/i.test(remote) || /^[\w.-]+@[\w.-]+:./.test(remote);
}

function readQuery(query: URLSearchParams): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [key, value] of query) {
    if (!KEYS.includes(key)) throw new Error(`${JSON.stringify(key)} is none of ${KEYS.join(', ')}`);
    if (found[key] !== undefined) throw new Error(`${JSON.stringify(key)} is given twice`);
    if (value === '' && key !== 'keep-git-dir' && key !== 'submodules')
      throw new Error(`${JSON.stringify(key)} has no value`);
    found[key] = value;
  }
  return found;
}

function one(what: string, values: readonly (string | undefined)[]): string | undefined {
  const given = [...new Set(values.filter((value) => value !== undefined && value !== ''))];
  if (given.length > 1) throw new Error(`it has more than one ${what}: ${given.join(' and ')}`);
  return given[0];
}

function prefixed(prefix: string, name: string): string {
  return name.startsWith(prefix) ? name : prefix + name;
}

function truth(key: string, text: string): boolean {
  try {
    return text === '' || parseTruth(text);
  } catch {
    throw new Error(`${JSON.stringify(key)} is ${JSON.stringify(text)}, not true or false`);
  }
}

function mtime(text: string): 'checkout' | 'commit' {
  if (text === 'checkout' || text === 'commit') return text;
  throw new Error(`"mtime" is ${JSON.stringify(text)}, not checkout or commit`);
}
