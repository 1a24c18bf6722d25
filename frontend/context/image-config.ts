import type { History } from '../../src/plan/config.ts';

/** ImageConfig has the fields of an image config that mib reads (OCI Image Specification v1.1, config.md). */
export interface ImageConfig {
  readonly config?: { readonly Env?: readonly string[]; readonly WorkingDir?: string };
  readonly history?: readonly History[];
  readonly rootfs?: { readonly diff_ids?: readonly string[] };
}
