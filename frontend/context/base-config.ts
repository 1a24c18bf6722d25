import * as z from 'zod';
import type { History } from '../../src/plan/config.ts';
import type { Platform } from '../options/platform.ts';

const text = z.string('a string');
const texts = z.array(text, 'a list of strings');
const layer = z.looseObject(
  { created: text.nullish(), created_by: text.nullish(), comment: text.nullish() },
  'a map',
);

/** What is read of an image config (OCI Image Specification v1.1, config.md). Programs in Go write `null` for an empty list. */
const Config = z.looseObject(
  {
    os: text.nullish(),
    architecture: text.nullish(),
    config: z.looseObject({ Env: texts.nullish() }, 'a map').nullish(),
    history: z.array(layer, 'a list of maps').nullish(),
    rootfs: z.looseObject({ diff_ids: texts.nullish() }, 'a map').nullish(),
  },
  'a map',
);

/** The config of a base image, as far as it is looked at. */
export interface BaseConfig {
  /** All of it. */
  readonly whole: unknown;
  /** Absent where it does not say. */
  readonly platform?: Pick<Platform, 'os' | 'architecture'>;
  readonly environment: readonly string[];
  readonly history: readonly History[];
  /** Digests of what the layers hold. */
  readonly layers: readonly string[];
}

/** Reads a config. @returns what is wrong with it, where something is */
export function readBaseConfig(json: string): BaseConfig | { readonly fault: string } {
  const whole = parse(json);
  if (whole === undefined) return { fault: 'is not JSON' };
  const { data, error } = Config.safeParse(whole);
  if (data === undefined) {
    const [issue] = error?.issues ?? [];
    const path = issue?.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
    return { fault: `has ${path?.join('').slice(1) || 'something'} that is not ${issue?.message}` };
  }
  const { os, architecture } = data;
  return {
    whole,
    ...(architecture ? { platform: { os: os || 'linux', architecture } } : {}),
    environment: data.config?.Env ?? [],
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
