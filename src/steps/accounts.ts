import { chmodSync, chownSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import type { Places } from '../protocol/steps.ts';
import type { RequestedAccount } from '../protocol/tree.ts';
import { encodeName } from '../tree/names.ts';
import { folderOf, join } from '../tree/paths.ts';
import { readText } from '../tree/read-text.ts';
import { type Resolver, resolverOf } from '../tree/resolver.ts';
import { type DiskTree, diskTree } from './disk-tree.ts';
import { readRequest } from './request.ts';
import { complain } from './say.ts';

/**
 * Runs the step `accounts`: creates accounts in a tree that may have no programs. It makes a group of the same name unless a
 * group has the number, and the home unless it exists. Passwords stay locked.
 */
export async function accounts(places: Places<'accounts'>): Promise<number> {
  const request = readRequest<'accounts'>(places.request);
  const tree = diskTree(places.tree);
  try {
    for (const account of request.accounts)
      create(new AccountFiles(tree, places.tree), account, request.epoch);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return complain([{ code: 'invalid-value', message: error.message }]);
  } finally {
    tree.close();
  }
}

/** Refusal says why an account cannot be created. */
class Refusal extends Error {
  override readonly name = 'Refusal';
}

function create(files: AccountFiles, { name, uid, gid, home }: RequestedAccount, epoch: number): void {
  const known = files.line('/etc/passwd', ([word]) => word === name);
  if (known !== undefined) {
    const [, , foundUid, foundGid] = known.split(':');
    if (foundUid === String(uid) && foundGid === String(gid)) return;
    throw new Refusal(`the user "${name}" must be ${uid}:${gid}, but the base image has ${known}`);
  }
  const day = Math.floor(epoch / 86_400);
  const hasGroup = files.line('/etc/group', ([, , number]) => number === String(gid)) !== undefined;
  if (!hasGroup) {
    files.append('/etc/group', `${name}:x:${gid}:`, epoch);
    if (files.has('/etc/gshadow')) files.append('/etc/gshadow', `${name}:!::`, epoch);
  }
  files.append('/etc/passwd', `${name}:x:${uid}:${gid}::${home}:${files.nologin()}`, epoch);
  if (files.has('/etc/shadow')) files.append('/etc/shadow', `${name}:!:${day}::::::`, epoch);
  files.makeHome(home, uid, gid);
}

/** AccountFiles are the files of a tree that list its accounts. Links are followed within the tree, so nothing outside is written. */
class AccountFiles {
  readonly #tree: DiskTree;
  readonly #root: string;
  readonly #resolver: Resolver;

  constructor(tree: DiskTree, root: string) {
    this.#tree = tree;
    this.#root = root;
    this.#resolver = resolverOf(tree);
  }

  has(path: string): boolean {
    return this.#resolver.file(path) !== undefined;
  }

  /** Returns the first line of a file whose fields are wanted. */
  line(path: string, isWanted: (fields: readonly string[]) => boolean): string | undefined {
    return this.#text(path)
      .split('\n')
      .find((line) => isWanted(line.split(':')));
  }

  append(path: string, line: string, epoch: number): void {
    const text = this.#text(path);
    const separator = text === '' || text.endsWith('\n') ? '' : '\n';
    const file = encodeName(this.#root + this.#place(path));
    // An open descriptor would keep the old length.
    this.#tree.close();
    writeFileSync(file, encodeName(`${text}${separator}${line}\n`), { mode: 0o644 });
    utimesSync(file, epoch, epoch);
  }

  /** Returns the shell that refuses a login, preferably one that the tree has. */
  nologin(): string {
    const place = ['/usr/sbin/nologin', '/sbin/nologin', '/bin/false'].find((path) => this.has(path));
    return place ?? '/usr/sbin/nologin';
  }

  makeHome(home: string, uid: number, gid: number): void {
    if (this.#resolver.follow(home) !== undefined) return;
    const name = join('/', home.slice(home.lastIndexOf('/') + 1));
    const place = encodeName(this.#root + this.#folder(folderOf(home), name));
    mkdirSync(place);
    chownSync(place, uid, gid);
    chmodSync(place, 0o700);
  }

  #text(path: string): string {
    const file = this.#resolver.file(path);
    return file === undefined ? '' : (readText(this.#tree, file) ?? '');
  }

  /** Returns the canonical path of a file that exists or can be made. */
  #place(path: string): string {
    const file = this.#resolver.file(path);
    if (file !== undefined) return file;
    if (this.#resolver.locate(path) !== undefined)
      throw new Refusal(`${path} of the base image is not a file`);
    return this.#folder(folderOf(path), path.slice(path.lastIndexOf('/')));
  }

  /** Returns the canonical path of a name in a folder. Makes the folder if it is missing. */
  #folder(folder: string, name: string): string {
    let at = '/';
    for (const part of folder.split('/').filter((each) => each !== '')) {
      const next = join(at, part);
      // A new resolver: the old one remembers that the new folder did not exist.
      const resolver = resolverOf(this.#tree);
      const found = resolver.follow(next);
      if (found !== undefined && resolver.lstat(found.path)?.type === 'folder') at = found.path;
      else if (resolver.locate(next) === undefined) {
        mkdirSync(encodeName(this.#root + next), { mode: 0o755 });
        at = next;
      } else throw new Refusal(`${next} of the base image is not a folder`);
    }
    return at === '/' ? name : at + name;
  }
}
