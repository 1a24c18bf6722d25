import type { CopyEntry, FileEntry } from '../imagefile/spec.ts';
import { type FileChain, file, type Output, type Owner } from '../llb/index.ts';
import { type CompileContext, common } from './context.ts';
import { fileOwner } from './owner.ts';

/**
 * Puts the Imagefile's files into the tree, one operation each, so that a failure names its line.
 * @param time mtime of all files, in seconds since 1970. The mtimes of a checkout or a build output are arbitrary.
 */
export function addFiles(
  context: CompileContext,
  tree: Output,
  files: readonly FileEntry[],
  time: number,
): Output {
  return files.reduce((current, entry) => addFile(context, current, entry, time), tree);
}

function addFile(context: CompileContext, tree: Output, entry: FileEntry, time: number): Output {
  const chain = file(tree, common(context, title(entry), [entry.at]));
  if (entry.kind === 'symlink')
    return withParent(chain, entry.to, time).symlink(entry.symlink, entry.to, { time }).output();
  const owner = entry.owner === undefined ? {} : { owner: fileOwner(entry.owner, tree) };
  if (entry.kind === 'copy') return copy(context, chain, entry, { time, ...owner });
  const data = new TextEncoder().encode(entry.text);
  return withParent(chain, entry.to, time)
    .mkfile(entry.to, { mode: entry.mode ?? 0o644, data, time, ...owner })
    .output();
}

/** Copies as `COPY` does: the contents of a folder; makes missing parents and follows symbolic links in the source. */
function copy(
  context: CompileContext,
  chain: FileChain,
  entry: CopyEntry,
  made: { owner?: Owner; time: number },
): Output {
  const source = entry.context === undefined ? context.buildContext : context.named.get(entry.context);
  if (source === undefined) throw new Error(`files: ${entry.from} is copied, but its context was not loaded`);
  return chain
    .copy(source, `/${entry.from}`, entry.to, {
      followSymlink: true,
      dirCopyContents: true,
      createDestPath: true,
      ...(entry.mode === undefined ? {} : { mode: entry.mode }),
      ...made,
    })
    .output();
}

function withParent(chain: FileChain, path: string, time: number): FileChain {
  const parent = path.slice(0, path.lastIndexOf('/'));
  return parent === '' ? chain : chain.mkdir(parent, { makeParents: true, time });
}

function title(entry: FileEntry): string {
  if (entry.kind === 'copy') {
    const origin = entry.context === undefined ? '' : ` of ${entry.context}`;
    return `copy ${entry.from}${origin} to ${entry.to}`;
  }
  return entry.kind === 'text' ? `write ${entry.to}` : `link ${entry.to} to ${entry.symlink}`;
}
