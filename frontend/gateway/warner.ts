import type { Sent } from '../../src/llb/proto.ts';
import type { Bridge } from './bridge.ts';

/** Where a warning is explained, and which lines it is about. */
export type WarningPlace = Pick<Sent<'WarnRequest'>, 'url' | 'info' | 'ranges'>;

/** Warner shows warnings at one vertex of a build. */
export interface Warner {
  /** @param details further lines, which clients show below the first */
  warn(short: string, details?: readonly string[], place?: WarningPlace): Promise<void>;
}

/** @param digest of the vertex */
export function warnerAt(bridge: Pick<Bridge, 'warn'>, digest: string): Warner {
  return {
    warn: (short, details = [], place = {}) =>
      bridge.warn({
        digest,
        level: 1,
        short: Buffer.from(short),
        detail: details.map((line) => Buffer.from(line)),
        ...place,
      }),
  };
}
