/**
 * The messages of proto/ under short names: `pb` is LLB, `gateway` the protocol with BuildKit.
 *
 * The only file that imports the generated code, so that the generator can be replaced. A message is a plain object of
 * type `pb.Op.$Properties`, every field optional; its codec is `pb.Op.encode(message).finish()` and
 * `pb.Op.decode(bytes)`. The result of `decode` has a value for every field except messages.
 */
import { fsutil, google, moby, pb } from '../../gen/buildkit.js';

export { fsutil, google, pb };
export const gateway = moby.buildkit.v1.frontend;

type Gateway = typeof gateway;
type MessageName = {
  [Name in keyof Gateway]: Gateway[Name] extends { encode: unknown } ? Name : never;
}[keyof Gateway];

/** Sent is the type to encode the gateway message `Name`, for example `Sent<'SolveRequest'>`. */
export type Sent<Name extends MessageName> = Parameters<Gateway[Name]['encode']>[0];

/** Received is the type of the decoded gateway message `Name`, for example `Received<'SolveResponse'>`. */
export type Received<Name extends MessageName> = ReturnType<Gateway[Name]['decode']>;
