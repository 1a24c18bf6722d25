import type { Spec } from '../imagefile/spec.ts';

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** Distroless' number for the user that every image has; volumes made for those images fit ours. */
const NONROOT: Account = { name: 'nonroot', uid: 65532, gid: 65532, home: '/home/nonroot' };
const ROOT: Account = { name: 'root', uid: 0, gid: 0, home: '/root' };

/** The accounts to create, in the order of their names: those of the Imagefile, and `nonroot` always. */
export function accountsOf(spec: Spec): Account[] {
  const declared = spec.users.map(({ name, uid, gid, home }) => ({ name, uid, gid, home }));
  const all = declared.some((user) => user.name === NONROOT.name) ? declared : [NONROOT, ...declared];
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The account a name stands for, if its numbers are known before the packages are installed. */
export function accountOf(spec: Spec, name: string): Account | undefined {
  return [ROOT, ...accountsOf(spec)].find((account) => account.name === name);
}
