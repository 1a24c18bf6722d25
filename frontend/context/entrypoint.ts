import { posix } from 'node:path';
import { isVariant } from '../../src/imagefile/variants.ts';
import type { SourceFile as GraphSource } from '../../src/llb/definition.ts';
import { local, marshal } from '../../src/llb/index.ts';
import type { SourceFile } from '../errors/excerpt.ts';
import { StatusError } from '../errors/status.ts';
import type { Bridge, Ref } from '../gateway/bridge.ts';
import { readOptionalFile } from '../gateway/optional-file.ts';
import type { Session } from '../gateway/session.ts';
import { type Warner, warnerAt } from '../gateway/warner.ts';
import type { Options } from '../options/options.ts';
import { parseIgnoreFile } from './dockerignore.ts';
import { type RemoteContext, remoteContext } from './remote-context.ts';

/** The Imagefile, as it was found. */
export interface Entrypoint {
  readonly file: SourceFile;
  /** The same for the source map of a graph. */
  readonly source: GraphSource;
  /** Shows warnings at the vertex that loaded it. */
  readonly warner: Warner;
  /** Exclude patterns for the main context. */
  readonly ignored: readonly string[];
  /** The build context, where it is no folder of the client. */
  readonly remote?: RemoteContext;
  /** The lock beside it, where there is one. */
  readonly lock?: SourceFile;
  /** What `--target` names, where that is no variant that every Imagefile has. */
  readonly ownTarget?: string;
}

const DEFAULT_NAME = 'Imagefile';

/** What clients ask for when nobody named a file (buildx `build/opt.go`). */
const DOCKERS_DEFAULT = 'Dockerfile';

/** Reads the Imagefile and the ignore file that goes with it. Without a named file, an Imagefile is found beside
 * the Dockerfile that is not there. The sources are those of BuildKit's `frontend/dockerui/config.go`, so
 * that a transfer is shared with other frontends. */
export async function readEntrypoint(session: Session): Promise<Entrypoint> {
  const { options, bridge } = session;
  const remote = await remoteContext(session);
  const fromRemote = remote !== undefined && options.dockerfileKey === undefined;
  const names = fromRemote && remote.only !== undefined ? [remote.only] : candidates(options.filename);
  // What is not the client's has no ignore file (`frontend/dockerui/config.go`).
  const contextSession = options.localSessions.get('context') ?? options.sessionId;
  const rootIgnore = remote === undefined ? readIgnoreFile(bridge, 'context', contextSession) : [];
  const { definition, digest } = fromRemote ? marshal(remote.tree) : loadDefinition(options, names);
  const ref = await bridge.solve({ definition });
  if (ref === undefined || digest === undefined) throw new StatusError('BuildKit gave no build definition');
  const { name, bytes, ignore, lock } = await readFirst(options, bridge, ref, names);
  const target = ownTarget(options);
  return {
    file: { name, text: decode(bytes) },
    source: { filename: name, data: bytes, language: 'YAML', definition },
    warner: warnerAt(bridge, digest),
    ignored: remote !== undefined || ignore === undefined ? await rootIgnore : parseIgnoreFile(ignore),
    ...(remote === undefined ? {} : { remote }),
    ...(lock === undefined ? {} : { lock }),
    ...(target === undefined ? {} : { ownTarget: target }),
  };
}

function candidates(filename: string | undefined): readonly string[] {
  if (filename === undefined) return [DEFAULT_NAME, DOCKERS_DEFAULT];
  if (posix.basename(filename) !== DOCKERS_DEFAULT) return [filename];
  return [filename, posix.join(posix.dirname(filename), DEFAULT_NAME)];
}

function loadDefinition(options: Options, names: readonly string[]) {
  const key = options.dockerfileKey ?? 'dockerfile';
  const session = options.localSessions.get(key) ?? options.sessionId;
  const follow = names.flatMap((name) => [
    name,
    `${name}.dockerignore`,
    ...lockNames(name, ownTarget(options)),
  ]);
  const name = `[internal] load build definition from ${names[0]}`;
  return marshal(local(key, { session, follow, sharedKeyHint: key, differ: 'none' }, { name }));
}

/** The patterns of the `.dockerignore` at the top of a folder of the client. */
export async function readIgnoreFile(
  bridge: Bridge,
  key: string,
  session: string,
): Promise<readonly string[]> {
  const tree = local(
    key,
    { session, follow: ['.dockerignore'], sharedKeyHint: `${key}-.dockerignore`, differ: 'none' },
    { name: '[internal] load .dockerignore' },
  );
  const ref = await bridge.solve({ definition: marshal(tree).definition }).catch(() => undefined);
  return parseIgnoreFile((ref && (await readOptional(bridge, ref, '.dockerignore'))) ?? '');
}

/** A target that the Imagefile may declare: it may have packages of its own, and so a lock of its own. */
function ownTarget({ target }: Options): string | undefined {
  return target === undefined || isVariant(target) || !/^\w[\w.-]*$/.test(target) ? undefined : target;
}

/** What the locks of an Imagefile are called, its target's first. */
function lockNames(imagefile: string, target: string | undefined): string[] {
  return [...(target === undefined ? [] : [`${imagefile}.${target}.lock`]), `${imagefile}.lock`];
}

/** The lock of an Imagefile; a Dockerfile may be a link to one, and the lock is then written for that. */
async function readLock(
  options: Options,
  bridge: Bridge,
  ref: Ref,
  imagefile: string,
): Promise<SourceFile | undefined> {
  const names = candidates(imagefile).flatMap((name) => lockNames(name, ownTarget(options)));
  const texts = await Promise.all(names.map((name) => readOptional(bridge, ref, name)));
  const found = texts.findIndex((text) => text !== undefined);
  return found < 0 ? undefined : { name: names[found] ?? '', text: texts[found] ?? '' };
}

/** The first of `names` that is there, with its ignore file and its lock. */
async function readFirst(options: Options, bridge: Bridge, ref: Ref, names: readonly string[]) {
  const failures: unknown[] = [];
  for (const name of names) {
    const [bytes, ignore, lock] = await Promise.all([
      bridge.readFile(ref, name).catch((error) => void failures.push(error)),
      readOptional(bridge, ref, `${name}.dockerignore`),
      readLock(options, bridge, ref, name),
    ]);
    if (bytes !== undefined) return { name, bytes, ignore, lock };
  }
  const [first] = failures;
  if (names.length === 1 || !/no such file/.test(String(first))) throw first;
  throw new StatusError(`there is neither ${names.join(' nor ')} in the folder`);
}

async function readOptional(bridge: Bridge, ref: Ref, path: string): Promise<string | undefined> {
  const bytes = await readOptionalFile(bridge, ref, path);
  return bytes && decode(bytes);
}

/** UTF-8, without a byte order mark. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
