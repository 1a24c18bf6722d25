import type { Sent } from '../../src/llb/proto.ts';
import { printable } from '../../src/tree/printable.ts';
import type { Bridge } from './bridge.ts';

/** WarningPlace is the URL that explains a warning, and the lines that it is about. */
export type WarningPlace = Pick<Sent<'WarnRequest'>, 'url' | 'info' | 'ranges'>;

/** Warner shows warnings at one vertex of a build. */
export interface Warner {
  /** @param details more lines, which clients show below `short` */
  warn(short: string, details?: readonly string[], place?: WarningPlace): Promise<void>;
}

/** Returns the warner of a vertex. @param digest of the vertex */
export function warnerAt(bridge: Pick<Bridge, 'warn'>, digest: string): Warner {
  return {
    warn: (short, details = [], place = {}) =>
      bridge.warn({
        digest,
        level: 1,
        short: Buffer.from(printable(short)),
        detail: details.map((line) => Buffer.from(printable(line))),
        ...place,
      }),
  };
}
