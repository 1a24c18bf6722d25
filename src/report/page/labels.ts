import { type Branch, NO_PACKAGE, namesOf, type View } from './branches.ts';
import type { Package } from './model.ts';

/** Returns the label of a part within the shown branch. */
export function labelOf(part: Branch, shown: Branch, view: View): string {
  const names = namesOf(part);
  const known = namesOf(shown).length;
  if (view !== 'folder' && known === 0) return packageLabel(names[0] ?? '');
  const path = names.slice(known).join('/');
  return part.item === undefined ? `${path}/` : path;
}

/** Returns the name of a package without the architecture, which all packages of an image share. */
export function packageLabel(info: string): string {
  return info === NO_PACKAGE ? 'without a package' : info.replace(/:.*/, '');
}

/** Returns the title of a branch. */
export function titleOf(branch: Branch, view: View): string {
  const names = namesOf(branch);
  if (view === 'folder') return `/${names.join('/')}`;
  const [info = '', ...path] = names;
  if (names.length === 0) return view === 'left' ? 'Everything left out' : 'The whole image';
  return path.length === 0 ? packageLabel(info) : `/${path.join('/')}`;
}

/** Returns the breadcrumbs of a branch, without branches that only contain the next one. */
export function crumbs(
  branch: Branch,
  view: View,
): readonly { readonly branch: Branch; readonly label: string }[] {
  const way: Branch[] = [];
  for (let at: Branch | undefined = branch; at !== undefined; at = at.above) way.unshift(at);
  const root = way.shift();
  const found = root === undefined ? [] : [{ branch: root, label: ROOTS[view] }];
  let passed: string[] = [];
  way.forEach((at, depth) => {
    passed.push(at.name);
    const isPackage = view !== 'folder' && depth === 0;
    if (!isPackage && at !== branch && at.children.size === 1) return;
    found.push({ branch: at, label: isPackage ? packageLabel(at.name) : passed.join('/') });
    passed = [];
  });
  return found;
}

const ROOTS: Readonly<Record<View, string>> = {
  package: 'All packages',
  folder: '/',
  left: 'Left out',
};

/** Returns the nearest parent with several parts. */
export function above(branch: Branch): Branch | undefined {
  let at = branch.above;
  while (at?.above !== undefined && at.children.size === 1) at = at.above;
  return at;
}

/** Returns the first licences in a line. */
export function licenceLine({ licences }: Package, most: number): string {
  if (licences.length === 0) return 'see its copyright file';
  const more = licences.length - most;
  const shown = licences.slice(0, most).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}
