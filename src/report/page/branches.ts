import type { Item, Model } from './model.ts';
import type { Meaning } from './words.ts';

/** A part of a view: a package, a folder or a file, with all that is below. */
export interface Branch {
  /** What it is called in the part above: a package, or a component of a path. */
  readonly name: string;
  readonly above?: Branch;
  readonly children: ReadonlyMap<string, Branch>;
  /** Of a leaf. */
  readonly item?: Item;
  /** It stands for a package, and is shown even where it holds nothing but one folder. */
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

/** The ways to divide what there is. */
export type View = 'package' | 'folder' | 'left';

/** In the place of a package's name, for what no package brought. */
export const NO_PACKAGE = '-';

/** Divides an image, or what was left out of it; the largest parts come first. */
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

/** What is below a file; one for all of them, who are many. */
const NOTHING = new Map<string, Growing>();

/** The branch of a name below another one, which is made where there is none. */
function sprout(above: Growing, name: string, more: Pick<Growing, 'item' | 'isPackage'> = {}): Growing {
  const known = above.children.get(name);
  if (known !== undefined) return known;
  const made = grow(name, { above, ...more });
  above.children.set(name, made);
  return made;
}

/** Of a whole, above which a folder is shown as what is in it: a map of one part is no map. */
const MOST_OF_ALL = 0.6;

/** The parts that a branch is shown as, the largest first. */
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

/** The first branch from here down that has more than one part, or is a file or a package. */
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

/** The names that lead to a branch. */
export function namesOf(branch: Branch): readonly string[] {
  const names: string[] = [];
  for (let at: Branch | undefined = branch; at?.above !== undefined; at = at.above) names.unshift(at.name);
  return names;
}

/** The branch that names lead to, or the last one on the way that there is. */
export function descend(root: Branch, names: readonly string[]): Branch {
  let at = root;
  for (const name of names) {
    const next = at.children.get(name);
    if (next === undefined) return at;
    at = next;
  }
  return at;
}

/** The branch as a part of which something is shown; of several the outermost. */
export function shownIn(part: Branch): Branch {
  let at = part.above ?? part;
  while (at.above !== undefined && parts(at.above).includes(part)) at = at.above;
  return at;
}

/** The parts inside a branch, as many as an eye tells apart: the largest is divided again and again. */
export function insideOf(branch: Branch, most: number): readonly Branch[] {
  let found = childrenOf(branch);
  while (found.length < most) {
    const largest = sorted(found).find(canOpen);
    if (largest === undefined) break;
    found = [...found.filter((each) => each !== largest), ...childrenOf(largest)];
  }
  return sorted(found).slice(0, most);
}

/** How much of a branch is there for what; a file that is left out means nothing. */
export function meaningsOf(branch: Branch): ReadonlyMap<Meaning, number> {
  const sums = new Map<Meaning, number>();
  const add = ({ item, children }: Branch) => {
    if (item?.meaning !== undefined) sums.set(item.meaning, (sums.get(item.meaning) ?? 0) + item.bytes);
    for (const each of children.values()) add(each);
  };
  add(branch);
  return sums;
}
