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

/** IndexedArchive is an archive with the package indexes that its InRelease lists. */
export interface IndexedArchive {
  readonly archive: Archive;
  readonly indexes: readonly {
    readonly component: string;
    readonly file: IndexFile;
    /** Set if it differs from the request's. */
    readonly architecture?: string;
  }[];
  /** The key that must have signed it; absent for the builder's keyring. */
  readonly key?: Uint8Array;
}

/**
 * Has apt verify the indexes and choose the packages. The result holds `resolution.json` and, in `archives`, the part of
 * the indexes that can affect the answer.
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

/** Chooses again from the part of the verified indexes that the first run kept, which is faster than from all. */
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

/** Mounts the dpkg database of the base image. Nothing else of it affects the choice. */
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
