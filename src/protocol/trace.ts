import { PASSED, REQUEST, type StepFacts } from './step.ts';

/** TraceRequest lists the traces to read. */
export interface TraceRequest {
  readonly workingDir: string;
  /**
   * The checks, each with the names of its runs; `tracePath` gives the folder of a trace. If the run `pretend` failed
   * after it had shown all that it runs for, it left a file `failed` there. All others succeeded.
   */
  readonly checks: readonly { readonly command: string; readonly runs: readonly string[] }[];
}

/** CounterpartsRequest has Debian's names for two architectures: the one that the checks ran on, and the tree's. */
export interface CounterpartsRequest {
  readonly from: string;
  readonly to: string;
}

/** UnreadRequest names the runs of one check. */
export interface UnreadRequest {
  readonly command: string;
  readonly workingDir: string;
  readonly runs: readonly string[];
}

/** MissedRequest describes the checks that ran in the image. */
export interface MissedRequest {
  readonly workingDir: string;
  /** The command of each check; `tracePath` gives the folder of its trace. */
  readonly commands: readonly string[];
  /** Patterns of files. */
  readonly drop: readonly string[];
}

/** TraceRequests are the requests of `TRACE_STEPS`. */
export interface TraceRequests {
  readonly trace: TraceRequest;
  readonly unread: UnreadRequest;
  readonly counterparts: CounterpartsRequest;
  readonly missed: MissedRequest;
}

/** The name of the file with the events of a trace. */
export const EVENTS = 'events.json';

/** The name of the file with the uses of paths that strace could not read, one a line. */
export const UNREAD = 'unread';

/** The steps that find the files used by the checks. */
export const TRACE_STEPS = {
  trace: {
    does: "Reads strace's logs of the checks, and writes the files that they used to events.json.",
    places: { request: REQUEST, tree: '/tree', traces: '/in/traces', out: '/out' },
  },
  unread: {
    does: 'Writes to unread what strace could not read in the runs of a check: nothing, or for example exec.',
    places: { request: REQUEST, tree: '/tree', traces: '/in/traces', out: '/out' },
  },
  counterparts: {
    does: "Translates a trace of the checks from one architecture's tree to another's, and writes events.json.",
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
    order: { passed: PASSED },
  },
} as const satisfies Record<string, StepFacts>;

/** The name of the run in which a program only believes that it changed its user. */
export const PRETENDING = 'pretend';

/** Where that run finds the file of the step `unread`. Without one it may fail, and always runs. */
export const UNREAD_AT = '/.mib-unread';

/** Returns the folder with the trace of a check, by its position in the request. @param run set if it ran repeatedly */
export function tracePath(traces: string, position: number, run?: string): string {
  return run === undefined ? `${traces}/${position}` : `${traces}/${position}/${run}`;
}
