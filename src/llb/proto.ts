/**
 * The messages of proto/ under short names: `pb` is LLB, `gateway` the conversation with BuildKit.
 *
 * The only file that imports the generated code, so that another generator can take its place. A message is a plain
 * object of type `pb.Op.$Properties`, every field optional; its codec is `pb.Op.encode(message).finish()` and
 * `pb.Op.decode(bytes)`. What `decode` returns has a value for every field that is no message.
 */
import { fsutil, google, moby, pb } from '../../gen/buildkit.js';

export { fsutil, google, pb };
export const gateway = moby.buildkit.v1.frontend;

type Gateway = typeof gateway;
type MessageName = {
  [Name in keyof Gateway]: Gateway[Name] extends { encode: unknown } ? Name : never;
}[keyof Gateway];

/** What may be sent as the gateway message `Name`, for example `Sent<'SolveRequest'>`. */
export type Sent<Name extends MessageName> = Parameters<Gateway[Name]['encode']>[0];

/** What decoding the gateway message `Name` returns, for example `Received<'SolveResponse'>`. */
export type Received<Name extends MessageName> = ReturnType<Gateway[Name]['decode']>;
