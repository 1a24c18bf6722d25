import { isoTime } from '../debian/iso-time.ts';
import type { Healthcheck, Spec } from '../imagefile/spec.ts';
import type { Range } from '../imagefile/text/diagnostic.ts';
import { DEFAULT_PATH } from '../imagefile/values/default-path.ts';
import { withoutUndefined } from '../imagefile/values/without-undefined.ts';
import { accountOf } from './accounts.ts';

/** ImageConfig is an image config (OCI Image Specification v1.1, config.md) with Docker's `Healthcheck`. */
export interface ImageConfig {
  readonly architecture: string;
  readonly os: string;
  readonly variant?: string;
  readonly created: string;
  readonly config: ContainerConfig;
  readonly rootfs: { readonly type: 'layers'; readonly diff_ids: readonly string[] };
  readonly history: readonly History[];
}

interface ContainerConfig {
  readonly User: string;
  readonly Env: readonly string[];
  readonly WorkingDir: string;
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly ExposedPorts?: Readonly<Record<string, object>>;
  readonly Volumes?: Readonly<Record<string, object>>;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly StopSignal?: string;
  readonly Healthcheck?: HealthConfig;
}

interface HealthConfig {
  readonly Test: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
  readonly Retries?: number;
}

/** Process says how the checks run: as the image config has the container run. */
export interface Process {
  /** `NAME=value`, sorted by name. */
  readonly environment: readonly string[];
  readonly user: string;
  readonly userAt?: Range;
  readonly workingDir: string;
  /** Without `SIG`, as `kill` takes it. */
  readonly stopSignal: string;
}

export interface History {
  readonly created: string;
  readonly created_by: string;
  readonly comment: string;
}

export interface OciPlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** The history comment that marks a layer as made by mib. */
export const MADE_BY_MIB = 'mib.v0';

/**
 * Returns the config of an image made from `spec`.
 * @param labels override those of the Imagefile
 * @param epoch seconds since 1970; the only date in the config
 */
export function imageConfig(
  spec: Spec,
  platform: OciPlatform,
  labels: Readonly<Record<string, string>>,
  epoch: number,
): ImageConfig {
  const created = isoTime(epoch);
  return {
    architecture: platform.architecture,
    os: platform.os,
    ...(platform.variant === undefined ? {} : { variant: platform.variant }),
    created,
    config: containerConfig(spec, { ...spec.labels, ...labels }),
    rootfs: { type: 'layers', diff_ids: [] },
    history: [{ created, created_by: `mib: ${summary(spec)}`, comment: MADE_BY_MIB }],
  };
}

/** The folder with the tools of the variant `debug`. */
const TOOLS_FOLDER = '/debug';

/** Returns the config of the same image with tools on top. They come last in PATH. */
export function withTools(image: ImageConfig): ImageConfig {
  const { created } = image;
  const Env = image.config.Env.map((line) => (line.startsWith('PATH=') ? `${line}:${TOOLS_FOLDER}` : line));
  const layer = { created, created_by: `mib: tools in ${TOOLS_FOLDER}`, comment: MADE_BY_MIB };
  return { ...image, config: { ...image.config, Env }, history: [...image.history, layer] };
}

/** Returns the environment as sorted `NAME=value` lines, always with a PATH. */
export function environmentOf(spec: Spec): string[] {
  return entries({ PATH: DEFAULT_PATH, ...spec.environment }).map(([name, value]) => `${name}=${value}`);
}

/**
 * Returns the user, as numbers if they are known: Kubernetes' `runAsNonRoot` cannot verify a name. An inherited user other
 * than root is an account of the base image, whatever has that name elsewhere.
 */
export function userOf(spec: Spec): string {
  if (spec.inherits?.includes('user') && spec.user !== 'root') return spec.user;
  const account = accountOf(spec, spec.user);
  return account === undefined ? spec.user : `${account.uid}:${account.gid}`;
}

export function processOf(spec: Spec): Process {
  return withoutUndefined<Process>({
    environment: environmentOf(spec),
    user: userOf(spec),
    userAt: spec.userAt,
    workingDir: spec.workingDir,
    stopSignal: (spec.stopSignal ?? 'TERM').replace(/^SIG/, ''),
  });
}

function containerConfig(spec: Spec, labels: Record<string, string>): ContainerConfig {
  return withoutUndefined<ContainerConfig>({
    User: userOf(spec),
    Env: environmentOf(spec),
    WorkingDir: spec.workingDir,
    Entrypoint: spec.entry?.value,
    Cmd: spec.command.length === 0 ? undefined : spec.command,
    ExposedPorts: keySet(spec.expose),
    Volumes: keySet(spec.volumes),
    Labels: Object.keys(labels).length === 0 ? undefined : Object.fromEntries(entries(labels)),
    StopSignal: spec.stopSignal,
    Healthcheck: spec.healthcheck && healthcheck(spec.healthcheck),
  });
}

function healthcheck(check: Healthcheck): HealthConfig {
  return withoutUndefined<HealthConfig>({
    Test: check.test,
    Interval: check.interval,
    Timeout: check.timeout,
    StartPeriod: check.startPeriod,
    StartInterval: check.startInterval,
    Retries: check.retries,
  });
}

function summary(spec: Spec): string {
  const packages = spec.packages.filter((request) => !request.exclude).map((request) => request.name);
  return (
    [...packages, ...spec.files.map((file) => file.to)].join(' ') || (spec.from?.value ?? spec.suite.name)
  );
}

/** Returns a set in the form of an image config, Go's `map[string]struct{}`; undefined if it is empty. */
function keySet(keys: readonly string[]): Record<string, object> | undefined {
  if (keys.length === 0) return undefined;
  return Object.fromEntries([...keys].sort().map((key) => [key, {}]));
}

function entries(map: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}
