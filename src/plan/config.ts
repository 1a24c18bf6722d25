import type { Spec } from '../imagefile/spec.ts';
import { accountOf } from './accounts.ts';

/** An image config, OCI Image Specification v1.1 (config.md), with Docker's `Healthcheck`. */
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
  readonly Healthcheck?: Readonly<Record<string, unknown>>;
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

/** Comment of the step of the history by which an image of ours is known. */
export const MADE_BY_MIB = 'mib.v0';

export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The config of an image made from `spec`.
 * @param labels set over those of the Imagefile
 * @param epoch seconds since 1970; the only date in the config
 */
export function imageConfig(
  spec: Spec,
  platform: OciPlatform,
  labels: Readonly<Record<string, string>>,
  epoch: number,
): ImageConfig {
  const created = new Date(epoch * 1000).toISOString().replace('.000Z', 'Z');
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

/** The folder that the tools of the variant `debug` lie in. */
const TOOLS_FOLDER = '/debug';

/** The config of the same image with tools on top: its PATH finds them behind everything else. */
export function withTools(image: ImageConfig): ImageConfig {
  const { created } = image;
  const Env = image.config.Env.map((line) => (line.startsWith('PATH=') ? `${line}:${TOOLS_FOLDER}` : line));
  const layer = { created, created_by: `mib: tools in ${TOOLS_FOLDER}`, comment: 'mib.v0' };
  return { ...image, config: { ...image.config, Env }, history: [...image.history, layer] };
}

/** `NAME=value` lines, sorted, with a PATH. */
export function environmentOf(spec: Spec): string[] {
  return entries({ PATH: DEFAULT_PATH, ...spec.environment }).map(([name, value]) => `${name}=${value}`);
}

/** The user as numbers where they are known: Kubernetes' `runAsNonRoot` cannot judge a name. */
export function userOf(spec: Spec): string {
  const account = accountOf(spec, spec.user);
  return account === undefined ? spec.user : `${account.uid}:${account.gid}`;
}

function containerConfig(spec: Spec, labels: Record<string, string>): ContainerConfig {
  return {
    User: userOf(spec),
    Env: environmentOf(spec),
    WorkingDir: spec.workingDir,
    ...(spec.entry === undefined ? {} : { Entrypoint: spec.entry.value }),
    ...(spec.command.length === 0 ? {} : { Cmd: spec.command }),
    ...(spec.expose.length === 0 ? {} : { ExposedPorts: keySet(spec.expose) }),
    ...(spec.volumes.length === 0 ? {} : { Volumes: keySet(spec.volumes) }),
    ...(Object.keys(labels).length === 0 ? {} : { Labels: Object.fromEntries(entries(labels)) }),
    ...(spec.stopSignal === undefined ? {} : { StopSignal: spec.stopSignal }),
    ...(spec.healthcheck === undefined ? {} : { Healthcheck: healthcheck(spec.healthcheck) }),
  };
}

function healthcheck(check: NonNullable<Spec['healthcheck']>): Record<string, unknown> {
  return {
    Test: check.test,
    ...(check.interval === undefined ? {} : { Interval: check.interval }),
    ...(check.timeout === undefined ? {} : { Timeout: check.timeout }),
    ...(check.startPeriod === undefined ? {} : { StartPeriod: check.startPeriod }),
    ...(check.retries === undefined ? {} : { Retries: check.retries }),
  };
}

function summary(spec: Spec): string {
  const packages = spec.packages.filter((request) => !request.exclude).map((request) => request.name);
  return (
    [...packages, ...spec.files.map((file) => file.to)].join(' ') || (spec.from?.value ?? spec.suite.name)
  );
}

/** Go's `map[string]struct{}`, the form of sets in an image config. */
function keySet(keys: readonly string[]): Record<string, object> {
  return Object.fromEntries([...keys].sort().map((key) => [key, {}]));
}

function entries(map: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}
