import type { Spec } from '../../src/imagefile/spec.ts';
import type { Range } from '../../src/imagefile/text/diagnostic.ts';
import { isGlob } from '../../src/imagefile/values/glob.ts';
import { file, local, marshal, type Output, scratch } from '../../src/llb/index.ts';
import { type Problem, UserError } from '../errors/user-error.ts';
import type { Ref } from '../gateway/bridge.ts';
import { pathExists } from '../gateway/optional-file.ts';
import type { Session } from '../gateway/session.ts';
import type { Entrypoint } from './entrypoint.ts';

/**
 * Returns the part of the build context that `files` and `build` use; undefined if they use none of it.
 * @param specs the Imagefile as read for each platform
 */
export function buildContext(
  session: Session,
  specs: readonly Spec[],
  entrypoint: Pick<Entrypoint, 'ignored' | 'remote'>,
): Output | undefined {
  const paths = specs.flatMap((spec) => taken(session, spec)).map(({ path }) => path);
  return contextWith(session, paths, entrypoint);
}

/**
 * Returns the build context, limited to `paths` if it is a folder of the client. Other files are not sent and are not part
 * of the cache key.
 * @param paths relative to the context; without any, the context is undefined
 */
export function contextWith(
  { options }: Session,
  paths: readonly string[],
  { ignored, remote }: Pick<Entrypoint, 'ignored' | 'remote'>,
): Output | undefined {
  if (paths.length === 0) return undefined;
  if (remote !== undefined) return remote.tree ?? file(scratch).mkdir('/', {}).output();
  const session = options.localSessions.get('context') ?? options.sessionId;
  return local(
    'context',
    {
      session,
      exclude: ignored,
      follow: [...new Set(paths)].sort(),
      sharedKeyHint: `context${options.sharedKeys.get('context') ?? ''}`,
    },
    { name: '[internal] load build context' },
  );
}

/** ContextUse is a build context, and the Imagefile of each platform that uses it. */
export interface ContextUse {
  /** Undefined if the Imagefile copies nothing. */
  readonly context: Output | undefined;
  readonly targetFor: ReadonlyMap<string, { readonly spec: Spec }>;
}

/** Verifies that the build context has all files that are named. @throws {UserError} with a problem for each missing file */
export async function verifyContext(session: Session, { context, targetFor }: ContextUse): Promise<void> {
  if (context === undefined) return;
  // A context that cannot be read fails here. Below it would look like a missing file.
  const ref = await session.bridge.solve({ definition: marshal(context).definition }, { evaluate: true });
  const all = [...targetFor.values()].flatMap(({ spec }) => taken(session, spec));
  const distinct = new Map(all.map((each) => [JSON.stringify(each), each]));
  const missing = await Promise.all([...distinct.values()].map((each) => missingFile(session, ref, each)));
  const problems = missing.filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new UserError(problems);
}

async function missingFile(
  { bridge }: Session,
  ref: Ref | undefined,
  { path, at }: Taken,
): Promise<Problem | undefined> {
  const found = ref !== undefined && (await pathExists(bridge, ref, path));
  if (found) return undefined;
  return {
    code: 'missing-context-file',
    message: `"${path}" is not in the build context, or an ignore file excludes it`,
    at,
  };
}

/** A path of the build context, and the line that names it. */
interface Taken {
  readonly path: string;
  readonly at: Range;
}

function taken({ options }: Session, { files, build }: Spec): Taken[] {
  const copies = files.flatMap((entry) =>
    entry.kind === 'copy' && entry.context === undefined ? [{ path: entry.from, at: entry.at }] : [],
  );
  const sources = build.flatMap(({ name, source, fetch }): Taken[] => {
    if (source.kind !== 'context' || options.namedContexts.has(name)) return [];
    const within = (file: string) => (source.path === '.' ? file : `${source.path}/${file}`);
    // The step that copies the files finds out whether a glob matches.
    const named = fetch?.files.filter(({ value }) => !isGlob(value)) ?? [];
    const files = named.map(({ value, at }) => ({ path: within(value), at }));
    return [{ path: source.path, at: source.at }, ...files];
  });
  return [...copies, ...sources];
}
