import type { Spec } from '../imagefile/spec.ts';
import type { History, ImageConfig } from './config.ts';

/** BaseImage is what the plan knows of the image that `from` names. */
export interface BaseImage {
  /** As the Imagefile names it. */
  readonly name: string;
  /** `sha256:…`; absent where it is no finished image, but what another build is about to make, or a folder. */
  readonly digest?: string;
  /** `NAME=value`. */
  readonly environment: readonly string[];
  /** The name of the distribution, for people (PRETTY_NAME of os-release(5)). */
  readonly system?: string;
  /** The suite of Debian or Ubuntu that it is of. */
  readonly suite?: string;
  /** One entry or more for each layer. */
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
