import { posix } from 'node:path';
import { isVariant } from '../../src/imagefile/variants.ts';
import type { SourceFile as GraphSource } from '../../src/llb/definition.ts';
import { local, marshal } from '../../src/llb/index.ts';
import type { SourceFile } from '../errors/excerpt.ts';
import { StatusError } from '../errors/status.ts';
import type { Bridge, Ref } from '../gateway/bridge.ts';
import { readOptionalFile } from '../gateway/optional-file.ts';
import { FileFault, readRegularFile } from '../gateway/regular-file.ts';
import type { Session } from '../gateway/session.ts';
import { type Warner, warnerAt } from '../gateway/warner.ts';
import type { Options } from '../options/options.ts';
import { parseIgnoreFile } from './dockerignore.ts';
import { invalidFile } from './invalid-file.ts';
import { type RemoteContext, remoteContext } from './remote-context.ts';

/** Entrypoint is the Imagefile with the files beside it. */
export interface Entrypoint {
  readonly file: SourceFile;
  /** The file in the form of a graph's source map. */
  readonly source: GraphSource;
  /** Shows warnings at the vertex that loaded the file. */
  readonly warner: Warner;
  /** Exclude patterns for the main context. */
  readonly ignored: readonly string[];
  /** The build context, unless it is a folder of the client. */
  readonly remote?: RemoteContext;
  /** The lock file beside it, if there is one. */
  readonly lock?: SourceFile;
  /** The value of `--target`, unless it is one of mib's variants. */
  readonly ownTarget?: string;
}

const DEFAULT_NAME = 'Imagefile';

/** The Imagefile is part of the graph, with the texts in it a second time. BuildKit takes a graph of at most 16 MiB. */
const LARGEST_IMAGEFILE = 4_000_000;
const LARGEST_LOCK = 16_000_000;
const LARGEST_IGNORE_FILE = 1_000_000;

/** The file name that clients send by default (buildx `build/opt.go`). */
const DOCKERS_DEFAULT = 'Dockerfile';

/** Reads the Imagefile, its ignore file and its lock. If the client names a Dockerfile that does not exist, an Imagefile
 * in the same folder is used. The sources are those of BuildKit's `frontend/dockerui/config.go`, so that transfers are
 * shared with other frontends. */
export async function readEntrypoint(session: Session): Promise<Entrypoint> {
  const { options, bridge } = session;
  const remote = await remoteContext(session);
  const fromRemote = remote !== undefined && options.dockerfileKey === undefined;
  const names = fromRemote && remote.only !== undefined ? [remote.only] : candidates(options.filename);
  // Only a folder of the client has an ignore file (`frontend/dockerui/config.go`).
  const contextSession = options.localSessions.get('context') ?? options.sessionId;
  const rootIgnore = remote === undefined ? readIgnoreFile(bridge, 'context', contextSession) : [];
  const { definition, digest = '' } = fromRemote ? marshal(remote.tree) : loadDefinition(options, names);
  const found = bridge.solve({ definition }).then((ref) => {
    if (ref === undefined) throw new StatusError('BuildKit returned no build definition');
    return readFirst(options, bridge, ref, names);
  });
  const [ignoredAtRoot, { name, bytes, ignore, lock }] = await Promise.all([rootIgnore, found]);
  const target = ownTarget(options);
  return {
    file: { name, text: decode(bytes) },
    source: { filename: name, data: bytes, language: 'YAML', definition },
    warner: warnerAt(bridge, digest),
    ignored: remote !== undefined || ignore === undefined ? ignoredAtRoot : parseIgnoreFile(ignore),
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

/** Reads the exclude patterns from the `.dockerignore` at the top of a client's folder; empty if there is none. */
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
  const text = ref && (await readOptional(bridge, ref, '.dockerignore', LARGEST_IGNORE_FILE));
  return parseIgnoreFile(text ?? '');
}

/** Returns the target if the Imagefile may declare it. Such a target can have its own packages and therefore its own lock. */
function ownTarget({ target }: Options): string | undefined {
  return target === undefined || isVariant(target) || !/^\w[\w.-]*$/.test(target) ? undefined : target;
}

/** Returns the names of the lock files of an Imagefile, that of the target first. */
function lockNames(imagefile: string, target: string | undefined): string[] {
  return [...(target === undefined ? [] : [`${imagefile}.${target}.lock`]), `${imagefile}.lock`];
}

/** Reads the lock of an Imagefile. If a Dockerfile links to the Imagefile, the lock has the name of the Imagefile. */
async function readLock(
  options: Options,
  bridge: Bridge,
  ref: Ref,
  imagefile: string,
): Promise<SourceFile | undefined> {
  const names = candidates(imagefile).flatMap((name) => lockNames(name, ownTarget(options)));
  const texts = await Promise.all(names.map((name) => readOptional(bridge, ref, name, LARGEST_LOCK)));
  const found = texts.findIndex((text) => text !== undefined);
  return found < 0 ? undefined : { name: names[found] ?? '', text: texts[found] ?? '' };
}

/** Reads the first of `names` that exists, with its ignore file and its lock. */
async function readFirst(options: Options, bridge: Bridge, ref: Ref, names: readonly string[]) {
  const failures: unknown[] = [];
  for (const name of names) {
    const [bytes, ignore, lock] = await Promise.all([
      readRegularFile(bridge, ref, name, LARGEST_IMAGEFILE).catch((error: unknown) => {
        if (error instanceof FileFault) throw invalidFile(error);
        failures.push(error);
        return undefined;
      }),
      readOptional(bridge, ref, `${name}.dockerignore`, LARGEST_IGNORE_FILE),
      readLock(options, bridge, ref, name),
    ]);
    if (bytes !== undefined) return { name, bytes, ignore, lock };
  }
  const [first] = failures;
  if (!/no such file/.test(String(first))) throw first;
  throw new StatusError(`the folder has no ${names.join(' or ')}`);
}

async function readOptional(
  bridge: Bridge,
  ref: Ref,
  path: string,
  most: number,
): Promise<string | undefined> {
  const bytes = await readOptionalFile(bridge, ref, path, most).catch((error: unknown) => {
    throw invalidFile(error);
  });
  return bytes && decode(bytes);
}

/** Decodes UTF-8 and removes a byte order mark. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
