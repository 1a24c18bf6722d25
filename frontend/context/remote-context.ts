import { posix } from 'node:path';
import { embed, file, git, http, marshal, type Output, scratch } from '../../src/llb/index.ts';
import { StatusError } from '../errors/status.ts';
import type { Bridge } from '../gateway/bridge.ts';
import type { Session } from '../gateway/session.ts';
import type { Options } from '../options/options.ts';
import { parseTruth } from '../options/values.ts';
import { type GitUrl, parseGitUrl } from './git-url.ts';

/** RemoteContext is a build context that is not a folder of the client. */
export interface RemoteContext {
  /** Undefined: an empty tree. */
  readonly tree: Output | undefined;
  /** The git or HTTP source; absent if the context is an input from another build. */
  readonly origin?: Output;
  /** The name of the only file. It is the Imagefile. */
  readonly only?: string;
}

/** The file name of a downloaded build context before it is unpacked. */
const DOWNLOADED = 'context';

/** Returns the remote build context: a git repository, an archive or file from an HTTP server, or a frontend input. */
export async function remoteContext(session: Session): Promise<RemoteContext | undefined> {
  const { options, bridge } = session;
  const url = options.context;
  const found =
    url === undefined ? await inputContext(bridge) : await fetchedContext(session, url, DOWNLOADED);
  if (found === undefined || options.contextSubdir === undefined) return found;
  return { ...found, tree: found.tree && subfolder(found.tree, options.contextSubdir) };
}

/** Fetches a context from a git or HTTP URL. @param filename name of a downloaded file in its tree */
export async function fetchedContext(
  { bridge, options }: Session,
  url: string,
  filename: string,
): Promise<RemoteContext> {
  const repository = gitUrl(url);
  if (repository !== undefined) {
    const tree = gitTree(repository, url, options);
    return { tree, origin: tree };
  }
  if (!/^https?:\/\//.test(url)) {
    throw new StatusError(`the context "${url}" is neither a git repository nor a URL [invalid-value]`);
  }
  // A client serves its archive only once, to the build that read the syntax line. The op must be identical to that one.
  const mode = filename === DOWNLOADED ? {} : { mode: 0o644 };
  const downloaded = http(url, { filename, ...mode }, { name: '[internal] load remote build context' });
  const ref = await bridge.solve({ definition: marshal(downloaded).definition });
  const start = ref && (await bridge.readFile(ref, filename, 512));
  if (start === undefined || !isArchive(start))
    return { tree: downloaded, origin: downloaded, only: filename };
  return { tree: unpacked(downloaded, filename), origin: downloaded };
}

/** Parses a git URL. @throws {StatusError} for an invalid query */
function gitUrl(url: string): GitUrl | undefined {
  try {
    return parseGitUrl(url);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StatusError(`the git URL "${url}" cannot be used: ${reason} [invalid-value]`);
  }
}

function gitTree({ remote, ...checkout }: GitUrl, url: string, options: Options): Output {
  const keep = options.buildArgs.get('BUILDKIT_CONTEXT_KEEP_GIT_DIR') ?? '';
  return git(
    remote,
    { ...(keep !== '' && { keepGitDir: parseTruth(keep) }), ...checkout },
    { name: `[internal] load git source ${url}` },
  );
}

/** Returns the contents of an archive in a tree. */
function unpacked(tree: Output, name: string): Output {
  return file(scratch, { name: '[internal] unpack the build context' })
    .copy(tree, `/${name}`, '/', { attemptUnpackDockerCompatibility: true })
    .output();
}

/** Reports whether a file starts like gzip, bzip2, xz or tar (POSIX pax, "ustar Interchange Format"). */
export function isArchive(bytes: Uint8Array): boolean {
  const starts = (...magic: number[]) => magic.every((byte, at) => bytes[at] === byte);
  const isCompressed = starts(0x1f, 0x8b) || starts(0x42, 0x5a, 0x68) || starts(0xfd, 0x37, 0x7a, 0x58, 0x5a);
  return isCompressed || Buffer.from(bytes.subarray(257, 262)).toString('latin1') === 'ustar';
}

/** Returns the context that bake passes as an input if its definition is remote. */
async function inputContext(bridge: Bridge): Promise<RemoteContext | undefined> {
  const definition = (await bridge.inputs()).get('context');
  return definition && { tree: embed(definition) };
}

function subfolder(tree: Output, folder: string): Output {
  return file(scratch, { name: `[internal] enter ${folder}` })
    .copy(tree, posix.join('/', folder), '/', { dirCopyContents: true })
    .output();
}
