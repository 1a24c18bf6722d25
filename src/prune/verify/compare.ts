import type { Entry, Tree } from '../../tree/tree.ts';
import type { NewFolder } from '../engine.ts';
import type { Reason } from '../graph.ts';
import type { PruneRequest } from '../request.ts';
import { isBuildScript, runs } from '../scripts.ts';
import { contentsAgree } from './contents.ts';
import type { Fault } from './fault.ts';
import { entryFaults, namesAgree } from './sameness.ts';
import { structureFaults } from './structure.ts';

/** Report is the result of the pruning as it recorded it. */
export interface Report {
  /** The reasons for each kept path. */
  readonly reasons: ReadonlyMap<string, readonly Reason[]>;
  /** Folders that the full tree does not have. */
  readonly folders: ReadonlyMap<string, NewFolder>;
  /** Files that mib wrote itself. */
  readonly files: ReadonlySet<string>;
  /** Files that lost their setuid and setgid bits. */
  readonly cleared: ReadonlySet<string>;
  readonly dropped: ReadonlySet<string>;
}

/** Returns the faults of an image, compared with its full tree and the report of the pruning. */
export function compare(
  full: Tree,
  image: Tree,
  entries: ReadonlyMap<string, Entry>,
  report: Report,
  request: Pick<PruneRequest, 'environment' | 'epoch'>,
): readonly Fault[] {
  const runsFor = (path: string) => {
    const kinds = (report.reasons.get(path) ?? []).map(({ kind }) => kind);
    const running = kinds.filter((kind) => runs(kind, entries.get(path)?.mode ?? 0));
    const isOnlyThere = running.every((kind) => kind === 'application');
    return running.length > 0 && !(isOnlyThere && isBuildScript(image, path));
  };
  const isDropped = (path: string) => report.dropped.has(path);
  return [
    ...reasonFaults(entries, report),
    ...[...entries].flatMap(pathFaults(full, image, report, request.epoch)),
    ...structureFaults({
      full,
      image,
      entries,
      environment: request.environment,
      isDropped,
      runs: runsFor,
    }),
  ];
}

/** Checks that the image contains exactly the paths in the report. */
function reasonFaults(entries: ReadonlyMap<string, Entry>, { reasons }: Report): readonly Fault[] {
  const unexplained = [...entries.keys()].filter((path) => !reasons.has(path));
  const absent = [...reasons.keys()].filter((path) => !entries.has(path));
  return [
    ...unexplained.map((path) => ({ kind: 'unexplained', path }) as const),
    ...absent.map((path) => ({ kind: 'absent', path }) as const),
  ];
}

/** Compares paths one by one, sorted by name. */
function pathFaults(full: Tree, image: Tree, report: Report, epoch: number) {
  const sameNames = namesAgree();
  const allowed = { epoch, isCleared: (path: string) => report.cleared.has(path) };
  return ([path, entry]: readonly [string, Entry]): readonly Fault[] => {
    if (report.files.has(path)) return [];
    const expected = full.lstat(path) ?? madeEntry(report.folders.get(path), epoch);
    if (expected === undefined) return [{ kind: 'unexplained', path }];
    const faults = entryFaults(path, expected, entry, allowed);
    if (faults.length > 0) return faults;
    const agree = sameNames(path, expected, entry);
    if (!agree) return [{ kind: 'differs', path, what: 'names' }];
    if (entry.type === 'link') return targetFaults(path, full.readlink(path), image.readlink(path));
    const same = entry.type !== 'file' || contentsAgree(full, image, path, entry.size, epoch);
    return same ? [] : [{ kind: 'differs', path, what: 'content' }];
  };
}

function madeEntry(folder: NewFolder | undefined, epoch: number): Entry | undefined {
  return (
    folder && { type: 'folder', mode: folder.mode, uid: folder.uid, gid: folder.gid, size: 0, mtime: epoch }
  );
}

function targetFaults(path: string, expected: string, found: string): readonly Fault[] {
  return expected === found ? [] : [{ kind: 'differs', path, what: 'target', expected, found }];
}
