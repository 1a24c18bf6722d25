import { isIP } from 'node:net';
import type { LinuxResources } from '../../src/llb/index.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { formatPlatform, normalize, type Platform, parsePlatform } from './platform.ts';
import { parseInteger, parseList, parseObject, parsePairs, parseTruth, parseWord } from './values.ts';

/** Options are those of the client. Their meanings follow BuildKit's `frontend/dockerui/config.go` and `context.go`. Maps are
 * sorted by key. */
export interface Options {
  /** All options as the client gave them, to run another frontend. */
  readonly given: ReadonlyMap<string, string>;
  /** Path of the Imagefile in its local source; absent if the client names none. */
  readonly filename?: string;
  /** The local source that has the Imagefile, if the client sets `dockerfilekey`. */
  readonly dockerfileKey?: string;
  /** A git or HTTP URL; absent for the local source `context`. */
  readonly context?: string;
  readonly contextSubdir?: string;
  /** `NAME` or `NAME::PLATFORM` to `docker-image://…`, `local:…`, `input:…`, a URL. */
  readonly namedContexts: ReadonlyMap<string, string>;
  /** Image config (JSON text) of an input, by the input's name. */
  readonly inputConfigs: ReadonlyMap<string, string>;
  /** Session that serves a local source, by its name, if not `sessionId`. */
  readonly localSessions: ReadonlyMap<string, string>;
  /** Suffix of the shared key of a local source, by its name. */
  readonly sharedKeys: ReadonlyMap<string, string>;
  readonly target?: string;
  /** The platforms of `--platform`; empty if it is not given. */
  readonly platforms: readonly Platform[];
  /** The result is an index, even for one platform. */
  readonly multiPlatform: boolean;
  readonly buildArgs: ReadonlyMap<string, string>;
  readonly proxy: Proxy;
  readonly labels: ReadonlyMap<string, string>;
  /** `skip` builds platforms that this machine cannot run, without their checks. */
  readonly gate: 'run' | 'skip';
  readonly imageResolveMode: 'default' | 'pull' | 'local';
  readonly addHosts: readonly { readonly host: string; readonly ip: string }[];
  readonly networkMode: 'sandbox' | 'none' | 'host';
  readonly ulimits: readonly Ulimit[];
  /** Bytes. */
  readonly shmSize?: number;
  readonly cgroupParent?: string;
  /** Limits of build steps (`--resource`); an empty object if there are none. */
  readonly resources: LinuxResources;
  readonly hostname?: string;
  /** `'all'`, or the names of targets that do not use the cache. */
  readonly noCache: 'all' | readonly string[];
  readonly cacheImports: readonly CacheImport[];
  /** Prefix of the ids of cache mounts. */
  readonly cacheNamespace: string;
  /** Attributes of the requested attestations by kind, `sbom` or `provenance`. */
  readonly attest: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** SOURCE_DATE_EPOCH as the client wrote it. */
  readonly epoch?: string;
  /** Capabilities that the frontend must have. */
  readonly caps: readonly string[];
  /** The subrequest, e.g. `frontend.outline`. */
  readonly requestId?: string;
  /** The image reference of this frontend. */
  readonly source?: string;
  /** The whole value of the `# syntax=` line. */
  readonly cmdline?: string;
  readonly sessionId: string;
  /** The default platform of builds. mib's own steps run on it. */
  readonly buildPlatform: Platform;
  /** All platforms that the first worker runs, natively or emulated. The first is `buildPlatform`. */
  readonly workerPlatforms: readonly Platform[];
  /** The daemon's name for itself. */
  readonly product: string;
}

export interface Proxy {
  readonly http: string;
  readonly https: string;
  readonly ftp: string;
  readonly no: string;
  readonly all: string;
}

export interface Ulimit {
  readonly name: string;
  readonly soft: number;
  readonly hard: number;
}

export interface CacheImport {
  readonly type: string;
  readonly attrs: Readonly<Record<string, string>>;
}

/** ParsedOptions has the options, and a problem for each invalid value. An invalid option has its default. */
export interface ParsedOptions {
  readonly options: Options;
  readonly problems: readonly string[];
}

const UNKNOWN_WORKER: Platform = { os: 'linux', architecture: 'amd64' };

/** Parses the options that mib understands and ignores all others. An empty value counts as not given, because the classic
 * Docker API sends such values; except for `no-cache`, where the key alone has a meaning. */
