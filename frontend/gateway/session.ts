import type { Options } from '../options/options.ts';
import type { Bridge } from './bridge.ts';

/** Session is one run of the frontend: the client's options and the connection to the daemon. */
export interface Session {
  readonly options: Options;
  readonly bridge: Bridge;
}
