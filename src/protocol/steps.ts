import { DESCRIBE_STEPS, type DescribeRequests } from './describe.ts';
import { PACKAGE_STEPS, type PackageRequests } from './packages.ts';
import { PRUNE_STEPS, type PruneRequests } from './prune.ts';
import { SOURCE_STEPS, type SourceRequests } from './source.ts';
import { TRACE_STEPS, type TraceRequests } from './trace.ts';
import { TREE_STEPS, type TreeRequests } from './tree.ts';

/**
 * All steps, by the name that `mib` runs them by. src/compile makes their mounts and requests from this, and src/steps reads
 * them by it, so the two cannot differ.
 */
export const STEPS = {
  ...PACKAGE_STEPS,
  ...SOURCE_STEPS,
  ...TRACE_STEPS,
  ...PRUNE_STEPS,
  ...TREE_STEPS,
  ...DESCRIBE_STEPS,
} as const;

export type StepName = keyof typeof STEPS;

/** The paths that a step reads and writes: those of its mounts, or others where it is run by hand. */
export type Places<Step extends StepName> = {
  readonly [Name in keyof (typeof STEPS)[Step]['places']]: string;
};

const IN_BUILD: { readonly [Step in StepName]: { readonly places: Places<Step> } } = STEPS;

/** The paths of a step in a build. */
export function placesInBuild<Step extends StepName>(step: Step): Places<Step> {
  return IN_BUILD[step].places;
}

/** The requests of the steps that have one. */
export interface Requests
  extends PackageRequests,
    SourceRequests,
    TraceRequests,
    PruneRequests,
    TreeRequests,
    DescribeRequests {}
