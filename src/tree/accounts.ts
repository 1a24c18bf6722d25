import { readText } from './read-text.ts';
import type { Tree } from './tree.ts';

/** Account is the account that an image runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  /** Absent if /etc/passwd has no such user. */
  readonly home?: string;
}

/** Returns the account of an image config's `user`: `name`, `uid`, `name:group` or `uid:gid`; empty means root. */
export function accountOf(tree: Tree, user: string): Account {
  const [name = '', group] = user === '' ? ['0'] : user.split(':');
  const row = rows(tree, '/etc/passwd').find((fields) => fields[0] === name || fields[2] === name);
  const uid = number(row?.[2]) ?? number(name) ?? 0;
  const groupRow =
    group && rows(tree, '/etc/group').find((fields) => fields[0] === group || fields[2] === group);
  const gid = group ? (number(groupRow?.[2]) ?? number(group) ?? 0) : (number(row?.[3]) ?? 0);
  const home = row?.[5];
  return { uid, gid, ...(home?.startsWith('/') && home !== '/' && { home }) };
}

/** Reports whether the names of user and group exist in the tree; numbers always pass. */
export function isAccount(tree: Tree, user: string): boolean {
  const [name = '', group = ''] = user.split(':');
  const knows = (file: string, word: string) =>
    word === '' || number(word) !== undefined || rows(tree, file).some((fields) => fields[0] === word);
  return knows('/etc/passwd', name) && knows('/etc/group', group);
}

/** Returns the groups that a runtime gives to an image's `user`, the main one first. Naming a group excludes further ones. */
export function groupsOf(tree: Tree, user: string): readonly number[] {
  const { uid, gid } = accountOf(tree, user);
  const name = rows(tree, '/etc/passwd').find((fields) => number(fields[2]) === uid)?.[0];
  if (user.includes(':') || name === undefined) return [gid];
  const further = rows(tree, '/etc/group').filter((fields) => fields[3]?.split(',').includes(name));
  return [...new Set([gid, ...further.flatMap((fields) => number(fields[2]) ?? [])])];
}

function rows(tree: Tree, path: string): readonly (readonly string[])[] {
  return (readText(tree, path) ?? '').split('\n').map((line) => line.split(':'));
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}
