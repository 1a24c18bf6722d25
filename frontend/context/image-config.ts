import * as z from 'zod';
import { normalPath } from '../../src/imagefile/values/paths.ts';
import { withoutUndefined } from '../../src/imagefile/values/without-undefined.ts';
import type { BaseConfig } from '../../src/plan/base-image.ts';
import type { History } from '../../src/plan/config.ts';
import type { Platform } from '../options/platform.ts';

const text = z.string('a string');
const texts = z.array(text, 'a list of strings');
const keys = z.record(z.string(), z.unknown(), 'a map');
const integer = z.int('an integer');
const layer = z.looseObject(
  { created: text.nullish(), created_by: text.nullish(), comment: text.nullish() },
  'a map',
);
const healthcheck = z.looseObject(
  {
    Test: texts.nullish(),
    Interval: integer.nullish(),
    Timeout: integer.nullish(),
    StartPeriod: integer.nullish(),
    StartInterval: integer.nullish(),
    Retries: integer.nullish(),
  },
  'a map',
);
const container = z.looseObject(
  {
    Env: texts.nullish(),
    Entrypoint: texts.nullish(),
    Cmd: texts.nullish(),
    User: text.nullish(),
    WorkingDir: text.regex(/^(?:\/|$)/, 'an absolute path').nullish(),
    ExposedPorts: keys.nullish(),
    Volumes: keys.nullish(),
    Labels: z.record(z.string(), text, 'a map').nullish(),
    StopSignal: text.nullish(),
    Healthcheck: healthcheck.nullish(),
  },
  'a map',
);
type Container = z.infer<typeof container>;

/** The fields of an image config that mib reads (OCI Image Specification v1.1, config.md). Go writes `null` for an empty list. */
const Config = z.looseObject(
  {
    os: text.nullish(),
    architecture: text.nullish(),
    config: container.nullish(),
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
  readonly container: BaseConfig;
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
    container: containerOf(config ?? {}),
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

function containerOf(config: Container): BaseConfig {
  const { Entrypoint, Cmd, User, WorkingDir, ExposedPorts, Volumes, Labels, StopSignal, Healthcheck } =
    config;
  const healthcheck = healthcheckOf(Healthcheck ?? {});
  return {
    entrypoint: Entrypoint ?? [],
    command: Cmd ?? [],
    user: User ?? '',
    workingDir: normalPath(WorkingDir || '/').replace(/(.)\/$/, '$1'),
    expose: Object.keys(ExposedPorts ?? {}),
    volumes: Object.keys(Volumes ?? {}),
    labels: Labels ?? {},
    ...(StopSignal ? { stopSignal: StopSignal } : {}),
    ...(healthcheck === undefined ? {} : { healthcheck }),
  };
}

/** Returns the health check, or undefined if it has no test: Docker ignores it then. */
function healthcheckOf(check: NonNullable<Container['Healthcheck']>): BaseConfig['healthcheck'] {
  const { Test, Interval, Timeout, StartPeriod, StartInterval, Retries } = check;
  if (!Test?.length) return undefined;
  return withoutUndefined<NonNullable<BaseConfig['healthcheck']>>({
    test: Test,
    interval: Interval || undefined,
    timeout: Timeout || undefined,
    startPeriod: StartPeriod || undefined,
    startInterval: StartInterval || undefined,
    retries: Retries || undefined,
  });
}
