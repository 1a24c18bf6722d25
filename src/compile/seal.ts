import { file, type Output } from '../llb/index.ts';
import { STEPS } from '../protocol/steps.ts';
import { type CompileContext, common, inBuilder } from './context.ts';
import { outputMount, request, treeMount } from './step-mounts.ts';

/**
 * Makes the image: a copy of the tree that depends on every gate. In LLB a result depends on a step only by using an
 * output of it, so the copy takes `NOTHING` from each gate: a check can write to the output of its gate.
 * @param previous the image of another platform of this build
 */
export function seal(
  context: CompileContext,
  tree: Output,
  gates: readonly Output[],
  epoch: number,
  previous?: Output,
): Output {
  const all = { dirCopyContents: true, allowWildcard: true, allowEmptyWildcard: true };
  // The cache key of a copy is the content that it copies, without mtimes. The mtime of the root folder tells trees of
  // different dates apart.
  const empty = file(undefined, common(context, 'seal the image')).mkdir('/', {
    makeParents: true,
    time: epoch,
  });
  const behind = previous === undefined ? gates : [...gates, previous];
  return behind
    .reduce((chain, output) => chain.copy(output, NOTHING, '/', all), empty.copy(tree, '/', '/', all))
    .output();
}

/**
 * A pattern that matches nothing, whatever a check writes: no folder lists `..` among its files. It is in the root, as the
 * daemon rejects a pattern in a missing folder.
 */
export const NOTHING = '/[.][.]';

/** Clamps the mtimes of a tree that is not pruned to the date of the image. */
export function clampMtimes(context: CompileContext, tree: Output, epoch: number): Output {
  const { places } = STEPS.settle;
  const run = inBuilder(context, 'settle', {
    name: 'clamp mtimes to the date of the image',
    mounts: [request(context, 'settle', { epoch }), outputMount(places.tree, tree)],
  });
  return run.output(places.tree);
}

/** Layer holds the inputs of a layer that is added to a base image. */
export interface Layer {
  readonly base: Output;
  readonly full: Output;
  readonly gates: readonly Output[];
  /** Seconds since 1970. */
  readonly epoch: number;
  /** The image of another platform of this build; nothing is copied from it. */
  readonly previous?: Output | undefined;
}

/**
 * Makes an unpruned image on a base image: the base image's layers, and a single layer with the changes of the full
 * tree. Otherwise each operation that made the full tree would be a layer. BuildKit's diff operation would lose removed
 * files.
 */
export function addLayer(context: CompileContext, { base, full, gates, epoch, previous }: Layer): Output {
  const { places, order } = STEPS.layer;
  const run = inBuilder(context, 'layer', {
    name: 'add a layer to the base image',
    mounts: [
      request(context, 'layer', { epoch }),
      treeMount(places.full, full),
      { kind: 'bind', dest: places.tree, input: base, output: true, contentCache: false },
      ...gates.map(
        (input, index) => ({ kind: 'bind', dest: `${order.gates}/${index}`, input, readonly: true }) as const,
      ),
      ...(previous === undefined ? [] : [treeMount(order.previous, previous)]),
    ],
  });
  return run.output(places.tree);
}
