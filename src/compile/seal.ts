import { file, type Output } from '../llb/index.ts';
import { STEPS } from '../protocol/steps.ts';
import { type CompileContext, common, inBuilder } from './context.ts';
import { outputMount, request, treeMount } from './step-mounts.ts';

/**
 * The image: the tree, once every gate has passed. A copy, because a result can depend on a step only by taking
 * something from it; what it takes from a gate is nothing.
 * @param previous the image of another platform of this build: nothing is taken from it
 */
export function seal(
  context: CompileContext,
  tree: Output,
  gates: readonly Output[],
  epoch: number,
  previous?: Output,
): Output {
  const all = { dirCopyContents: true, allowWildcard: true, allowEmptyWildcard: true };
  // A copy is cached by the content of what it copies, to which times do not belong. The date of a folder that is there
  // anyway keeps a tree of another date apart.
  const empty = file(undefined, common(context, 'seal the image')).mkdir('/', {
    makeParents: true,
    time: epoch,
  });
  const sealed = [tree, ...gates].reduce((chain, output) => chain.copy(output, '/', '/', all), empty);
  return (previous === undefined ? sealed : sealed.copy(previous, NOTHING, '/', all)).output();
}

/** Matches nothing, at the root: the daemon refuses a folder that is not there. */
const NOTHING = '/.mib-nothing*';

/** A tree that is kept whole: as it is, but with nothing in it younger than the image. */
export function clampMtimes(context: CompileContext, tree: Output, epoch: number): Output {
  const { places } = STEPS.settle;
  const run = inBuilder(context, 'settle', {
    name: 'settle the times',
    mounts: [request(context, 'settle', { epoch }), outputMount(places.tree, tree)],
  });
  return run.output(places.tree);
}

/** Inputs of the layer that is added to a base image. */
export interface Layer {
  readonly base: Output;
  readonly full: Output;
  readonly gates: readonly Output[];
  /** Seconds since 1970. */
  readonly epoch: number;
  /** The image of another platform of this build: nothing is taken from it. */
  readonly previous?: Output | undefined;
}

/**
 * The image where it is not pruned and lies upon another: the layers of that one, and a single one with what the full tree
 * has otherwise. Each operation that made the full tree would be a layer; taking the difference of the two would lose
 * what was removed.
 */
export function addLayer(context: CompileContext, { base, full, gates, epoch, previous }: Layer): Output {
  const { places, order } = STEPS.layer;
  const run = inBuilder(context, 'layer', {
    name: 'add a layer to the image below',
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
