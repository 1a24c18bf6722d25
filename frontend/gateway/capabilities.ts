import { StatusError } from '../errors/status.ts';

/** What a daemon can do, by the ids of BuildKit's `frontend/gateway/pb/caps.go` and `solver/pb/caps.go`. */
export interface Capabilities {
  has(id: string): boolean;
  /** Throws a message for people unless the daemon has it. `why` completes "this BuildKit cannot …". */
  require(id: string, why: string): void;
}

interface Capability {
  readonly ID?: string | null;
  readonly Enabled?: boolean | null;
  readonly DisabledReasonMsg?: string | null;
}

/** A capability counts when it is both listed and enabled (`util/apicaps/caps.go`). */
export function capabilities(listed: readonly Capability[]): Capabilities {
  const byId = new Map(listed.map((capability) => [capability.ID, capability]));
  const has = (id: string) => byId.get(id)?.Enabled === true;
  const require = (id: string, why: string) => {
    if (has(id)) return;
    const reason = byId.get(id)?.DisabledReasonMsg;
    const cause = reason ? `${reason} (${id})` : `it lacks the capability "${id}"`;
    throw new StatusError(`this BuildKit cannot ${why}: ${cause}`);
  };
  return { has, require };
}
