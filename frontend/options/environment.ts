/** Environment is the variables that BuildKit sets for a frontend (`frontend/gateway/gateway.go`). */
export interface Environment {
  /** Options by key, sorted. */
  readonly options: ReadonlyMap<string, string>;
  readonly sessionId: string;
  /** JSON. */
  readonly workers: string;
  readonly product: string;
}

const OPTION = /^BUILDKIT_FRONTEND_OPT_\d+$/;

/** Reads the environment. Options are `BUILDKIT_FRONTEND_OPT_<n>=key=value` in any order; a value may contain `=` and newlines. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const options = Object.entries(env)
    .filter(([name]) => OPTION.test(name))
    .map(([, pair = '']) => split(pair));
  return {
    options: new Map(options.sort(([a], [b]) => (a < b ? -1 : 1))),
    sessionId: env.BUILDKIT_SESSION_ID ?? '',
    workers: env.BUILDKIT_WORKERS ?? '',
    product: env.BUILDKIT_EXPORTEDPRODUCT ?? '',
  };
}

function split(pair: string): [key: string, value: string] {
  const at = pair.indexOf('=');
  return at === -1 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
}
