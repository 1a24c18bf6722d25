import type { z } from 'zod';
import type { FileItem, FileMap } from '../schema/schema.ts';
import type { FileEntry } from '../spec.ts';
import { type Problem, problem } from '../text/problem.ts';
import { keyPlaceOf, type Path, quote } from '../text/tree.ts';
import { normalPath } from '../values/paths.ts';
import { at, type ReadContext, report } from './read-context.ts';

type FileValue = z.infer<typeof FileItem>;
type FileFields = z.infer<typeof FileMap>;

/** Folders that cannot hold files of the image, with the reason. */
const RESERVED: Readonly<Record<string, string>> = {
  '/proc': 'which the kernel fills when a container starts',
  '/sys': 'which the kernel fills when a container starts',
  '/dev': 'which the runtime fills when a container starts',
  '/.mib': 'which holds the tools of the build',
};

/** Reads `files:`. Reports two entries with the same target. */
export function readFiles(context: ReadContext, items: readonly (FileValue | undefined)[]): FileEntry[] {
  const entries: FileEntry[] = [];
  const taken = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (item === undefined) continue;
    const pair = pairOf(item);
    const entry = pair === undefined ? readFields(context, index, item) : readPair(context, index, pair);
    if (entry === undefined) continue;
    const target = targetOf(entry);
    if (taken.has(target)) {
      const place = at(context, 'files', index, pair?.[0] ?? 'to');
      report(
        context,
        place,
        problem('invalid-value', `target ${quote(target)} is written twice`, 'keep one of the two'),
      );
    }
    taken.add(target);
    entries.push(entry);
  }
  return entries;
}

/** Returns source and target of an entry `source: target`; undefined for another form. */
export function pairOf(item: object): readonly [string, string] | undefined {
  const [pair, ...more] = Object.entries(item);
  if (pair === undefined || more.length > 0 || pair[0] === 'to' || typeof pair[1] !== 'string') {
    return undefined;
  }
  return [pair[0], pair[1]];
}

function targetOf(entry: FileEntry): string {
  return entry.kind === 'copy' ? copyTarget(entry) : entry.to;
}

/** Returns the path that a copy makes: `to`, with the name of the source appended if it ends in a slash. */
export function copyTarget(entry: { readonly from: string; readonly to: string }): string {
  if (!entry.to.endsWith('/')) return entry.to;
  return normalPath(`${entry.to}/${entry.from.split('/').at(-1)}`);
}

function readPair(
  context: ReadContext,
  index: number,
  [from, to]: readonly [string, string],
): FileEntry | undefined {
  const path = ['files', index];
  const source = explainSource(from);
  if (source !== undefined) report(context, keyPlaceOf(context.tree, [...path, from]), source);
  if (!checkTarget(context, [...path, from], to, true) || source !== undefined) return undefined;
  return { kind: 'copy', from: sourcePath(from), to: normalPath(to), at: at(context, ...path) };
}

/** Normalises a path of the context. A trailing slash is dropped: the context decides what is a folder. */
export function sourcePath(from: string): string {
  return normalPath(from).replace(/\/$/, '');
}

function readFields(context: ReadContext, index: number, item: FileValue): FileEntry | undefined {
  const fields: Partial<FileFields> = item;
  const path = ['files', index];
  const kind = readKind(context, path, fields);
  if (kind === undefined || fields.to === undefined) return undefined;
  const source = fields.from === undefined ? undefined : explainSource(fields.from);
  if (source !== undefined) report(context, at(context, ...path, 'from'), source);
  if (fields.context !== undefined && kind !== 'from') {
    const found = problem(
      'invalid-value',
      `"context" goes with "from", but this entry has "${kind}"`,
      'leave it out',
    );
    report(context, keyPlaceOf(context.tree, [...path, 'context']), found);
  }
  const sound = checkTarget(context, [...path, 'to'], fields.to, kind === 'from');
  if (!sound || source !== undefined) return undefined;

  if (fields.owner !== undefined) checkOwner(context, [...path, 'owner'], String(fields.owner));
  const base = { to: normalPath(fields.to), at: at(context, ...path) };
  if (kind === 'symlink') return { kind, ...base, symlink: fields.symlink ?? '' };
  if (fields.mode !== undefined) checkMode(context, [...path, 'mode'], fields.mode, kind);
  const rights = {
    ...(fields.owner === undefined ? {} : { owner: String(fields.owner) }),
    ...(fields.mode === undefined ? {} : { mode: Number.parseInt(fields.mode, 8) }),
  };
  if (kind === 'text') return { kind, ...base, ...rights, text: fields.text ?? '' };
  const named = fields.context === undefined ? {} : { context: fields.context };
  return { kind: 'copy', ...base, ...rights, from: sourcePath(fields.from ?? ''), ...named };
}

