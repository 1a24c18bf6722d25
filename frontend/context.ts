import type { CopyEntry, Spec } from '../src/imagefile/spec.ts';
import { file, local, marshal, type Output, scratch } from '../src/llb/index.ts';
import type { Ref } from './bridge.ts';
import type { Entrypoint } from './entrypoint.ts';
import { type Problem, UserError } from './errors.ts';
import type { Project } from './project.ts';
import type { Session } from './session.ts';

/** The build context as far as `files` needs it; nothing when the Imagefile copies nothing. */
export function buildContext(
  session: Session,
  spec: Spec,
  entrypoint: Pick<Entrypoint, 'ignored' | 'remote'>,
): Output | undefined {
  const paths = copies(spec).map((entry) => entry.from);
  return contextWith(session, paths, entrypoint);
}

/**
 * The build context. A folder of the client is reduced to what the Imagefile names: other files neither travel nor count
 * for the cache.
 * @param paths what is named; nothing of the context is needed where that is nothing
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

/** Looks at the context before anything is built. @throws {UserError} with a line for each file that is not there */
export async function verifyContext(session: Session, { context, spec, entrypoint }: Project): Promise<void> {
  if (context === undefined) return;
  const ref = await session.bridge.solve({ definition: marshal(context).definition });
  const missing = await Promise.all(copies(spec).map((entry) => missingFile(session, ref, entry)));
  const problems = missing.filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new UserError(problems, entrypoint.file);
}

async function missingFile(
  session: Session,
  ref: Ref | undefined,
  entry: CopyEntry,
): Promise<Problem | undefined> {
  const found = ref !== undefined && (await exists(session, ref, entry.from));
  if (found) return undefined;
  return {
    code: 'missing-context-file',
    message: `"${entry.from}" is not in the build context, or an ignore file leaves it out`,
    at: entry.at,
  };
}

/** The daemon answers "not found" as an error without a code of its own, so every error counts as that. */
function exists({ bridge }: Session, ref: Ref, path: string): Promise<boolean> {
  return bridge.statFile(ref, path).then(
    () => true,
    () => false,
  );
}

function copies(spec: Spec): CopyEntry[] {
  return spec.files.filter(
    (entry): entry is CopyEntry => entry.kind === 'copy' && entry.context === undefined,
  );
}
