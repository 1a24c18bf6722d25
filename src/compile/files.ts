import type { CopyEntry, FileEntry } from '../imagefile/spec.ts';
import { type FileChain, file, type Output, type Owner } from '../llb/index.ts';
import { type CompileContext, common } from './context.ts';
import { fileOwner } from './owner.ts';

/**
 * The most operations that the files become. Each is a layer below the next step, and the kernel stacks at most 500 (Linux,
 * fs/overlayfs/params.h, OVL_MAX_STACK); the base image, `build`, `run` and the steps of mib have theirs.
 */
export const MOST_OPERATIONS = 100;

/** Files that names of owners are looked up in, and the folders that a copy may put them into. */
const ACCOUNTS = /^\/(etc\/?(passwd|group)?)?$/;

/**
 * Puts the Imagefile's files into the tree, one operation each, so that a failure names its line. More than
 * {@link MOST_OPERATIONS} become as many operations of several each, which name all of their lines.
 * @param time mtime of all files, in seconds since 1970. The mtimes of a checkout or a build output are arbitrary.
 */
export function addFiles(
  context: CompileContext,
  tree: Output,
  files: readonly FileEntry[],
  time: number,
): Output {
  return groupsOf(files).reduce((current, group) => addGroup(context, current, group, time), tree);
}

/** Divides files into those of one operation each. A named owner is looked up after the files that may create it. */
function groupsOf(files: readonly FileEntry[]): FileEntry[][] {
  const most = Math.ceil(files.length / MOST_OPERATIONS);
  const groups: FileEntry[][] = [];
  let last: FileEntry[] = [];
  let hasAccounts = false;
  for (const entry of files) {
    if (last.length === 0 || last.length === most || (hasAccounts && isNamed(entry))) {
      last = [];
      groups.push(last);
      hasAccounts = false;
    }
    last.push(entry);
    hasAccounts ||= ACCOUNTS.test(entry.to);
  }
  return groups;
}

function isNamed(entry: FileEntry): boolean {
  return entry.kind !== 'symlink' && /[a-z_]/.test(entry.owner ?? '');
}

function addGroup(context: CompileContext, tree: Output, group: readonly FileEntry[], time: number): Output {
  const places = group.map(({ at }) => at);
  const chain = file(tree, common(context, titleOf(group), places));
  return group.reduce((current, entry) => addFile(context, tree, current, { entry, time }), chain).output();
}

function addFile(
  context: CompileContext,
  tree: Output,
  chain: FileChain,
  { entry, time }: { readonly entry: FileEntry; readonly time: number },
): FileChain {
  if (entry.kind === 'symlink')
    return withParent(chain, entry.to, time).symlink(entry.symlink, entry.to, { time });
  const owner = entry.owner === undefined ? {} : { owner: fileOwner(entry.owner, tree) };
  if (entry.kind === 'copy') return copy(context, chain, entry, { time, ...owner });
  const data = new TextEncoder().encode(entry.text);
  return withParent(chain, entry.to, time).mkfile(entry.to, {
    mode: entry.mode ?? 0o644,
    data,
    time,
    ...owner,
  });
}

/** Copies as `COPY` does: the contents of a folder; makes missing parents and follows symbolic links in the source. */
function copy(
  context: CompileContext,
  chain: FileChain,
  entry: CopyEntry,
  made: { owner?: Owner; time: number },
): FileChain {
  const source = entry.context === undefined ? context.buildContext : context.named.get(entry.context);
  if (source === undefined) throw new Error(`files: ${entry.from} is copied, but its context was not loaded`);
  return chain.copy(source, `/${entry.from}`, entry.to, {
    followSymlink: true,
    dirCopyContents: true,
    createDestPath: true,
    ...(entry.mode === undefined ? {} : { mode: entry.mode }),
    ...made,
  });
}

function withParent(chain: FileChain, path: string, time: number): FileChain {
  const parent = path.slice(0, path.lastIndexOf('/'));
  return parent === '' ? chain : chain.mkdir(parent, { makeParents: true, time });
}

function titleOf([first, ...more]: readonly FileEntry[]): string {
  const title = first === undefined ? '' : titleOfFile(first);
  return more.length === 0 ? title : `${title}, and ${more.length} more`;
}

function titleOfFile(entry: FileEntry): string {
  if (entry.kind === 'copy') {
    const origin = entry.context === undefined ? '' : ` of ${entry.context}`;
    return `copy ${entry.from}${origin} to ${entry.to}`;
  }
  return entry.kind === 'text' ? `write ${entry.to}` : `link ${entry.to} to ${entry.symlink}`;
}
