import type { Bridge } from './bridge.ts';

/** Where a person sees a warning: the Imagefile's vertex. */
export interface Warner {
  readonly bridge: Bridge;
  readonly digest: string;
}
