import type { Reason } from '../../prune/graph.ts';
import { why } from '../../prune/why.ts';
import type { Contents, PackageFacts } from './contents.ts';
import { firstReasons, startsOf } from './first-reasons.ts';
import { decodeTexts } from './front-code.ts';
import { KINDS, type Meaning } from './words.ts';

/** Item is a file or link, in the image or left out; or another node of the graph. */
export interface Item {
  readonly id: string;
  readonly type: 'file' | 'folder' | 'link' | 'other' | 'group';
  readonly bytes: number;
  /** Target of a link, as written. */
  readonly target?: string;
  readonly package?: Package;
  readonly kept: boolean;
  /** Meaning of its first reason; absent if it is left out. */
  readonly meaning?: Meaning;
}

/** Package is a package with its part of the image. */
export interface Package extends PackageFacts {
  readonly files: number;
  readonly bytes: number;
}

/** Model answers the queries of the page. */
export interface Model {
  readonly contents: Contents;
  readonly packages: readonly Package[];
  /** Everything in the image except folders and groups, by name. */
  readonly kept: readonly Item[];
  readonly left: readonly Item[];
  /** Returns a node of the graph or something left out, by id. */
  item(id: string): Item | undefined;
  /** Returns a package by its `info`. */
  package(info: string): Package | undefined;
  /** Strongest first. */
  reasonsOf(id: string): readonly Reason[];
  /** Returns the shortest chain of reasons, as in `--call=explain`. */
  wayOf(id: string): readonly Step[];
  /** Returns the ids of nodes kept because of another. */
  becauseOf(id: string): readonly string[];
  /** Returns the first hard link of a file, for an additional one. */
  twinOf(id: string): string | undefined;
  /** Returns the installed packages that depend on a package. */
  dependents(of: Package): readonly Package[];
  dependencies(of: Package): readonly Package[];
}

type Step = NonNullable<ReturnType<typeof why>>[number];

const TYPES = { f: 'file', d: 'folder', l: 'link', o: 'other', g: 'group' } as const;

export function readContents(contents: Contents): Model {
  const packages = packagesOf(contents);
  const graph = graphOf(contents);
  const nodes = nodesOf(contents, packages);
  const left = leftOf(contents, packages);
  const byId = new Map([...left, ...nodes].map((each) => [each.id, each]));
  const byInfo = new Map(packages.map((each) => [each.info, each]));
  const twins = new Map(contents.nodes.twins.map(([further, first]) => [further, first]));
  const reasonsOf = (id: string) => graph.reasonsOf(graph.at(id));
  return {
    contents,
    packages,
    kept: nodes.filter(({ type }) => type !== 'folder' && type !== 'group'),
    left,
    item: (id) => byId.get(id),
    package: (info) => byInfo.get(info),
    reasonsOf,
    wayOf: (id) => why(reasonsOf, id) ?? [],
    becauseOf: (id) => graph.because(graph.at(id)),
    twinOf: (id) => graph.ids[twins.get(graph.at(id)) ?? -1],
    dependents: (of) => {
      const at = packages.indexOf(of);
      return packages.filter(({ depends }) => depends.includes(at));
    },
    dependencies: ({ depends }) => depends.flatMap((at) => packages[at] ?? []),
  };
}

function packagesOf({ packages, nodes }: Contents): readonly Package[] {
  const sums = packages.map((each) => ({ ...each, files: 0, bytes: 0 }));
  nodes.packages.forEach((at, node) => {
    const sum = sums[at];
    const type = nodes.types[node];
    if (sum === undefined || type === 'd' || type === 'g') return;
    sum.files++;
    sum.bytes += nodes.sizes[node] ?? 0;
  });
  return sums;
}

/** Decodes reasons on demand: there are many, and few are shown. */
function graphOf({ nodes }: Contents) {
  const ids = decodeTexts(nodes.ids);
  const positions = new Map(ids.map((id, at) => [id, at]));
  const starts = startsOf(nodes);
  const reason = (at: number): Reason => {
    const [from, kind, detail] = [nodes.from[at] ?? 0, nodes.kind[at] ?? 0, nodes.detail[at] ?? 0];
    return {
      ...(from > 0 && { from: ids[from - 1] ?? '' }),
      kind: nodes.kinds[kind >> 1] ?? 'keep',
      ...(detail > 0 && { detail: nodes.details[detail - 1] ?? '' }),
      strength: kind % 2 === 1 ? 'soft' : 'hard',
    };
  };
  const reasonsOf = (at: number) => {
    const [start = 0, count = 0] = [starts[at], nodes.counts[at]];
    return Array.from({ length: count }, (_, index) => reason(start + index));
  };
  const because = (at: number) =>
    ids.filter((_, node) => nodes.from.slice(starts[node], starts[node + 1]).includes(at + 1));
  return { ids, at: (id: string) => positions.get(id) ?? -1, reasonsOf, because };
}

function nodesOf({ nodes }: Contents, packages: readonly Package[]): readonly Item[] {
  const first = firstReasons(nodes);
  const meaningOf = (at: number): Meaning => {
    const kind = nodes.kinds[(nodes.kind[first[at] ?? -1] ?? -1) >> 1];
    return kind === undefined ? 'order' : KINDS[kind].meaning;
  };
  let links = 0;
  return decodeTexts(nodes.ids).map((id, at) => {
    const type = TYPES[(nodes.types[at] ?? 'o') as keyof typeof TYPES];
    const owner = packages[nodes.packages[at] ?? -1];
    return {
      id,
      type,
      bytes: nodes.sizes[at] ?? 0,
      ...(type === 'link' && { target: nodes.targets[links++] ?? '' }),
      ...(owner && { package: owner }),
      kept: true,
      meaning: meaningOf(at),
    };
  });
}

function leftOf({ left }: Contents, packages: readonly Package[]): readonly Item[] {
  return decodeTexts(left.paths).map((id, at) => {
    const owner = packages[left.packages[at] ?? -1];
    return { id, type: 'file', bytes: left.sizes[at] ?? 0, ...(owner && { package: owner }), kept: false };
  });
}