export function parseOptions(env: Readonly<Record<string, string | undefined>>): ParsedOptions {
  const environment = readEnvironment(env);
  const problems: string[] = [];
  const read: Read = (key, parse, fallback) => {
    const text = environment.options.get(key) ?? '';
    try {
      return text === '' ? fallback : parse(text);
    } catch (error) {
      problems.push(`option "${key}": ${error instanceof Error ? error.message : String(error)}`);
      return fallback;
    }
  };
  const options = {
    ...plainOptions(environment),
    ...parsedOptions(environment, read),
    ...workers(environment, problems),
  };
  if (!options.multiPlatform && options.platforms.length > 1) {
    problems.push('option "multi-platform": false contradicts more than one platform');
  }
  return { options, problems };
}

type Read = <T>(key: string, parse: (text: string) => T, fallback: T) => T;

type TextOptions = Pick<
  Options,
  | 'filename'
  | 'dockerfileKey'
  | 'context'
  | 'contextSubdir'
  | 'target'
  | 'cgroupParent'
  | 'hostname'
  | 'epoch'
  | 'requestId'
  | 'source'
  | 'cmdline'
>;

/** Returns the options whose value is plain text. */
function plainOptions({ options, sessionId, product }: Environment) {
  const keys: Record<keyof TextOptions, string | undefined> = {
    filename: options.get('filename'),
    dockerfileKey: options.get('dockerfilekey'),
    context: options.get(options.get('contextkey') || 'context'),
    contextSubdir: options.get('contextsubdir'),
    target: options.get('target'),
    cgroupParent: options.get('cgroup-parent'),
    hostname: options.get('build-arg:BUILDKIT_SANDBOX_HOSTNAME') || options.get('hostname'),
    epoch: options.get('build-arg:SOURCE_DATE_EPOCH'),
    requestId: options.get('requestid'),
    source: options.get('source'),
    cmdline: options.get('cmdline'),
  };
  const named: TextOptions = Object.fromEntries(Object.entries(keys).filter(([, value]) => value));
  return {
    given: options,
    ...named,
    namedContexts: withPrefix(options, 'context:'),
    localSessions: withPrefix(options, 'local-sessionid:'),
    sharedKeys: withPrefix(options, 'sharedkey:localdir:'),
    buildArgs: withPrefix(options, 'build-arg:'),
    proxy: proxyOf(withPrefix(options, 'build-arg:')),
    labels: withPrefix(options, 'label:'),
    cacheNamespace: options.get('build-arg:BUILDKIT_CACHE_MOUNT_NS') ?? '',
    sessionId,
    product,
  };
}

/** Returns the options whose value has a syntax. */
function parsedOptions({ options }: Environment, read: Read) {
  const platforms = read('platform', parsePlatforms, []);
  const multiPlatform = read('multi-platform', parseTruth, platforms.length > 1);
  const shmSize = read<number | undefined>('shm-size', parseInteger, undefined);
  return {
    platforms,
    multiPlatform: read('build-arg:BUILDKIT_MULTI_PLATFORM', parseTruth, multiPlatform),
    inputConfigs: new Map(
      [...withPrefix(options, 'input-metadata:').keys()].map((name) => [
        name,
        read(`input-metadata:${name}`, inputConfig, ''),
      ]),
    ),
    gate: read('build-arg:MIB_GATE', (text) => parseWord(text, ['run', 'skip']), 'run'),
    imageResolveMode: read(
      'image-resolve-mode',
      (text) => parseWord(text, ['default', 'pull', 'local']),
      'default',
    ),
    addHosts: read('add-hosts', parseHosts, []),
    networkMode: read(
      'force-network-mode',
      (text) => parseWord(text, ['sandbox', 'none', 'host']),
      'sandbox',
    ),
    ulimits: read('ulimit', (text) => parsePairs(text).map(ulimit), []),
    ...(shmSize === undefined ? {} : { shmSize }),
    noCache:
      options.get('no-cache') === '' ? ('all' as const) : read('no-cache', (text) => text.split(','), []),
    cacheImports: [...read('cache-imports', cacheImports, []), ...read('cache-from', legacyCacheImports, [])],
    attest: new Map([
      ...attestations(options, 'attest:', read),
      ...attestations(options, 'build-arg:BUILDKIT_ATTEST_', read),
    ]),
    caps: read('frontend.caps', parseList, []),
    resources: resources(options, read),
  };
}

