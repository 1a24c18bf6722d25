import { when } from './caps.ts';
import { source } from './source.ts';
import type { Common, Output } from './vertex.ts';

interface Local {
  /** Session of the client that has the folder: BUILDKIT_SESSION_ID, or `local-sessionid:NAME` if set. */
  readonly session?: string;
  /** Patterns of the files to send; all when absent. */
  readonly include?: readonly string[];
  /** In the syntax of .dockerignore, also its negations. */
  readonly exclude?: readonly string[];
  /** Paths to send, with the symbolic links on the way; nothing else is sent. */
  readonly follow?: readonly string[];
  /** Transfers with the same hint are compared, so that only changes are sent. */
  readonly sharedKeyHint?: string;
  /** How they are compared: `metadata`, the daemon's default; `none` sends everything. */
  readonly differ?: 'none' | 'metadata';
}

/** Returns a folder of the client. Owners are set to root. The order of patterns matters. */
export function local(name: string, options: Local = {}, common?: Common): Output {
  return source(
    {
      identifier: `local://${name}`,
      attributes: {
        'local.session': options.session,
        'local.includepattern': list(options.include),
        'local.excludepatterns': list(options.exclude),
        'local.followpaths': list(options.follow),
        'local.sharedkeyhint': options.sharedKeyHint,
        'local.differ': options.differ,
      },
      caps: [
        'source.local',
        ...when(options.session, 'source.local.sessionid'),
        ...when(options.include?.length, 'source.local.includepatterns'),
        ...when(options.exclude?.length, 'source.local.excludepatterns'),
        ...when(options.follow?.length, 'source.local.followpaths'),
        ...when(options.sharedKeyHint, 'source.local.sharedkeyhint'),
      ],
    },
    common,
  );
}

function list(patterns: readonly string[] | undefined): string | undefined {
  return patterns?.length ? JSON.stringify(patterns) : undefined;
}
