import type { Package, Packages } from '../../tree/package.ts';
import { readPackages } from '../../tree/packages.ts';
import { broughtBy } from '../../tree/pyc.ts';
import { readText } from '../../tree/read-text.ts';
import { type Resolver, resolverOf } from '../../tree/resolver.ts';
import { type Entry, entriesOf, type Tree } from '../../tree/tree.ts';
import type { KeepGraph } from '../keep.ts';
import type { Contents, LeftColumns } from './contents.ts';
import { differenceTo } from './difference.ts';
import { encodeTexts } from './front-code.ts';
import { nodeColumns } from './node-columns.ts';
import { packageFacts } from './package-facts.ts';
import type { PageRequest, PageSummary } from './request.ts';
import { sizesOf } from './sizes.ts';

export interface PageSources {
  readonly request: PageRequest;
  readonly graph: KeepGraph;
  readonly summary: PageSummary;
  /** The tree that was pruned. */
  readonly full: Tree;
  readonly image: Tree;
  /** The tree of the image to compare with. */
  readonly baseline?: Tree;
}

/** Maximum number of listed files that were left out: no browser opens a page with a million. */
const MOST_LEFT = 100_000;

/** Gathers the data of the page. Deterministic. */
export function makeContents({ request, graph, summary, full, image, baseline }: PageSources): Contents {
  const resolver = resolverOf(full);
  const packages = readPackages(full, resolver);
  const indexOf = new Map(packages.all.map((each, at) => [each.info, at]));
  const left = leftFiles(full, graph);
  const owner = ownerIn(packages, indexOf);
  return {
    image: request.image,
    full: summary.full,
    kept: summary.kept,
    packages: packageFacts(packages.all, {
      request,
      contributors: summary.contributors,
      copyrightOf: copyrightIn(full, resolver),
      left: [...left].map(([path, bytes]) => ({ package: owner(path), bytes })),
    }),
    nodes: nodeColumns(graph, sizesOf(entriesOf(image)), indexOf),
    left: leftColumns(left, owner),
    dropped: Object.entries(summary.dropped).map(([path, each]) => ({ path, ...each })),
    withheld: summary.withheld,
    missing: summary.unresolved,
    ...(baseline &&
      request.baseline !== undefined && { difference: differenceTo(request.baseline, image, baseline) }),
  };
}

/** Returns the bytes of files and links that are not kept; 0 for an additional hard link of a kept file. */
function leftFiles(full: Tree, graph: KeepGraph): ReadonlyMap<string, number> {
  const entries = [...entriesOf(full)].filter(([, { type }]) => type !== 'folder');
  const isKept = ([path]: readonly [string, Entry]) => graph.has(path);
  const keptFirst = [...entries.filter(isKept), ...entries.filter((each) => !isKept(each))];
  const { bytes } = sizesOf(keptFirst);
  return new Map([...bytes].filter(([path]) => !graph.has(path)));
}

function ownerIn(packages: Packages, indexOf: ReadonlyMap<string, number>) {
  return (path: string): number => {
    const [owner] = broughtBy(packages.owners, path);
    return owner === undefined ? -1 : (indexOf.get(owner.info) ?? -1);
  };
}

function copyrightIn(tree: Tree, resolver: Resolver) {
  return ({ name }: Package): string => {
    const file = resolver.file(`/usr/share/doc/${name}/copyright`);
    return file === undefined ? '' : (readText(tree, file) ?? '');
  };
}

function leftColumns(all: ReadonlyMap<string, number>, owner: (path: string) => number): LeftColumns {
  const shown =
    all.size <= MOST_LEFT
      ? [...all]
      : [...all]
          .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
          .slice(0, MOST_LEFT)
          .sort(([a], [b]) => (a < b ? -1 : 1));
  const paths = shown.map(([path]) => path);
  return {
    paths: encodeTexts(paths),
    sizes: shown.map(([, bytes]) => bytes),
    packages: paths.map(owner),
    more: all.size - shown.length,
  };
}