function resources(options: ReadonlyMap<string, string>, read: Read): LinuxResources {
  const limits = {
    memory: read('memory', parseInteger, undefined),
    memorySwap: read('memswap', parseInteger, undefined),
    cpuShares: read('cpushares', parseInteger, undefined),
    cpuPeriod: read('cpuperiod', parseInteger, undefined),
    cpuQuota: read('cpuquota', parseInteger, undefined),
    cpusetCpus: options.get('cpusetcpus') || undefined,
    cpusetMems: options.get('cpusetmems') || undefined,
  };
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
}

/** Returns the entries whose key starts with a prefix, with the prefix removed. */
function withPrefix(options: ReadonlyMap<string, string>, prefix: string): ReadonlyMap<string, string> {
  return new Map(
    [...options].flatMap(([key, value]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [],
    ),
  );
}

function proxyOf(args: ReadonlyMap<string, string>): Proxy {
  const named = (name: string) => [...args].find(([key]) => key.toLowerCase() === `${name}_proxy`)?.[1] ?? '';
  return {
    http: named('http'),
    https: named('https'),
    ftp: named('ftp'),
    no: named('no'),
    all: named('all'),
  };
}

function parsePlatforms(text: string): readonly Platform[] {
  const byId = new Map<string, Platform>();
  for (const name of text.split(',')) {
    const platform = parsePlatform(name);
    if (platform === undefined)
      throw new Error(`${JSON.stringify(name)} is not a platform such as linux/arm64`);
    byId.set(formatPlatform(platform), platform);
  }
  return [...byId.values()];
}

function parseHosts(text: string): Options['addHosts'] {
  return parsePairs(text.toLowerCase()).map(([host, ip]) => {
    if (isIP(ip) === 0) throw new Error(`${JSON.stringify(ip)} is not an IP address`);
    return { host, ip };
  });
}

function ulimit([name, limits]: readonly [name: string, limits: string]): Ulimit {
  const [soft = '', hard = soft] = limits.split(':');
  return { name, soft: parseInteger(soft), hard: parseInteger(hard) };
}

function cacheImports(text: string): readonly CacheImport[] {
  const entries: unknown = JSON.parse(text);
  if (!Array.isArray(entries)) throw new Error('not a list');
  return entries.map((entry) => {
    const { Type, Attrs } = parseObject(entry);
    const attrs = Object.entries(parseObject(Attrs ?? {})).map(([key, value]) => [key, String(value)]);
    return { type: String(Type), attrs: Object.fromEntries(attrs.sort()) };
  });
}

function legacyCacheImports(text: string): readonly CacheImport[] {
  return text.split(',').map((ref) => ({ type: 'registry', attrs: { ref } }));
}

function inputConfig(text: string): string {
  const config = parseObject(JSON.parse(text))['containerimage.config'];
  return typeof config === 'string' ? Buffer.from(config, 'base64').toString() : '';
}

function attestations(options: ReadonlyMap<string, string>, prefix: string, read: Read) {
  return [...withPrefix(options, prefix).keys()].map((kind) => {
    const attributes = read(prefix + kind, parsePairs, []);
    return [kind.toLowerCase(), new Map(attributes)] as const;
  });
}

/** Reads BUILDKIT_WORKERS, a JSON list of `client.WorkerInfo`. The first platform of the first worker is the default. */
function workers({ workers }: Environment, problems: string[]) {
  const found = workerPlatforms(workers);
  const buildPlatform = found[0];
  if (buildPlatform !== undefined) return { buildPlatform, workerPlatforms: found };
  problems.push('BuildKit named no platform that it builds on');
  return { buildPlatform: UNKNOWN_WORKER, workerPlatforms: [UNKNOWN_WORKER] };
}

function workerPlatforms(json: string): readonly Platform[] {
  try {
    const [first]: unknown[] = JSON.parse(json);
    const { platforms } = parseObject(first);
    return Array.isArray(platforms)
      ? platforms.map((platform) => platformFromJson(parseObject(platform)))
      : [];
  } catch {
    return [];
  }
}

function platformFromJson({ os, architecture, variant }: Readonly<Record<string, unknown>>): Platform {
  return normalize({ os: String(os), architecture: String(architecture), variant: String(variant ?? '') });
}
