/** StepFacts is the interface between a step's place in the graph and its program. */
export interface StepFacts {
  /** One sentence, for `--help`. */
  readonly does: string;
  /** Paths that the program reads and writes, by name: mounts and files of the builder. By hand, `--NAME` sets others. */
  readonly places: Readonly<Record<string, string>>;
  /** Names of the places that may be absent. */
  readonly optional?: readonly string[];
  /** Mounts that only make one step wait for another. The program does not use them. */
  readonly order?: Readonly<Record<string, string>>;
}

/** The mount point of every step's request. */
export const REQUEST = '/in/request.json';

/** A folder in memory for a step's intermediate files. */
export const SCRATCH = '/tmp/mib';

/** The output of a step that only passes or fails: an empty folder. */
export const PASSED = '/out';
