import { posix } from 'node:path';
import { nearest } from '../imagefile/text/nearest.ts';
import type { OutputRequest } from '../protocol/source.ts';
import type { Places } from '../protocol/steps.ts';
import { IN_IMAGEFILE } from '../prune/advice.ts';
import { objectsOf } from '../prune/contents.ts';
import { foreignMachine } from '../prune/foreign-elf.ts';
import type { Message } from '../prune/messages.ts';
import { matcher } from '../tree/glob.ts';
import { join, nameOf } from '../tree/paths.ts';
import { type Resolver, resolverOf } from '../tree/resolver.ts';
import type { Tree } from '../tree/tree.ts';
import { diskTree } from './disk-tree.ts';
import { readRequest } from './request.ts';
import { complain } from './say.ts';

/** Runs the step `output`: fails if a build did not make a file that it should have made, or made it for another machine. */
export async function output(places: Places<'output'>): Promise<number> {
  const request = readRequest<'output'>(places.request);
  const tree = diskTree(places.tree);
  const problems = problemsOf(tree, request);
  tree.close();
  return problems.length === 0 ? 0 : complain(problems);
}

function problemsOf(tree: Tree, request: OutputRequest): readonly Message[] {
  const { build, from, folder, image } = request;
  const resolver = resolverOf(tree);
  const made = resolver.follow(posix.resolve(folder, from));
  if (made === undefined) {
    const fix = explain(tree, resolver, folder, from);
    return [{ code: 'missing-output', message: `build "${build}" did not make "${from}"`, fix }];
  }
  if (image === undefined) return [];
  const machineFor = foreignMachine(image.architecture, tree);
  const mayBe = matcher(image.anyMachine, { recursive: true });
  const { elf } = objectsOf(tree);
  const found = filesIn(tree, made.path).flatMap((path) => {
    const inImage = image.to + path.slice(made.path.length);
    const machine = mayBe(inImage) ? undefined : machineFor(path, () => elf(path));
    return machine === undefined ? [] : [{ inImage, machine }];
  });
  const shown = found.slice(0, SHOWN).map(({ inImage, machine }) => ({
    code: 'foreign-elf' as const,
    message: `"${inImage}", which build "${build}" made, is for ${machine}, and the image is for ${image.architecture}`,
  }));
  const last = shown.pop();
  if (last === undefined) return [];
  const more = found.length > SHOWN ? `${found.length - SHOWN} more files are, too\n  ` : '';
  const fix = `${more}add platform: target to the build, which then runs in a tree for ${image.architecture}`;
  return [
    ...shown,
    { ...last, fix: `${fix}\n  or keep it with ${IN_IMAGEFILE.keep(last.message.split('"')[1] ?? '')}` },
  ];
}

/** Returns the files of a folder, or the file itself. */
function filesIn(tree: Tree, path: string): string[] {
  const type = tree.lstat(path)?.type;
  if (type === 'file') return [path];
  return type === 'folder' ? tree.readdir(path).flatMap((name) => filesIn(tree, join(path, name))) : [];
}

/** Returns the name that was probably meant, or what exists of the path. */
function explain(tree: Tree, resolver: Resolver, top: string, from: string): string {
  const parent = from.includes('/') ? from.slice(0, from.lastIndexOf('/')) : '';
  const path = resolver.follow(posix.resolve(top, parent))?.path;
  if (path === undefined || resolver.lstat(path)?.type !== 'folder') {
    return `the folder "${parent}" does not exist either`;
  }
  const names = tree.readdir(path);
  if (names.includes(nameOf(from))) return `"${from}" is a broken link`;
  const meant = nearest(nameOf(from), names);
  if (meant !== undefined) return `did you mean "${parent === '' ? meant : `${parent}/${meant}`}"?`;
  const shown = names.slice(0, SHOWN).map((name) => `"${name}"`);
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return names.length === 0 ? 'its folder is empty' : `its folder has ${shown.join(', ')}${more}`;
}

/** How many names a message shows. */
const SHOWN = 8;
