import { byName } from '../tree/paths.ts';
import type { Entry } from '../tree/tree.ts';
import { broughtBy } from './brought.ts';
import type { Engine } from './engine.ts';
import { ownersThrough } from './packages.ts';
import type { PruneProblem, TraceEvent } from './request.ts';

const SET_ID = 0o6000;
const STICKY = 0o1000;
const OTHERS_WRITE = 0o002;

/**
 * Returns the sorted files that lose their setuid and setgid bits because no check executed them. A file executed under
 * one of its hard links keeps the bits under all of them.
 */
export function clearedFiles({ graph, resolver }: Engine, events: readonly TraceEvent[]): readonly string[] {
  const executed = new Set(
    events.flatMap(({ kind, path }) => {
      const file = kind === 'exec' ? resolver.file(path) : undefined;
      return file === undefined ? [] : [identity(file, resolver.lstat(file))];
    }),
  );
  return [...graph.nodes.values()]
    .filter(({ entry }) => entry?.type === 'file' && (entry.mode & SET_ID) !== 0)
    .filter(({ id, entry }) => !executed.has(identity(id, entry)))
    .map(({ id }) => id)
    .sort(byName);
}

function identity(path: string, entry: Entry | undefined): string {
  return entry?.inode ?? path;
}

type WorldWritable = Extract<PruneProblem, { kind: 'world-writable' }>;

/**
 * Returns the world-writable files that are kept, and the world-writable folders without a sticky bit, sorted. Folders that
 * `files` or `volumes` name, and those of the application in a base image, are allowed.
 */
export function worldWritable(engine: Engine): readonly WorldWritable[] {
  const { graph, request, resolver } = engine;
  const canonical = (path: string) => resolver.locate(path.replace(/(.)\/+$/, '$1'))?.path ?? path;
  const targetOf = broughtBy(engine);
  const volumes = new Set(request.volumes.map(canonical));
  const found: WorldWritable[] = [];
  for (const { id: path, entry, reasons } of graph.nodes.values()) {
    if (entry === undefined || (entry.mode & OTHERS_WRITE) === 0) continue;
    const { type, mode } = entry;
    const target = targetOf(path);
    const isApplication = target === undefined && reasons.some(({ kind }) => kind === 'application');
    const isBrought = target !== undefined || isApplication;
    const isMeant = (mode & STICKY) !== 0 || isBrought || volumes.has(path);
    if (type !== 'file' && (type !== 'folder' || isMeant)) continue;
    const owner = isBrought ? undefined : ownersThrough(engine, path)[0]?.name;
    const whose = {
      ...(owner === undefined ? {} : { owner }),
      ...(target === undefined ? {} : { target }),
      ...(isApplication ? { isApplication } : {}),
    };
    found.push({ kind: 'world-writable', path, type, mode, ...whose });
  }
  return found.sort((a, b) => byName(a.path, b.path));
}
