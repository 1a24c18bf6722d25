import type { Archive } from '../debian/archive.ts';
import type { IndexFile } from '../debian/release.ts';
import { listFolder, type ResolveRequest } from '../debian/resolution.ts';
import type { Range } from '../imagefile/text/diagnostic.ts';
import type { Mount, Output } from '../llb/index.ts';
import { type CompileContext, inBuilder, keyMount, request } from './context.ts';
import { inRelease, packageIndex, savedName } from './indexes.ts';

/** An archive with the lists of packages that its InRelease names. */
export interface IndexedArchive {
  readonly archive: Archive;
  readonly indexes: readonly {
    readonly component: string;
    readonly file: IndexFile;
    /** Where it is not that of the request. */
    readonly architecture?: string;
  }[];
  /** The key that has to have signed it, where that is none of the builder's. */
  readonly key?: Uint8Array;
}

/**
 * Lets apt verify the indexes and choose the packages. The result holds `resolution.json`, and below `archives` what of the
 * indexes could matter for the answer.
 */
export function resolve(
  context: CompileContext,
  ask: ResolveRequest,
  archives: readonly IndexedArchive[],
  at: readonly Range[],
): Output {
  const mounts = archives.flatMap((indexed, position) => indexMounts(context, indexed, position, at));
  return choose(context, ask, mounts, at);
}

/** Chooses once more, among what the first choice left of the indexes that it verified: all of them need not be read again. */
export function resolveAgain(
  context: CompileContext,
  ask: ResolveRequest & Required<Pick<ResolveRequest, 'held'>>,
  first: Output,
  at: readonly Range[],
): Output {
  const left: Mount = {
    kind: 'bind',
    dest: '/in/archives',
    selector: '/archives',
    readonly: true,
    input: first,
  };
  return choose(context, ask, [left], at);
}

function choose(
  context: CompileContext,
  ask: ResolveRequest,
  archives: readonly Mount[],
  at: readonly Range[],
): Output {
  const names = ask.packages.filter((requested) => !requested.exclude).map((requested) => requested.name);
  const run = inBuilder(context, {
    name: `resolve ${names.length === 0 ? ask.suite : names.join(', ')}`,
    args: ['mib', 'resolve'],
    at,
    mounts: [
      request(context, 'resolve', ask),
      ...archives,
      ...(ask.isUpon === true ? statusMount(context) : []),
      { kind: 'bind', dest: '/out', output: true },
    ],
  });
  return run.output('/out');
}

/** The dpkg database of the image below, of which nothing else counts. */
function statusMount({ base }: CompileContext): Mount[] {
  if (base === undefined) return [];
  return [
    { kind: 'bind', dest: '/in/status', input: base, selector: '/var/lib/dpkg/status', readonly: true },
  ];
}

function indexMounts(
  context: CompileContext,
  indexed: IndexedArchive,
  position: number,
  at: readonly Range[],
): Mount[] {
  const folder = `/in/archives/${position}`;
  const lists = indexed.indexes.map(
    ({ component, file: index, architecture }): Mount => ({
      kind: 'bind',
      dest: `${folder}/${listFolder(component, architecture)}/${fileName(index)}`,
      selector: `/${savedName(indexed.archive, index)}`,
      readonly: true,
      input: packageIndex(context, indexed.archive, index, at),
    }),
  );
  const signed: Mount = {
    kind: 'bind',
    dest: `${folder}/InRelease`,
    selector: '/InRelease',
    readonly: true,
    input: inRelease(context, indexed.archive, at),
  };
  return [
    signed,
    ...lists,
    ...(indexed.key === undefined ? [] : [keyMount(context, indexed.key, `${folder}/key`)]),
  ];
}

function fileName({ name }: IndexFile): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
