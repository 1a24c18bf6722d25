import { type Client, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { gateway, google, type pb, type Received, type Sent } from '../../src/llb/proto.ts';
import { type Detail, type Status, StatusError } from '../errors/status.ts';
import { UserError } from '../errors/user-error.ts';
import type { CacheImport } from '../options/options.ts';
import { type Capabilities, capabilities } from './capabilities.ts';
import { debug } from './log.ts';

/** Ref is a tree that BuildKit holds, built or not. It is valid only during one run of the frontend. */
export interface Ref {
  readonly id: string;
}

/** SolveRequest is LLB to solve. */
export interface SolveRequest {
  readonly definition: pb.Definition.$Properties;
}

/** FrontendRequest is another frontend to run. */
export interface FrontendRequest {
  readonly frontend: string;
  readonly options: ReadonlyMap<string, string>;
  readonly inputs: ReadonlyMap<string, pb.Definition.$Properties>;
}

export interface SolveOptions {
  /** Builds now, instead of when the result is used. */
  readonly evaluate?: boolean;
  readonly cacheImports?: readonly CacheImport[];
}

/** Bridge has a function for each call that a frontend may make. All throw BridgeError.
 *
 * Error details travel in a trailer, and Node's http2 closes the connection on a trailer beyond 64 KiB. So graphs that are
 * evaluated or read through here must have no source maps. Final results may: the daemon builds them after `return`. */
export interface Bridge {
  readonly gateway: Capabilities;
  readonly llb: Capabilities;
  /** Undefined: an empty tree. Lazy unless `evaluate` is set. */
  solve(request: SolveRequest, options?: SolveOptions): Promise<Ref | undefined>;
  /** Runs another frontend, and builds nothing of its result. @returns the metadata of the result */
  runFrontend(request: FrontendRequest): Promise<Readonly<Record<string, Uint8Array>>>;
  /** The daemon contacts the registry, git or HTTP server; the frontend needs no network. */
  resolveSourceMeta(
    request: Sent<'ResolveSourceMetaRequest'>,
  ): Promise<Received<'ResolveSourceMetaResponse'>>;
  /** Reads the whole file, or with `length` its first bytes, at most 8 MiB. */
  readFile(ref: Ref, path: string, length?: number): Promise<Buffer>;
  /** Lists a folder, without what is in its folders. `pattern` is a glob for the names. */
  readDir(ref: Ref, path: string, pattern?: string): Promise<readonly Stat[]>;
  statFile(ref: Ref, path: string): Promise<Stat>;
  /** Inputs from other builds, by name. They are requested once. */
  inputs(): Promise<ReadonlyMap<string, pb.Definition.$Properties>>;
  /** Does nothing if the daemon lacks the capability. */
  warn(warning: Sent<'WarnRequest'>): Promise<void>;
  /** Must be the last call, and made once. */
  return(outcome: Outcome): Promise<void>;
}

export type Stat = NonNullable<NonNullable<Received<'StatFileResponse'>['stat']>>;
export type Outcome = { readonly result: Result } | { readonly error: Status };
export type Result = NonNullable<Sent<'ReturnRequest'>['result']>;
/** BridgeError is an error of BuildKit, with all details, so that it can be returned unchanged. */
export class BridgeError extends StatusError {
  override readonly name = 'BridgeError';
}

/** Bytes per ReadFile call; a message holds 16 MiB. */
const PAGE = 8 << 20;

/** Requests the daemon's capabilities and returns the bridge. */
export async function openBridge(client: Client): Promise<Bridge> {
  const pong = await call(client, 'Ping', gateway.PingRequest, gateway.PongResponse, {});
  const gatewayCaps = capabilities(pong.FrontendAPICaps ?? []);
  let inputs: Promise<ReadonlyMap<string, pb.Definition.$Properties>> | undefined;
  const readPage = async (ref: Ref, path: string, offset: number, length = PAGE) => {
    const Range = { Offset: offset, Length: length };
    const request = { Ref: ref.id, FilePath: path, Range };
    return (await call(client, 'ReadFile', gateway.ReadFileRequest, gateway.ReadFileResponse, request)).Data;
  };
  return {
    gateway: gatewayCaps,
    llb: capabilities(pong.LLBCaps ?? []),
    async solve(request, options = {}) {
      const { result } = await callSolve(client, solveRequest(request, options));
      const id = result?.ref?.id;
      return id ? { id } : undefined;
    },
    async runFrontend({ frontend, options, inputs }) {
      const message = {
        Frontend: frontend,
        FrontendOpt: Object.fromEntries(options),
        FrontendInputs: Object.fromEntries(inputs),
        ...RESULTS,
      };
      const { result } = await callSolve(client, message);
      return result?.metadata ?? {};
    },
    async resolveSourceMeta(request) {
      gatewayCaps.require('source.metaresolver', 'look up sources');
      const { ResolveSourceMetaRequest, ResolveSourceMetaResponse } = gateway;
      return call(client, 'ResolveSourceMeta', ResolveSourceMetaRequest, ResolveSourceMetaResponse, request);
    },
    async readFile(ref, path, length) {
      if (length !== undefined) return Buffer.from(await readPage(ref, path, 0, length));
      const pages: Uint8Array[] = [];
      for (let offset = 0; ; offset += PAGE) {
        const page = await readPage(ref, path, offset);
        pages.push(page);
        if (page.length < PAGE) return Buffer.concat(pages);
      }
    },
    async readDir(ref, path, pattern = '') {
      const request = { Ref: ref.id, DirPath: path, IncludePattern: pattern };
      return (await call(client, 'ReadDir', gateway.ReadDirRequest, gateway.ReadDirResponse, request))
        .entries;
    },
    async statFile(ref, path) {
      const request = { Ref: ref.id, Path: path };
      const { stat } = await call(
        client,
        'StatFile',
        gateway.StatFileRequest,
        gateway.StatFileResponse,
        request,
      );
      if (!stat) throw new BridgeError(`BuildKit returned no metadata of ${path}`);
      return stat;
    },
    inputs() {
      inputs ??= readInputs(client, gatewayCaps);
      return inputs;
    },
    async warn(warning) {
      if (!gatewayCaps.has('gateway.warnings')) return;
      await call(client, 'Warn', gateway.WarnRequest, gateway.WarnResponse, warning);
    },
    async return(outcome) {
      await call(client, 'Return', gateway.ReturnRequest, gateway.ReturnResponse, outcome);
    },
  };
}

/**
 * Returns a bridge that passes the cache imports to every solve. BuildKit does not look into them for a vertex that the same
 * build has solved without them, nor for its dependents (`solver/edge.go` `processCacheMapReq`).
 */
export function importing(bridge: Bridge, cacheImports: readonly CacheImport[]): Bridge {
  return { ...bridge, solve: (request, options) => bridge.solve(request, { ...options, cacheImports }) };
}

async function readInputs(
  client: Client,
  capabilities: Capabilities,
): Promise<ReadonlyMap<string, pb.Definition.$Properties>> {
  if (!capabilities.has('frontend.inputs')) return new Map();
  const { Definitions } = await call(client, 'Inputs', gateway.InputsRequest, gateway.InputsResponse, {});
  return new Map(Object.entries(Definitions ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Asks for results in the form of today's BuildKit. */
const RESULTS = { allowResultReturn: true, allowResultArrayRef: true };

function solveRequest(
  { definition }: SolveRequest,
  { evaluate, cacheImports }: SolveOptions,
): Sent<'SolveRequest'> {
  return {
    Definition: definition,
    ...RESULTS,
    Evaluate: evaluate ?? false,
    CacheImports: (cacheImports ?? []).map(({ type, attrs }) => ({ Type: type, Attrs: { ...attrs } })),
  };
}

const TOO_LARGE =
  'the graph of this build is larger than the 16 MiB that BuildKit takes [invalid-value]\n' +
  '  copy folders of the build context in place of many files and large texts';

async function callSolve(client: Client, request: Sent<'SolveRequest'>): Promise<Received<'SolveResponse'>> {
  try {
    return await call(client, 'Solve', gateway.SolveRequest, gateway.SolveResponse, request);
  } catch (error) {
    const isTooLarge =
      error instanceof BridgeError &&
      error.code === status.RESOURCE_EXHAUSTED &&
      /larger than max|Attempted to send message/.test(error.message);
    throw isTooLarge ? new BridgeError(TOO_LARGE) : error;
  }
}

interface Encoder<T> {
  encode(message: T): { finish(): Uint8Array };
}
interface Decoder<T> {
  decode(bytes: Uint8Array): T;
}

function call<Q, A>(
  client: Client,
  method: string,
  to: Encoder<Q>,
  from: Decoder<A>,
  request: Q,
): Promise<A> {
  const path = `/moby.buildkit.v1.frontend.LLBBridge/${method}`;
  const serialize = (message: Q) => Buffer.from(to.encode(message).finish());
  const deserialize = (bytes: Buffer) => from.decode(bytes);
  const started = performance.now();
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, serialize, deserialize, request, new Metadata(), (error, answer) => {
      debug('%s took %d ms', method, Math.round(performance.now() - started));
      if (error) reject(fullDisk(error) ?? bridgeError(error));
      else if (answer === undefined) reject(new BridgeError(`${method} returned no answer`));
      else resolve(answer);
    });
  });
}

/** Returns the problem if the daemon had no space. Callers would take a BridgeError for a fault of a mirror or an image. */
function fullDisk({ details }: ServiceError): UserError | undefined {
  if (!/no space left on device|disk quota exceeded/i.test(details)) return undefined;
  const fix = `free some, for example with docker buildx prune, and build again\n${details}`;
  return new UserError([{ code: 'disk-full', message: "no space is left on the engine's disk", fix }]);
}

function bridgeError(error: ServiceError): BridgeError {
  const [bytes] = error.metadata?.get('grpc-status-details-bin') ?? [];
  if (!(bytes instanceof Buffer)) return new BridgeError(error.details, error.code);
  const told = google.rpc.Status.decode(bytes);
  const details: readonly Detail[] = told.details ?? [];
  return new BridgeError(told.message || error.details, told.code || error.code, details);
}
