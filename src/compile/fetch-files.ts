import type { Fetch, Located } from '../imagefile/spec.ts';
import { isGlob } from '../imagefile/values/glob.ts';
import { type FileChain, file, type Output } from '../llb/index.ts';
import { STEPS } from '../protocol/steps.ts';
import { braces } from '../tree/glob.ts';
import { type CompileContext, common, inBuilder } from './context.ts';
import type { Opened } from './source.ts';
import { outputMount, request } from './step-mounts.ts';

/** FetchFiles are the files of a source that `fetch` names, and where they go. */
export interface FetchFiles extends Pick<Fetch, 'files'> {
  /** Name of the build. */
  readonly build: string;
  /** Folder of the source in the tree, absolute. */
  readonly folder: string;
  /** mtime, in seconds since 1970. */
  readonly time: number;
}

/** Copies the files that `fetch` names into a tree. Fails at the line of a glob that matches none. */
export function copyFetchFiles(
  context: CompileContext,
  tree: Output,
  source: Opened,
  { build, files, folder, time }: FetchFiles,
): Output {
  const title = `copy ${files.map(({ value }) => value).join(', ')} of ${build}`;
  const places = files.map(({ at }) => at);
  const globs = files.filter(({ value }) => isGlob(value));
  const options = { createDestPath: true, dirCopyContents: true, time };
  const copied = files
    .filter(({ value }) => !isGlob(value))
    .reduce<FileChain>(
      (chain, { value }) =>
        chain.copy(source.tree, `${source.folder}/${value}`, `${folder}/${value}`, options),
      file(tree, common(context, title, places)),
    );
  if (globs.length === 0) return copied.output();
  const include = globs.flatMap(({ value }) => braces(value)).map(included);
  const all = copied.copy(source.tree, source.folder, folder, { ...options, include }).output();
  return globs.reduce((current, glob) => verifyMatch(context, current, { build, folder }, glob), all);
}

/** Returns a glob as BuildKit includes it, where `!` in front would exclude. */
function included(glob: string): string {
  return glob.replace(/^!/, '[!]');
}

/** Returns the tree after a check that a glob of `fetch` matches a file. Fails at its line. */
function verifyMatch(
  context: CompileContext,
  tree: Output,
  { build, folder }: Pick<FetchFiles, 'build' | 'folder'>,
  { value: glob, at }: Located<string>,
): Output {
  const { places } = STEPS.matches;
  const run = inBuilder(context, 'matches', {
    name: `find ${glob} of ${build}`,
    at: [at],
    mounts: [request(context, 'matches', { glob, folder }), outputMount(places.tree, tree)],
  });
  return run.output(places.tree);
}
