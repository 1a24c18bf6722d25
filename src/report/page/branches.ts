import type { Item, Model } from './model.ts';
import type { Meaning } from './words.ts';

/** Branch is a part of a view: a package, a folder or a file, with everything in it. */
export interface Branch {
  /** Name within the parent: a package, or a component of a path. */
  readonly name: string;
  readonly above?: Branch;
  readonly children: ReadonlyMap<string, Branch>;
  /** Set for a leaf. */
  readonly item?: Item;
  /** Set for a package, which is shown even if it has only one folder. */
  readonly isPackage?: boolean;
  readonly files: number;
  readonly bytes: number;
}

interface Growing extends Branch {
  readonly above?: Growing;
  readonly children: Map<string, Growing>;
  files: number;
  bytes: number;
}

/** View is a way to divide the files. */
export type View = 'package' | 'folder' | 'left';

/** Stands in for a package name, for files without a package. */
export const NO_PACKAGE = '-';

/** Divides the files of an image, or those left out; the largest parts come first. */
export function divide({ kept, left }: Model, view: View): Branch {
  const root = grow('');
  for (const item of view === 'left' ? left : kept) {
    const owner = view === 'folder' ? undefined : (item.package?.info ?? NO_PACKAGE);
    let at = owner === undefined ? root : sprout(root, owner, { isPackage: true });
    const names = item.id.split('/');
    for (let depth = 1; depth < names.length - 1; depth++) at = sprout(at, names[depth] ?? '');
    const leaf = sprout(at, names.at(-1) ?? '', { item });
    for (let each: Growing | undefined = leaf; each !== undefined; each = each.above) {
      each.files++;
      each.bytes += item.bytes;
    }
  }
  return root;
}

function grow(name: string, more: Pick<Growing, 'above' | 'item' | 'isPackage'> = {}): Growing {
  return { name, ...more, children: more.item === undefined ? new Map() : NOTHING, files: 0, bytes: 0 };
}

/** The children of every file, shared to save memory. */
const NOTHING = new Map<string, Growing>();

/** Returns the child of a name; creates it if missing. */
function sprout(above: Growing, name: string, more: Pick<Growing, 'item' | 'isPackage'> = {}): Growing {
  const known = above.children.get(name);
  if (known !== undefined) return known;
  const made = grow(name, { above, ...more });
  above.children.set(name, made);
  return made;
}

/** Share of the whole above which a folder is replaced by its contents, as a map of one part is useless. */
const MOST_OF_ALL = 0.6;

/** Returns the parts shown for a branch, largest first. */
export function parts(branch: Branch): readonly Branch[] {
  let found = childrenOf(branch);
  for (;;) {
    const bulk = found.find((each) => canOpen(each) && each.bytes > MOST_OF_ALL * branch.bytes);
    if (bulk === undefined) return sorted(found);
    found = [...found.filter((each) => each !== bulk), ...childrenOf(bulk)];
  }
}

function childrenOf(branch: Branch): readonly Branch[] {
  return [...branch.children.values()].map(passed);
}

/** Returns the first branch from here down that has several parts, or is a file or a package. */
function passed(branch: Branch): Branch {
  const [only, second] = branch.children.values();
  if (branch.isPackage || only === undefined || second !== undefined || only.item !== undefined)
    return branch;
  return passed(only);
}

function canOpen({ item, isPackage }: Branch): boolean {
  return item === undefined && isPackage !== true;
}

function sorted(branches: readonly Branch[]): readonly Branch[] {
  return [...branches].sort((a, b) => b.bytes - a.bytes || b.files - a.files || (a.name < b.name ? -1 : 1));
}

/** Returns the names on the path to a branch. */
export function namesOf(branch: Branch): readonly string[] {
  const names: string[] = [];
  for (let at: Branch | undefined = branch; at?.above !== undefined; at = at.above) names.unshift(at.name);
  return names;
}

/** Returns the branch at a path of names, or its last existing parent. */
export function descend(root: Branch, names: readonly string[]): Branch {
  let at = root;
  for (const name of names) {
    const next = at.children.get(name);
    if (next === undefined) return at;
    at = next;
  }
  return at;
}

/** Returns the outermost branch that shows something as one of its parts. */
export function shownIn(part: Branch): Branch {
  let at = part.above ?? part;
  while (at.above !== undefined && parts(at.above).includes(part)) at = at.above;
  return at;
}

/** Returns at most `most` parts inside a branch, by dividing the largest repeatedly. */
export function insideOf(branch: Branch, most: number): readonly Branch[] {
  let found = childrenOf(branch);
  while (found.length < most) {
    const largest = sorted(found).find(canOpen);
    if (largest === undefined) break;
    found = [...found.filter((each) => each !== largest), ...childrenOf(largest)];
  }
  return sorted(found).slice(0, most);
}

/** Returns the bytes of a branch by meaning; files left out have none. */
export function meaningsOf(branch: Branch): ReadonlyMap<Meaning, number> {
  const sums = new Map<Meaning, number>();
  const add = ({ item, children }: Branch) => {
    if (item?.meaning !== undefined) sums.set(item.meaning, (sums.get(item.meaning) ?? 0) + item.bytes);
    for (const each of children.values()) add(each);
  };
  add(branch);
  return sums;
}
