import { PASSED, REQUEST, type StepFacts } from './step.ts';

export interface TraceRequest {
  readonly workingDir: string;
  /**
   * The checks with the runs of each, whose traces lie in `tracePath`. The run named `first` succeeded; another that failed left
   * a file `failed`, and its output in `said`.
   */
  readonly checks: readonly { readonly command: string; readonly runs: readonly string[] }[];
}

/** Debian's names of the architecture on which the checks ran, and of that of the tree. */
export interface CounterpartsRequest {
  readonly from: string;
  readonly to: string;
}

export interface MissedRequest {
  readonly workingDir: string;
  /** Of the checks, whose traces lie in `tracePath`. */
  readonly commands: readonly string[];
  /** Patterns of files. */
  readonly drop: readonly string[];
}

export interface TraceRequests {
  readonly trace: TraceRequest;
  readonly counterparts: CounterpartsRequest;
  readonly missed: MissedRequest;
}

/** The file that a step leaves its events in. */
export const EVENTS = 'events.json';

/** Steps about what the checks used. */
export const TRACE_STEPS = {
  trace: {
    does: "Reads strace's logs of the checks, and writes the files that they used to events.json.",
    places: { request: REQUEST, tree: '/tree', traces: '/in/traces', out: '/out' },
    order: { answers: '/in/answers' },
  },
  answer: {
    does: 'Fails if a check got another answer to a request than it wants.',
    places: { verdict: '/in/verdict' },
    order: { passed: PASSED },
  },
  counterparts: {
    does: "Translates what the checks used in one architecture's tree to another's, and writes events.json.",
    places: {
      request: REQUEST,
      events: `/in/${EVENTS}`,
      /** The tree that the checks ran in. */
      watched: '/watched',
      tree: '/tree',
      out: '/out',
    },
  },
  missed: {
    does: 'Fails if a check passed in the image but missed a file that the full tree has.',
    places: {
      request: REQUEST,
      events: `/in/${EVENTS}`,
      traces: '/in/traces',
      tree: '/tree',
      image: '/image',
    },
    order: { passed: PASSED, answers: '/in/answers' },
  },
} as const satisfies Record<string, StepFacts>;

/** The run in which a program only believes that it changed its user. */
export const PRETENDING = 'pretend';

/** The folder with the trace of a check, by its position in the request. @param run where it ran more than once */
export function tracePath(traces: string, position: number, run?: string): string {
  return run === undefined ? `${traces}/${position}` : `${traces}/${position}/${run}`;
}
