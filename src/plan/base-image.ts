import type { Healthcheck, InheritedKey, Located, Spec } from '../imagefile/spec.ts';
import type { History, ImageConfig } from './config.ts';

/** BaseImage describes the image that `from` names. */
export interface BaseImage {
  /** As the Imagefile has it. */
  readonly name: string;
  /** `sha256:…`; absent if the name stands for a folder, or for an image that another build has yet to make. */
  readonly digest?: string;
  /** `NAME=value`. */
  readonly environment: readonly string[];
  /** The name of the distribution for people (PRETTY_NAME of os-release(5)). */
  readonly system?: string;
  /** The suite of Debian or Ubuntu that it contains. */
  readonly suite?: string;
  /** The config of its containers; absent for a folder. */
  readonly container?: BaseConfig;
  /** At least one entry for each layer. */
  readonly history: readonly History[];
}

/** BaseConfig has the values of an image config that apply to a container, except the environment. */
export interface BaseConfig {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  /** Empty for root. */
  readonly user: string;
  /** Absolute. */
  readonly workingDir: string;
  /** `port/protocol`. */
  readonly expose: readonly string[];
  readonly volumes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly stopSignal?: string;
  readonly healthcheck?: Omit<Healthcheck, 'at'>;
}

/**
 * Completes an Imagefile with the configuration of its base image: the environment, in which its own variables take precedence,
 * and the value of each key that it inherits.
 */
export function inheritConfig(spec: Spec, base: BaseImage | undefined): Spec {
  if (base === undefined) return spec;
  const inherited = base.environment.map((line): [string, string] => {
    const [name = ''] = line.split('=');
    return [name, line.slice(name.length + 1)];
  });
  const environment = { ...Object.fromEntries(inherited), ...spec.environment };
  const { from, inherits = [] } = spec;
  const { container } = base;
  if (from === undefined || container === undefined) return { ...spec, environment };
  const values = valuesOf(container, from);
  return Object.assign({ ...spec, environment }, ...inherits.map((key) => values[key]));
}

/** Returns the part of the Spec that each key stands for, with the value of the base image. */
function valuesOf(
  container: BaseConfig,
  { at }: Located<string>,
): Readonly<Record<InheritedKey, Partial<Spec>>> {
  const { entrypoint, command, user, workingDir, expose, volumes, labels, stopSignal, healthcheck } =
    container;
  return {
    entry: entrypoint.length === 0 ? {} : { entry: { value: entrypoint, at } },
    command: { command },
    user: { user: user === '' ? 'root' : user, userAt: at },
    working_dir: { workingDir },
    expose: { expose },
    volumes: { volumes },
    labels: { labels },
    stop_signal: stopSignal === undefined ? {} : { stopSignal },
    healthcheck: healthcheck === undefined ? {} : { healthcheck: { ...healthcheck, at } },
  };
}

/** Returns the command line of a container of the image; empty if there is nothing to start. */
export function programOf({ entry, command }: Pick<Spec, 'entry' | 'command'>): readonly string[] {
  return [...(entry?.value ?? []), ...command];
}

/** Puts the base image's history before that of a config, for an image that shares its layers. */
export function withHistory(config: ImageConfig, { history }: BaseImage): ImageConfig {
  return { ...config, history: [...history, ...config.history] };
}
