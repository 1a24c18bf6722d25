import type { Spec } from '../imagefile/spec.ts';

/** Account is an account to create in the tree. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** The user that every image has, with the number that distroless uses: volumes made for those images fit. */
const NONROOT: Account = { name: 'nonroot', uid: 65532, gid: 65532, home: '/home/nonroot' };
const ROOT: Account = { name: 'root', uid: 0, gid: 0, home: '/root' };

/** Returns the accounts to create, sorted by name: those of the Imagefile, and always `nonroot`. */
export function accountsOf(spec: Spec): Account[] {
  const declared = spec.users.map(({ name, uid, gid, home }) => ({ name, uid, gid, home }));
  const all = declared.some((user) => user.name === NONROOT.name) ? declared : [NONROOT, ...declared];
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Returns the account with a name, if its numbers are known before packages are installed. */
export function accountOf(spec: Spec, name: string): Account | undefined {
  return [ROOT, ...accountsOf(spec)].find((account) => account.name === name);
}
