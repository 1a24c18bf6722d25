import * as z from 'zod';
import type { History } from '../../src/plan/config.ts';
import type { Platform } from '../options/platform.ts';

const text = z.string('a string');
const texts = z.array(text, 'a list of strings');
const layer = z.looseObject(
  { created: text.nullish(), created_by: text.nullish(), comment: text.nullish() },
  'a map',
);

/** The fields of an image config that mib reads (OCI Image Specification v1.1, config.md). Go writes `null` for an empty list. */
const Config = z.looseObject(
  {
    os: text.nullish(),
    architecture: text.nullish(),
    config: z.looseObject({ Env: texts.nullish(), WorkingDir: text.nullish() }, 'a map').nullish(),
    history: z.array(layer, 'a list of maps').nullish(),
    rootfs: z.looseObject({ diff_ids: texts.nullish() }, 'a map').nullish(),
  },
  'a map',
);

/** ImageConfig has the values of an image config that mib reads. */
export interface ImageConfig {
  /** The config as parsed JSON. */
  readonly whole: unknown;
  /** Absent if the config names none. */
  readonly platform?: Pick<Platform, 'os' | 'architecture'>;
  /** `NAME=value`. */
  readonly environment: readonly string[];
  /** Absent if the config sets none. */
  readonly workingDir?: string;
  readonly history: readonly History[];
  /** Diff ids of the layers. */
  readonly layers: readonly string[];
}

/** Reads the JSON of an image config. @returns words that follow "the config" if it is invalid */
export function readImageConfig(json: string): ImageConfig | { readonly fault: string } {
  const whole = parse(json);
  if (whole === undefined) return { fault: 'is not JSON' };
  const { data, error } = Config.safeParse(whole);
  if (data === undefined) {
    const [issue] = error?.issues ?? [];
    const path = issue?.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
    return { fault: `has ${path?.join('').slice(1) || 'a value'} that is not ${issue?.message}` };
  }
  const { os, architecture, config } = data;
  return {
    whole,
    ...(architecture ? { platform: { os: os || 'linux', architecture } } : {}),
    environment: config?.Env ?? [],
    ...(config?.WorkingDir ? { workingDir: config.WorkingDir } : {}),
    history: (data.history ?? []).map((each) => ({ ...each }) as unknown as History),
    layers: data.rootfs?.diff_ids ?? [],
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
