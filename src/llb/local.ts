import { when } from './caps.ts';
import { source } from './source.ts';
import type { Common, Output } from './vertex.ts';

interface Local {
  /** The client that has the folder: BUILDKIT_SESSION_ID, unless `local-sessionid:NAME` says another. */
  readonly session?: string;
  /** Only what matches these patterns is sent. */
  readonly include?: readonly string[];
  /** In the syntax of .dockerignore, also its negations. */
  readonly exclude?: readonly string[];
  /** These paths and the symbolic links on them; nothing else is sent. */
  readonly follow?: readonly string[];
  /** Transfers with the same hint are compared, so that only what changed is sent. */
  readonly sharedKeyHint?: string;
  /** How: `metadata` is the daemon's default, `none` sends everything. */
  readonly differ?: 'none' | 'metadata';
}

/** A folder of the client. Owners are set to root; the order of patterns counts. */
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
