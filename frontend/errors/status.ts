import type { google } from '../../src/llb/proto.ts';

/** Status is an error as it crosses the wire (google.rpc.Status). */
export type Status = google.rpc.Status.$Properties;

export type Detail = google.protobuf.Any.$Properties;

/** The gRPC codes that a frontend returns. Any other makes clients prefix the text or change the exit code. */
export const UNKNOWN = 2;
export const UNIMPLEMENTED = 12;

/** StatusError is an error that can be sent as it is. */
export class StatusError extends Error {
  override readonly name: string = 'StatusError';
  readonly code: number;
  readonly details: readonly Detail[];

  constructor(message: string, code: number = UNKNOWN, details: readonly Detail[] = []) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** Returns a typed detail as BuildKit encodes it: the JSON of the Go struct, not an encoded message
 * (`util/grpcerrors/grpcerrors.go` `withDetails`). `type` is a message of `solver/errdefs/errdefs.proto`. */
export function detail(type: 'Source' | 'Subrequest' | 'FrontendCap', value: unknown): Detail {
  return {
    type_url: `github.com/moby/buildkit/errdefs.${type}+json`,
    value: Buffer.from(JSON.stringify(value)),
  };
}
