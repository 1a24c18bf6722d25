import { readText, type Tree } from './tree.ts';

/** Who an image runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  /** Absent where /etc/passwd does not know the user. */
  readonly home?: string;
}

/** Understands an image config's `user`: `name`, `uid`, `name:group` or `uid:gid`; empty means root. */
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

/** Whether the tree knows the name of the user and that of the group, where there are names. */
export function isAccount(tree: Tree, user: string): boolean {
  const [name = '', group = ''] = user.split(':');
  const knows = (file: string, word: string) =>
    word === '' || number(word) !== undefined || rows(tree, file).some((fields) => fields[0] === word);
  return knows('/etc/passwd', name) && knows('/etc/group', group);
}

/** The groups that a runtime gives to an image's `user`, its main one first: further ones only where none is named. */
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
