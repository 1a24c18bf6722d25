import { DESCRIBE_STEPS, type DescribeRequests } from './describe.ts';
import { PACKAGE_STEPS, type PackageRequests } from './packages.ts';
import { PRUNE_STEPS, type PruneRequests } from './prune.ts';
import { SOURCE_STEPS, type SourceRequests } from './source.ts';
import { TRACE_STEPS, type TraceRequests } from './trace.ts';
import { TREE_STEPS, type TreeRequests } from './tree.ts';

/**
 * All steps, by the name that `mib` runs them by. src/compile makes mounts and requests from this table and src/steps
 * reads them with it, so the two cannot differ.
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

/** Places are the paths that a step reads and writes: those of its mounts, or others if it is run by hand. */
export type Places<Step extends StepName> = {
  readonly [Name in keyof (typeof STEPS)[Step]['places']]: string;
};

const IN_BUILD: { readonly [Step in StepName]: { readonly places: Places<Step> } } = STEPS;

/** Returns the paths of a step in a build. */
export function placesInBuild<Step extends StepName>(step: Step): Places<Step> {
  return IN_BUILD[step].places;
}

/** Requests are the request types by the name of the step. Not every step has a request. */
export interface Requests
  extends PackageRequests,
    SourceRequests,
    TraceRequests,
    PruneRequests,
    TreeRequests,
    DescribeRequests {}
