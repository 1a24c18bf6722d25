import { ucfFiles } from '../tree/dpkg.ts';
import { matcher } from '../tree/glob.ts';
import type { Packages } from '../tree/package.ts';
import type { Entry, Tree } from '../tree/tree.ts';
import type { PruneRequest } from './request.ts';

const isSystem = matcher(['/{etc,usr,var}/**']);

/** Bytes; no key or password file is larger. */
const MOST = 1 << 20;

/** Permission bit: accounts other than the owner and the group may read. */
const OTHERS_READ = 0o004;

/**
 * Returns a function that reports whether a file is a secret that the installation made, such as `/etc/bind/rndc.key`: dpkg
 * does not list it, not everyone may read it, and it looks as if it differs between two installations. Configuration that
 * is private but always the same, such as PostgreSQL's `pg_hba.conf`, is none. What is in a base image, or named by
 * `run`, is there on purpose.
 */
export function secretFinder(
  tree: Tree,
  packages: Packages,
  { from, run = [] }: Pick<PruneRequest, 'from' | 'run'>,
): (path: string, entry: Entry) => boolean {
  if (from !== undefined) return () => false;
  const known = new Map<string, boolean>();
  const registered = new Set([...ucfFiles(tree).values()].flat());
  const find = (path: string, { size }: Entry) =>
    (packages.owners(path).length === 0 || registered.has(path)) &&
    !run.some((text) => text.includes(path)) &&
    isRandom(Buffer.from(tree.read(path, 0, size)).toString('latin1'));
  return (path, entry) => {
    if (entry.type !== 'file' || entry.size === 0 || entry.size > MOST) return false;
    if ((entry.mode & OTHERS_READ) !== 0 || !isSystem(path)) return false;
    const found = known.get(path) ?? find(path, entry);
    known.set(path, found);
    return found;
  };
}

/** A value that is set, such as `secret "kD8…";` or `password = x`, to something that is not an empty or short word. */
const SET = /\b(?:password|passwd|pass|secret|cookie|token|key)["']?\s*(?:[:=]\s*|\s)["']?[^\s"';]{8,}/i;
/** Runs of characters as base64 and hexadecimal have them. */
const RUNS = /[A-Za-z0-9+/]{20,}/g;

/** Reports whether a file holds a private key, random text, a password, or bytes that are no text. */
function isRandom(text: string): boolean {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text) || text.includes('\0')) return true;
  if (/^\s*\S{16,}\s*$/.test(text)) return true;
  const lines = text.split('\n').filter((line) => !/^\s*(?:[#;!]|\/\/)/.test(line));
  return lines.some((line) => SET.test(line) || (line.match(RUNS) ?? []).some(isToken));
}

/** Reports whether a run of characters has what a path or an identifier rarely has together. */
function isToken(run: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(run)) return true;
  if (run.split('/').length > 3) return false;
  return /[a-z]/.test(run) && /[A-Z]/.test(run) && (run.match(/\d/g) ?? []).length >= 2;
}
