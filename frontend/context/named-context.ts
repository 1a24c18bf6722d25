import { posix } from 'node:path';
import type { CopyEntry, Spec } from '../../src/imagefile/spec.ts';
import {
  embed,
  file,
  image,
  local,
  normalizeReference,
  type Output,
  ociLayout,
  scratch,
} from '../../src/llb/index.ts';
import { StatusError } from '../errors/status.ts';
import { UserError } from '../errors/user-error.ts';
import type { Session } from '../gateway/session.ts';
import { formatPlatform, type Platform } from '../options/platform.ts';
import { type Entrypoint, readIgnoreFile } from './entrypoint.ts';
import { fetchedContext } from './remote-context.ts';

/** A `files` entry from a context other than the main one. */
type NamedCopy = CopyEntry & { readonly context: string };

/**
 * The named contexts that the Imagefile copies from, for a platform: `--build-context NAME=…`, or `NAME::PLATFORM=…`; and
 * those that take the place of a source of `build`.
 * @throws {UserError} for those that nobody gave
 */
export async function namedContexts(
  session: Session,
  spec: Spec,
  { file }: Pick<Entrypoint, 'file'>,
  platform: Platform,
): Promise<ReadonlyMap<string, Output>> {
  const copies = spec.files.filter(isNamed);
  const find = (name: string) => givenContext(session, name, platform);
  const missing = copies.filter(({ context }) => find(context) === undefined);
  if (missing.length > 0) {
    throw new UserError(
      missing.map(({ context, at }) => ({
        code: 'unknown-context',
        message: `nothing is given as the context "${context}"`,
        fix: `build with --build-context ${context}=…, which may be a folder, an image or a repository`,
        at,
      })),
      file,
    );
  }
  const replaced = spec.build.map(({ name }) => name).filter((name) => find(name) !== undefined);
  const names = [...new Set([...copies.map(({ context }) => context), ...replaced])].sort();
  const trees = names.map(async (name) => {
    const copied = copies.filter(({ context }) => context === name).map(({ from }) => from);
    const paths = replaced.includes(name) ? ['.'] : copied;
    const tree = await openContext(session, { name, value: find(name) ?? '', platform, paths });
    return [name, tree ?? EMPTY] as const;
  });
  return new Map(await Promise.all(trees));
}

/** What the client gives as a context, as it wrote it: for the platform, or for all. */
export function givenContext(
  { options: { namedContexts } }: Session,
  name: string,
  platform: Platform,
): string | undefined {
  return namedContexts.get(`${name}::${formatPlatform(platform)}`) ?? namedContexts.get(name);
}

function isNamed(entry: Spec['files'][number]): entry is NamedCopy {
  return entry.kind === 'copy' && entry.context !== undefined;
}

export const EMPTY: Output = file(scratch, { name: '[internal] empty context' })
  .mkdir('/', { makeParents: true, time: 0 })
  .output();

/** A context to open. */
export interface Named {
  readonly name: string;
  /** As the client gave it. */
  readonly value: string;
  readonly platform: Platform;
  /** What is needed of it; all when absent. */
  readonly paths?: readonly string[];
}

/** The forms of BuildKit's `frontend/dockerui/namedcontext.go`. */
export async function openContext(session: Session, named: Named): Promise<Output | undefined> {
  const { name, value, platform } = named;
  const { options, bridge } = session;
  const [, kind = '', rest = ''] = /^(docker-image|oci-layout|local|input):(?:\/\/)?(.*)$/s.exec(value) ?? [];
  switch (kind) {
    case 'docker-image':
      if (rest === 'scratch') return undefined;
      return image(
        rest,
        { platform, resolveMode: options.imageResolveMode },
        { name: `[internal] load ${name} (${rest})` },
      );
    case 'oci-layout': {
      const { reference, store } = layoutOf(name, rest);
      const session = options.sessionId;
      return ociLayout(reference, { platform, session, store }, { name: `[internal] load ${name}` });
    }
    case 'local':
      return localContext(session, named, rest);
    case 'input': {
      const definition = (await bridge.inputs()).get(rest);
      if (definition === undefined)
        throw new StatusError(`the client does not have the context "${name}" it names`);
      return embed(definition);
    }
    default:
      return (await fetchedContext(session, value, posix.basename(new URL(value, 'file:').pathname))).tree;
  }
}

/** An image of a layout, as BuildKit wants it named: the digest counts, and the name of the layout is the client's own. */
export function layoutOf(
  name: string,
  value: string,
): { readonly reference: string; readonly store: string } {
  const [, store = '', digest = ''] = /^([^:@]*)(?::[^@]*)?@(.*)$/.exec(value) ?? [];
  return { reference: `${normalizeReference(name).replace(/:[^/:]*$/, '')}@${digest}`, store };
}

/** A folder of the client, without what its own .dockerignore names. */
async function localContext(
  { options, bridge }: Session,
  { name, paths }: Named,
  key: string,
): Promise<Output> {
  const session = options.localSessions.get(key) ?? options.sessionId;
  const exclude = await readIgnoreFile(bridge, key, session);
  const hint = `context:${name}${options.sharedKeys.get(key) ?? ''}`;
  const follow = paths === undefined ? {} : { follow: [...new Set(paths)].sort() };
  return local(
    key,
    { session, exclude, ...follow, sharedKeyHint: hint },
    { name: `[internal] load context ${name}` },
  );
}
