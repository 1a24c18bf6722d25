import type { User } from '../spec.ts';
import { nearest } from '../text/nearest.ts';
import { didYouMean, problem } from '../text/problem.ts';
import { find, quote } from '../text/tree.ts';
import { DEBIAN_ACCOUNTS, NONROOT } from '../values/accounts.ts';
import { normalPath } from '../values/paths.ts';
import { at, type ReadContext, report } from './read-context.ts';
import type { Sound } from './sound-part.ts';

const MAX_ID = 4_294_967_294;

/** Reads `users:`. Reports names and uids that are taken. */
export function readUsers(context: ReadContext, items: NonNullable<Sound['users']>): User[] {
  const users: User[] = [];
  const names = new Map([...DEBIAN_ACCOUNTS, [NONROOT.name, NONROOT.uid] as const]);
  const owners = new Map([...names].map(([name, uid]) => [uid, name]));
  for (const [index, item] of items.entries()) {
    if (item === undefined) continue;
    const { name, uid } = item;
    const place = (key: string) => at(context, 'users', index, key);
    const known = names.get(name);
    const owner = owners.get(uid);
    if (known !== undefined) {
      const twice = users.some((user) => user.name === name);
      const message = `user ${quote(name)} ${twice ? 'is written twice' : `already exists, with the uid ${known}`}`;
      report(
        context,
        place('name'),
        problem('invalid-value', message, twice ? 'keep one of the two' : 'leave it out'),
      );
    } else if (owner !== undefined) {
      const message = `uid ${uid} of user ${quote(name)} belongs to ${quote(owner)}`;
      report(
        context,
        place('uid'),
        problem('invalid-value', message, `choose another, for example ${freeId(owners)}`),
      );
    }
    names.set(name, uid);
    owners.set(uid, name);
    const home = normalPath(item.home ?? `/home/${name}`).replace(/(.)\/$/, '$1');
    users.push({ name, uid, gid: item.gid ?? uid, home, at: at(context, 'users', index) });
  }
  return users;
}

/** Debian Policy 9.2.2: accounts that belong to no package start at 1000. */
function freeId(owners: ReadonlyMap<number, string>): number {
  let id = 1000;
  while (owners.has(id)) id++;
  return id;
}

/** Reads `user:` as a known name, a name that the tree may have, `uid`, or `uid:gid`. */
export function readUser(
  context: ReadContext,
  value: string | number,
  users: readonly User[],
): string | undefined {
  const text = String(value);
  const place = at(context, 'user');
  const [user = '', group] = text.split(':');
  for (const part of group === undefined ? [user] : [user, group]) {
    if (/^[0-9]+$/.test(part) ? Number(part) <= MAX_ID : knownNames(context).includes(part)) continue;
    if (mayBeInTree(context, part)) continue;
    report(context, place, explainUser(context, part));
    return undefined;
  }
  if (group === undefined || (group === user && !/^[0-9]/.test(user))) return user;
  if ([user, group].some((part) => mayBeInTree(context, part))) return text;
  const uid = numberOf(user, users, 'uid');
  const gid = numberOf(group, users, 'gid');
  return `${uid}:${gid}`;
}

function numberOf(part: string, users: readonly User[], kind: 'uid' | 'gid'): string {
  if (/^[0-9]/.test(part)) return part;
  if (part === NONROOT.name) return String(NONROOT.uid);
  return String(users.find((user) => user.name === part)?.[kind] ?? 0);
}

/** Reads names from the tree, so that an error in one user does not hide the others. */
function knownNames(context: ReadContext): string[] {
  const list = find(context.tree, ['users']);
  const declared = (list?.kind === 'list' ? list.items : []).map((user) => find(user, ['name']));
  const names = declared.map((name) => (name?.kind === 'scalar' ? String(name.value) : ''));
  return [NONROOT.name, 'root', ...names.filter((name) => name !== '')];
}

/**
 * Reports whether the tree has the account: Debian's own, those of the base image, and those that a package or command may
 * create. All but the first are only known once the tree is built.
 */
function mayBeInTree(context: ReadContext, name: string): boolean {
  const isNumber = /^[0-9]/.test(name);
  if (find(context.tree, ['from']) !== undefined) return !isNumber && !knownNames(context).includes(name);
  if (DEBIAN_ACCOUNTS.has(name)) return true;
  const made = ['packages', 'run'].map((key) => find(context.tree, [key]));
  if (!made.some((list) => list?.kind === 'list' && list.items.length > 0)) return false;
  const known = knownNames(context);
  return !known.includes(name) && !isNumber && nearest(name, known) === undefined;
}

function explainUser(context: ReadContext, name: string) {
  if (/^[0-9]+$/.test(name)) return problem('invalid-value', `user ${quote(name)} must be at most ${MAX_ID}`);
  const message = `user ${quote(name)} must be nonroot, root, a number or a name in "users"`;
  const meant = nearest(name, knownNames(context));
  if (meant !== undefined) return problem('invalid-value', message, didYouMean(meant));
  return problem('invalid-value', message, `add it with users: [{name: ${name}, uid: 1000}]`);
}
