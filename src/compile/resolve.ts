import type { Archive } from '../debian/archive.ts';
import type { IndexFile } from '../debian/release.ts';
import { listFolder, type ResolveRequest } from '../debian/resolution.ts';
import type { Range } from '../imagefile/text/diagnostic.ts';
import type { Mount, Output } from '../llb/index.ts';
import { archivePath } from '../protocol/packages.ts';
import { STEPS } from '../protocol/steps.ts';
import { type CompileContext, inBuilder } from './context.ts';
import { inRelease, packageIndex, savedName } from './indexes.ts';
import { fileMount, keyMount, outputMount, request } from './step-mounts.ts';

const { places } = STEPS.resolve;

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
  return choose(context, ask, [fileMount(places.archives, first, '/archives')], at);
}

function choose(
  context: CompileContext,
  ask: ResolveRequest,
  archives: readonly Mount[],
  at: readonly Range[],
): Output {
  const names = ask.packages.filter((requested) => !requested.exclude).map((requested) => requested.name);
  const run = inBuilder(context, 'resolve', {
    name: `resolve ${names.length === 0 ? ask.suite : names.join(', ')}`,
    at,
    mounts: [
      request(context, 'resolve', ask),
      ...archives,
      ...(ask.isUpon === true ? statusMount(context) : []),
      outputMount(places.out),
    ],
  });
  return run.output(places.out);
}

/** The dpkg database of the image below, of which nothing else counts. */
function statusMount({ base }: CompileContext): Mount[] {
  return base === undefined ? [] : [fileMount(places.status, base, '/var/lib/dpkg/status')];
}

function indexMounts(
  context: CompileContext,
  indexed: IndexedArchive,
  position: number,
  at: readonly Range[],
): Mount[] {
  const folder = archivePath(places.archives, position);
  const { archive, indexes } = indexed;
  return [
    fileMount(`${folder}/InRelease`, inRelease(context, archive, at), '/InRelease'),
    ...indexes.map(({ component, file: index, architecture }) =>
      fileMount(
        `${folder}/${listFolder(component, architecture)}/${fileName(index)}`,
        packageIndex(context, archive, index, at),
        `/${savedName(archive, index)}`,
      ),
    ),
    ...(indexed.key === undefined ? [] : [keyMount(context, indexed.key, `${folder}/key`)]),
  ];
}

function fileName({ name }: IndexFile): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
