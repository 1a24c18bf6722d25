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
import { readIgnoreFile } from './entrypoint.ts';
import { fetchedContext } from './remote-context.ts';

/** NamedCopy is a `files` entry that copies from a named context. */
type NamedCopy = CopyEntry & { readonly context: string };

/**
 * Opens the named contexts (`--build-context NAME=…` or `NAME::PLATFORM=…`) that `files` copies from, and those that
 * replace a source of `build`.
 * @throws {UserError} with a problem for each context that is not given
 */
export async function namedContexts(
  session: Session,
  spec: Spec,
  platform: Platform,
): Promise<ReadonlyMap<string, Output>> {
  const copies = spec.files.filter(isNamed);
  const find = (name: string) => givenContext(session, name, platform);
  const missing = copies.filter(({ context }) => find(context) === undefined);
  if (missing.length > 0) {
    throw new UserError(
      missing.map(({ context, at }) => ({
        code: 'unknown-context',
        message: `the named context "${context}" is not given`,
        fix: `build with --build-context ${context}=…, a folder, an image or a git repository`,
        at,
      })),
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

/** Returns the value that the client gives for a named context: that for the platform, or else that for all platforms. */
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

/** An empty tree. */
export const EMPTY: Output = file(scratch, { name: '[internal] empty context' })
  .mkdir('/', { makeParents: true, time: 0 })
  .output();

/** Named is a named context to open. */
export interface Named {
  readonly name: string;
  /** As the client gave it. */
  readonly value: string;
  readonly platform: Platform;
  /** The paths that are used; all if absent. */
  readonly paths?: readonly string[];
}

/** Opens a context in any form of BuildKit's `frontend/dockerui/namedcontext.go`; undefined for `docker-image://scratch`. */
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
        throw new StatusError(`the client names the context "${name}" but does not provide it`);
      return embed(definition);
    }
    default:
      return (await fetchedContext(session, value, posix.basename(new URL(value, 'file:').pathname))).tree;
  }
}

/** Returns the reference of an image in an OCI layout, as BuildKit wants it: with the digest, and the client's store id. */
export function layoutOf(
  name: string,
  value: string,
): { readonly reference: string; readonly store: string } {
  const [, store = '', digest = ''] = /^([^:@]*)(?::[^@]*)?@(.*)$/.exec(value) ?? [];
  return { reference: `${normalizeReference(name).replace(/:[^/:]*$/, '')}@${digest}`, store };
}

/** Returns a folder of the client, without the paths that its own .dockerignore excludes. */
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
