import { source } from './source.ts';
import type { Common, Output, Platform } from './vertex.ts';

interface OciLayout {
  readonly platform: Platform;
  /** The client that has the layout. */
  readonly session: string;
  /** The client's name for the layout; the name in the reference when absent. */
  readonly store?: string;
}

/**
 * Returns an image in an OCI layout folder of the client.
 * @param reference `NAME@sha256:…`
 */
export function ociLayout(reference: string, options: OciLayout, common?: Common): Output {
  return source(
    {
      identifier: `oci-layout://${reference}`,
      attributes: { 'oci.session': options.session, 'oci.store': options.store },
      caps: ['source.ocilayout'],
      platform: options.platform,
    },
    common,
  );
}