type Kind = 'from' | 'text' | 'symlink';
const KINDS: readonly Kind[] = ['from', 'text', 'symlink'];

/** Returns which of `from`, `text` and `symlink` is set. Reports any number but one. */
function readKind(context: ReadContext, path: Path, fields: Partial<FileFields>): Kind | undefined {
  const [kind, second] = KINDS.filter((key) => fields[key] !== undefined);
  const target = quote(fields.to ?? '');
  if (kind === undefined) {
    const message = `nothing says what goes to ${target}`;
    report(
      context,
      at(context, ...path, 'to'),
      problem('missing-key', message, 'add "from", "text" or "symlink"'),
    );
    return undefined;
  }
  if (second !== undefined) {
    const message = `"${kind}" and "${second}" cannot both fill ${target}`;
    report(
      context,
      keyPlaceOf(context.tree, [...path, second]),
      problem('invalid-value', message, 'keep one of the two'),
    );
    return undefined;
  }
  if (kind !== 'symlink') return kind;
  for (const key of ['owner', 'mode'] as const) {
    if (fields[key] === undefined) continue;
    const message = `a symbolic link has no ${quote(key)} of its own`;
    report(
      context,
      keyPlaceOf(context.tree, [...path, key]),
      problem('invalid-value', message, 'leave it out'),
    );
  }
  return kind;
}

function explainSource(from: string): Problem | undefined {
  const what = `source ${quote(from)}`;
  if (/^[a-z][a-z0-9+.-]*:\/\//.test(from)) {
    const message = `${what} is a URL, but files come from the build context`;
    return problem('invalid-value', message, 'download it first and put it into the context');
  }
  if (/[*?[]/.test(from)) {
    return problem(
      'not-supported-yet',
      `${what} is a pattern, which is not supported yet`,
      'name the folder, or the files one by one',
    );
  }
  return undefined;
}

const OTHERS_WRITE = 0o002;
const STICKY = 0o1000;

/** Reports a world-writable mode. A sticky one passes for a copy, which may be a folder. */
export function checkMode(context: ReadContext, path: Path, written: string, kind: Kind): void {
  const mode = Number.parseInt(written, 8);
  const isSticky = kind === 'from' && (mode & STICKY) !== 0;
  if ((mode & OTHERS_WRITE) === 0 || isSticky) return;
  const message = `mode ${quote(written)} lets every account write to it`;
  const fix = `write ${quote((mode & ~OTHERS_WRITE).toString(8).padStart(4, '0'))}`;
  report(context, at(context, ...path), problem('world-writable', message, fix));
}

/** The largest id of Linux; the one above it means "no change" in chown(2). */
const MAX_ID = 4_294_967_294;

/** Reports an owner number above the maximum. */
export function checkOwner(context: ReadContext, path: Path, owner: string): void {
  const high = owner.split(':').find((part) => /^[0-9]+$/.test(part) && Number(part) > MAX_ID);
  if (high === undefined) return;
  report(
    context,
    at(context, ...path),
    problem('invalid-value', `owner ${quote(owner)} has a number above ${MAX_ID}`),
  );
}

/** Checks the target of a file, and reports why it is not allowed. Returns whether it is. */
export function checkTarget(context: ReadContext, path: Path, to: string, mayBeFolder: boolean): boolean {
  const place = at(context, ...path);
  const target = normalPath(to);
  const top = Object.keys(RESERVED).find((folder) => target === folder || target.startsWith(`${folder}/`));
  if (top !== undefined) {
    report(context, place, problem('unsafe-path', `target ${quote(to)} is in ${top}, ${RESERVED[top]}`));
    return false;
  }
  if (target.endsWith('/') && !mayBeFolder) {
    const message = `target ${quote(to)} is a folder, but must be the file itself`;
    report(context, place, problem('invalid-value', message, 'add the name of the file'));
    return false;
  }
  return true;
}
