import { type Match, matches } from './faults.ts';

/** Exchange is one request and its answer. */
export interface Exchange {
  readonly method: string;
  /** Decoded. */
  readonly path: string;
  /** 0 until it is answered. */
  readonly status: number;
  /** Size of the content that was sent, without headers. */
  readonly bytes: number;
}

/** Traffic has the requests to a mirror since its start, or since `clear`. */
export interface Traffic {
  requests(match?: Match): readonly Exchange[];
  /** The content sent, in bytes. */
  bytes(match?: Match): number;
  clear(): void;
}

export interface Recorder extends Traffic {
  /** Records a request; its answer is filled in as it is sent. */
  record(method: string, path: string): { status: number; bytes: number };
}

export function makeRecorder(): Recorder {
  let exchanges: Exchange[] = [];
  const requests = (match: Match = ''): readonly Exchange[] =>
    exchanges.filter(({ path }) => matches(path, match));
  return {
    requests,
    bytes: (match) => requests(match).reduce((sum, { bytes }) => sum + bytes, 0),
    clear() {
      exchanges = [];
    },
    record(method, path) {
      const exchange = { method, path, status: 0, bytes: 0 };
      exchanges.push(exchange);
      return exchange;
    },
  };
}
