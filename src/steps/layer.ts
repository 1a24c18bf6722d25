import { rmSync } from 'node:fs';
import { posix } from 'node:path';
import type { Places } from '../protocol/steps.ts';
import { type Difference, differences } from '../prune/verify/differences.ts';
import { encodeName } from '../tree/names.ts';
import { byName } from '../tree/paths.ts';
import { sourceOf } from '../tree/pyc.ts';
import { diskTree } from './disk-tree.ts';
import { dateBytecode } from './prune/bytecode.ts';
import { copyTree } from './prune/copy.ts';
import { readRequest } from './request.ts';
import { say } from './say.ts';
import { differingAttributes } from './verify/attributes.ts';

/**
 * Runs the step `layer`: makes the tree of the base image equal to the full tree. It touches only what differs, so that
 * the layer has nothing else. mtimes in the layer are clamped to the date of the image.
 */
export async function layer({ request, full, tree }: Places<'layer'>): Promise<number> {
  const { epoch } = readRequest<'layer'>(request);
  const [wanted, present] = [diskTree(full), diskTree(tree)];
  const { alike, found } = differences(wanted, present);
  present.close();
  const changes = found.filter((each) => !isSettled(each, epoch));
  for (const { path, what } of changes) {
    if (what === 'presence' || what === 'type')
      rmSync(encodeName(tree + path), { recursive: true, force: true });
  }
  const attributes = await differingAttributes([full, tree], alike);
  const touched = [...changes.map(({ path }) => path), ...attributes];
  const gone = new Set(changes.filter(isGone).map(({ path }) => path));
  const taken = withFolders(touched).filter((path) => !gone.has(path));
  await copyTree(full, tree, taken, epoch);
  const copied = new Set(taken);
  const dated = taken.filter((path) => copied.has(sourceOf(path) ?? ''));
  dateBytecode(wanted, tree, dated, epoch);
  wanted.close();
  say(`${touched.length} differences from the base image`);
  return 0;
}

/** Reports whether the full tree lacks a path. To look for it would follow a link that took the place of its folder. */
function isGone({ what, values = ['', ''] }: Difference): boolean {
  return what === 'presence' && values[0] === 'absent';
}

/** Reports whether only the mtime differs, and clamping removes the difference. */
function isSettled({ what, values = ['', ''] }: Difference, epoch: number): boolean {
  return what === 'time' && Number(values[0]) > epoch && Number(values[1]) === epoch;
}

/** Adds the parent folders, whose mtimes change with their entries. Parents come before their entries. */
function withFolders(paths: readonly string[]): string[] {
  const all = new Set<string>();
  for (let each of paths) {
    for (; !all.has(each); each = posix.dirname(each)) all.add(each);
  }
  return [...all].sort(byName);
}
