import type { Spec } from '../imagefile/spec.ts';
import type { History, ImageConfig } from './config.ts';

/** What is known of the image that another is built upon. */
export interface Below {
  /** As the Imagefile names it. */
  readonly name: string;
  /** `sha256:…`; absent where it is no finished image, but what another build is about to make, or a folder. */
  readonly digest?: string;
  /** `NAME=value`. */
  readonly environment: readonly string[];
  /** One entry or more for each layer. */
  readonly history: readonly History[];
}

/** The Imagefile as it is upon an image: with the environment of that, as far as it has none of its own. */
export function upon(spec: Spec, below: Below | undefined): Spec {
  if (below === undefined) return spec;
  const inherited = below.environment.map((line): [string, string] => {
    const [name = ''] = line.split('=');
    return [name, line.slice(name.length + 1)];
  });
  return { ...spec, environment: { ...Object.fromEntries(inherited), ...spec.environment } };
}

/** The config of an image whose layers begin with those of the one below. */
export function withHistory(config: ImageConfig, { history }: Below): ImageConfig {
  return { ...config, history: [...history, ...config.history] };
}
