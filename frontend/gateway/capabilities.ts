import { StatusError } from '../errors/status.ts';

/** Capabilities are those of a daemon. The ids are from BuildKit's `frontend/gateway/pb/caps.go` and `solver/pb/caps.go`. */
export interface Capabilities {
  has(id: string): boolean;
  /** Throws a StatusError unless the daemon has the capability. `why` completes "this BuildKit cannot …". */
  require(id: string, why: string): void;
}

interface Capability {
  readonly ID?: string | null;
  readonly Enabled?: boolean | null;
  readonly DisabledReasonMsg?: string | null;
}

/** Returns the capabilities that are both listed and enabled (`util/apicaps/caps.go`). */
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
