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

function rows(tree: Tree, path: string): readonly (readonly string[])[] {
  return (readText(tree, path) ?? '').split('\n').map((line) => line.split(':'));
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}
