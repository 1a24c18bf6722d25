/** A step, as the graph and its program both see it. */
export interface StepFacts {
  /** One sentence, for `--help`. */
  readonly does: string;
  /** Paths that the program reads and writes, by name: mounts, and files of the builder. Run by hand, it takes others as `--NAME`. */
  readonly places: Readonly<Record<string, string>>;
  /** Names of places that may be absent. */
  readonly optional?: readonly string[];
  /** Mounts that make one step wait for another. The program touches none of them. */
  readonly order?: Readonly<Record<string, string>>;
}

/** The mount of every step's request. */
export const REQUEST = '/in/request.json';

/** A folder in memory, for what a step makes on the way. */
export const SCRATCH = '/tmp/mib';

/** The output of a step that only passes or fails: a folder that stays empty. */
export const PASSED = '/out';
