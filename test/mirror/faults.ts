/** Fault is something that goes wrong with an answer. */
export type Fault =
  /** A status without content, e.g. 404 or 503. */
  | { readonly kind: 'status'; readonly status: number }
  /** The mirror has only the first `bytes` of the file, and announces that length. */
  | { readonly kind: 'truncated'; readonly bytes: number }
  /** One byte in the middle is wrong; the size is right. */
  | { readonly kind: 'altered' }
  /** The connection ends after `bytes` of the file. */
  | { readonly kind: 'broken'; readonly bytes: number }
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  /** The request is accepted and never answered. */
  | { readonly kind: 'silent' }
  /** The connection is closed instead of an answer. */
  | { readonly kind: 'closed' }
  /** No entity tag and no date, as with some mirrors: nothing can be revalidated. */
  | { readonly kind: 'untagged' }
  /** The same path at another origin, e.g. `http://127.0.0.1:8080`. */
  | { readonly kind: 'redirect'; readonly origin: string };

/** A part of the path, or an expression that matches in it. */
export type Match = string | RegExp;

export interface Faults {
  /**
   * Spoils the next `times` answers (default: all) for paths that match. The latest fault that matches wins.
   * @returns a function that ends the fault
   */
  add(match: Match, fault: Fault, times?: number): () => void;
  clear(): void;
  /** Returns the fault for a request, which counts as one of its times. */
  take(path: string): Fault | undefined;
}

interface Entry {
  readonly match: Match;
  readonly fault: Fault;
  left: number;
}

export function makeFaults(): Faults {
  let entries: Entry[] = [];
  return {
    add(match, fault, times = Number.POSITIVE_INFINITY) {
      const entry = { match, fault, left: times };
      entries.unshift(entry);
      return () => {
        entries = entries.filter((other) => other !== entry);
      };
    },
    clear() {
      entries = [];
    },
    take(path) {
      const entry = entries.find((candidate) => candidate.left > 0 && matches(path, candidate.match));
      if (entry !== undefined) entry.left -= 1;
      return entry?.fault;
    },
  };
}

export function matches(path: string, match: Match): boolean {
  return typeof match === 'string' ? path.includes(match) : path.search(match) >= 0;
}
