import type { Spec } from '../imagefile/spec.ts';
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
  /** The working directory of its config, if it sets one. */
  readonly workingDir?: string;
  /** At least one entry for each layer. */
  readonly history: readonly History[];
}

/** Adds the base image's environment to an Imagefile; its own variables take precedence. */
export function inheritEnvironment(spec: Spec, base: BaseImage | undefined): Spec {
  if (base === undefined) return spec;
  const inherited = base.environment.map((line): [string, string] => {
    const [name = ''] = line.split('=');
    return [name, line.slice(name.length + 1)];
  });
  return { ...spec, environment: { ...Object.fromEntries(inherited), ...spec.environment } };
}

/** Puts the base image's history before that of a config, for an image that shares its layers. */
export function withHistory(config: ImageConfig, { history }: BaseImage): ImageConfig {
  return { ...config, history: [...history, ...config.history] };
}
