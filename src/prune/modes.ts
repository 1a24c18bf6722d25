import type { Engine } from './engine.ts';
import { byName, foldersAbove } from './paths.ts';
import type { PruneProblem, TraceEvent } from './request.ts';
import type { Entry } from './tree.ts';

const SET_ID = 0o6000;
const STICKY = 0o1000;
const OTHERS_WRITE = 0o002;

/**
 * Files that lose their setuid and setgid bits, sorted: those that no check executed. All names of a file are one file,
 * so what was executed by one of them keeps the bits under every other.
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
 * Kept files that every account may change, and folders in which every account may replace another's files, sorted. No
 * image should have them; but a folder may be so that `files` or `volumes` name.
 */
export function worldWritable({ graph, request, resolver }: Engine): readonly WorldWritable[] {
  const canonical = (path: string) => resolver.locate(path.replace(/(.)\/+$/, '$1'))?.path ?? path;
  const brought = new Set(request.files.map(canonical));
  const volumes = new Set(request.volumes.map(canonical));
  const found: WorldWritable[] = [];
  for (const { id: path, entry } of graph.nodes.values()) {
    if (entry === undefined || (entry.mode & OTHERS_WRITE) === 0) continue;
    const isBrought = [path, ...foldersAbove(path)].some((each) => brought.has(each));
    const { type, mode } = entry;
    if (type === 'file') found.push({ kind: 'world-writable', path, type, mode, isBrought });
    if (type !== 'folder' || (mode & STICKY) !== 0 || isBrought || volumes.has(path)) continue;
    found.push({ kind: 'world-writable', path, type, mode, isBrought });
  }
  return found.sort((a, b) => byName(a.path, b.path));
}
