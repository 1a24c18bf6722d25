import { type Profiler, Session } from 'node:inspector';

/** Coverage says which inputs make a program go where no other has. */
export interface Coverage {
  /** How many blocks have run. */
  readonly blocks: () => number;
  /** Reports whether any block ran for the first time since the last call. What is new is new again for `first`. */
  readonly hasFresh: () => boolean;
  /** Runs each input again, and returns those that reach a block first. */
  readonly first: (inputs: readonly Buffer[], run: (input: Buffer) => void) => readonly Buffer[];
}

/** Starts V8's block coverage of a file. Functions that were compiled before have no blocks, so it comes first. */
export function startCoverage(file: string): Coverage {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const seen = new Set<string>();
  /** Returns the blocks that ran since the last call. */
  const ran = (): string[] => {
    let found: readonly Profiler.ScriptCoverage[] = [];
    // The session is of this thread, so the answer is there when the call returns.
    session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error) throw error;
      found = result;
    });
    return found
      .filter(({ url }) => url.endsWith(file))
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
      .flatMap(({ startOffset, endOffset, count }) => (count > 0 ? [`${startOffset} ${endOffset}`] : []));
  };
  return {
    blocks: () => seen.size,
    hasFresh: () => ran().some((block) => !seen.has(block)),
    first: (inputs, run) =>
      inputs.filter((input) => {
        run(input);
        const fresh = ran().filter((block) => !seen.has(block));
        for (const block of fresh) seen.add(block);
        return fresh.length > 0;
      }),
  };
}
