import type { Healthcheck, InheritedKey, Located, Spec } from '../imagefile/spec.ts';
import type { History, ImageConfig } from './config.ts';

/** BaseImage is what the plan knows of the image that `from` names. */
export interface BaseImage {
  /** As the Imagefile names it. */
  readonly name: string;
  /** `sha256:…`; absent where it is no finished image, but what another build is about to make, or a folder. */
  readonly digest?: string;
  /** `NAME=value`. */
  readonly environment: readonly string[];
  /** How it starts; absent for a folder. */
  readonly container?: BaseConfig;
  /** One entry or more for each layer. */
  readonly history: readonly History[];
}

/** BaseConfig is what an image config says about the container, but for the environment. */
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

/** What each key means for the Spec where the base image says it. */
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

/** The command line of a container of the image; empty where there is nothing to start. */
export function programOf({ entry, command }: Pick<Spec, 'entry' | 'command'>): readonly string[] {
  return [...(entry?.value ?? []), ...command];
}

/** Puts the base image's history before that of a config, for an image that shares its layers. */
export function withHistory(config: ImageConfig, { history }: BaseImage): ImageConfig {
  return { ...config, history: [...history, ...config.history] };
}
