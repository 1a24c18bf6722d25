import type { CopyEntry, FileEntry } from '../imagefile/spec.ts';
import { file, type Output, type Owner } from '../llb/index.ts';
import { common, type Site } from './site.ts';

/** Puts the Imagefile's files into the tree, one operation each, so that a failure names its line. */
export function addFiles(site: Site, tree: Output, files: readonly FileEntry[]): Output {
  return files.reduce((current, entry) => addFile(site, current, entry), tree);
}

function addFile(site: Site, tree: Output, entry: FileEntry): Output {
  const settings = common(site, title(entry), [entry.at]);
  if (entry.kind === 'symlink') {
    return parentOf(file(tree, settings), entry.to).symlink(entry.symlink, entry.to, {}).output();
  }
  const owner = entry.owner === undefined ? {} : { owner: parseOwner(entry.owner, tree) };
  if (entry.kind === 'text') {
    const data = new TextEncoder().encode(entry.text);
    return parentOf(file(tree, settings), entry.to)
      .mkfile(entry.to, { mode: entry.mode ?? 0o644, data, ...owner })
      .output();
  }
  return copy(site, tree, entry, settings, owner);
}

/** As `COPY` does it: the contents of a folder, parents made, links in the source path followed. */
function copy(
  site: Site,
  tree: Output,
  entry: CopyEntry,
  settings: ReturnType<typeof common>,
  owner: { owner?: Owner },
): Output {
  if (site.context === undefined) throw new Error(`files: ${entry.from} is copied, but no context was loaded`);
  return file(tree, settings)
    .copy(site.context, `/${entry.from}`, entry.to, {
      followSymlink: true,
      dirCopyContents: true,
      createDestPath: true,
      ...(entry.mode === undefined ? {} : { mode: entry.mode }),
      ...owner,
    })
    .output();
}

/** `uid`, `uid:gid`, `name` or `name:group`; names are looked up in the tree. */
function parseOwner(text: string, tree: Output): Owner {
  const [user = 'root', group = user] = text.split(':');
  const half = (name: string) => (/^\d+$/.test(name) ? { id: Number(name) } : { name, input: tree });
  return { user: half(user), group: half(group) };
}

function parentOf(chain: ReturnType<typeof file>, path: string) {
  const parent = path.slice(0, path.lastIndexOf('/'));
  return parent === '' ? chain : chain.mkdir(parent, { mode: 0o755, makeParents: true });
}

function title(entry: FileEntry): string {
  if (entry.kind === 'copy') return `copy ${entry.from} to ${entry.to}`;
  return entry.kind === 'text' ? `write ${entry.to}` : `link ${entry.to} to ${entry.symlink}`;
}
