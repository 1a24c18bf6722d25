import { ucfFiles } from '../tree/dpkg.ts';
import { matcher } from '../tree/glob.ts';
import type { Packages } from '../tree/package.ts';
import type { Entry, Tree } from '../tree/tree.ts';
import type { PruneRequest } from './request.ts';

const isSystem = matcher(['/{etc,usr,var}/**']);

/** Bytes; no key or password file is larger. */
const MOST = 1 << 20;

/** Bytes; no name of a host is longer. */
const LONGEST_NAME = 256;

/** Permission bit: accounts other than the owner and the group may read. */
const OTHERS_READ = 0o004;

/**
 * Returns a function that reports whether a file is a secret that the installation made, such as `/etc/bind/rndc.key`: dpkg
 * does not list it, not everyone may read it, and it looks as if it differs between two installations. Configuration that
 * is private but always the same, such as PostgreSQL's `pg_hba.conf`, is none. The name of a host that the installation made
 * up, such as `/etc/nvme/hostid`, is one although everyone may read it. What is in a base image, or named by
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
  const find = (path: string, { size, mode }: Entry) => {
    if (packages.owners(path).length > 0 && !registered.has(path)) return false;
    if (run.some((line) => line.includes(path))) return false;
    const text = Buffer.from(tree.read(path, 0, size)).toString('latin1');
    return UUID.test(text) || ((mode & OTHERS_READ) === 0 && isRandom(text));
  };
  return (path, entry) => {
    if (entry.type !== 'file' || entry.size === 0 || entry.size > MOST) return false;
    if (!isSystem(path) || ((entry.mode & OTHERS_READ) !== 0 && entry.size > LONGEST_NAME)) return false;
    const found = known.get(path) ?? find(path, entry);
    known.set(path, found);
    return found;
  };
}

/** A value that is set, such as `secret "kD8…";`, `dbpass='kD8…'` or `$cfg['secret'] = 'k;8…'`. */
const SET =
  /(?:password|passwd|pass|secret|cookie|token|key)["'\]]{0,2}[^\S\n]*(?:=>|[:=]|[^\S\n])[^\S\n]*(?:"([^"\n]{8,})"|'([^'\n]{8,})'|([^\s"';]{8,}))/gi;
/** Bytes of a key in hexadecimal, separated by commas. */
const BYTES = /(?:0x[0-9a-f]{2},\s*){15}/i;
/** A line that ends in a UUID, as the name of a host in a network. */
const UUID = /^\S*[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\s*$/i;
/** Runs of characters as base64 and hexadecimal have them. */
const RUNS = /[A-Za-z0-9+/]{20,}/g;

/** Reports whether a file holds a private key, random text, a password, or bytes that are no text. */
function isRandom(text: string): boolean {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text) || text.includes('\0')) return true;
  if (/^\s*\S{16,}\s*$/.test(text) || BYTES.test(text)) return true;
  const lines = text.split('\n').filter((line) => !/^\s*(?:[#;!]|\/\/)/.test(line));
  return lines.some((line) => isSet(line) || (line.match(RUNS) ?? []).some(isToken));
}

/** Reports whether a line sets a password or a key to a value that no person chose: neither a path nor a word. */
function isSet(line: string): boolean {
  return [...line.matchAll(SET)].some(([, double, single, plain]) => {
    const value = double ?? single ?? plain ?? '';
    const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(value)).length;
    return kinds > 1 && !/^[/$<%@{]|:\/\/|\s/.test(value);
  });
}

/** Reports whether a run of characters has what a path or an identifier rarely has together. */
function isToken(run: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(run)) return true;
  if (run.split('/').length > 3) return false;
  return /[a-z]/.test(run) && /[A-Z]/.test(run) && (run.match(/\d/g) ?? []).length >= 2;
}
