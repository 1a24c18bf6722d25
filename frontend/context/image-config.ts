import * as z from 'zod';
import { normalPath } from '../../src/imagefile/values/paths.ts';
import { withoutUndefined } from '../../src/imagefile/values/without-undefined.ts';
import type { BaseConfig } from '../../src/plan/base-image.ts';
import type { History } from '../../src/plan/config.ts';

/** What is read of an image config (OCI Image Specification v1.1, config.md). */
export interface ImageConfig {
  readonly environment: readonly string[];
  readonly container: BaseConfig;
  readonly history: readonly History[];
  /** Digests of what the layers hold. */
  readonly layers: readonly string[];
}

/** Go writes `null` for what is empty. */
const Text = z.string().nullish();
const Texts = z.array(z.string()).nullish();
const Names = z.record(z.string(), z.unknown()).nullish();
const Count = z.number().int().nullish();

const Shape = z.object({
  config: z
    .object({
      Env: Texts,
      Entrypoint: Texts,
      Cmd: Texts,
      User: Text,
      WorkingDir: z
        .string()
        .regex(/^(?:\/|$)/)
        .nullish(),
      ExposedPorts: Names,
      Volumes: Names,
      Labels: z.record(z.string(), z.string()).nullish(),
      StopSignal: Text,
      Healthcheck: z
        .object({
          Test: Texts,
          Interval: Count,
          Timeout: Count,
          StartPeriod: Count,
          StartInterval: Count,
          Retries: Count,
        })
        .nullish(),
    })
    .nullish(),
  // Passed on as it is.
  history: z.array(z.custom<History>((item) => typeof item === 'object' && item !== null)).nullish(),
  rootfs: z.object({ diff_ids: Texts }).nullish(),
});
type Container = NonNullable<z.infer<typeof Shape>['config']>;

/** Reads an image config. @returns what is wrong with it, where it is none */
export function readImageConfig(text: string): ImageConfig | { readonly fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: `is no JSON: ${excerpt(text)}` };
  }
  const { data, error } = Shape.safeParse(value);
  if (error !== undefined) return { fault: explain(value, error) };
  const { config, history, rootfs } = data;
  return {
    environment: config?.Env ?? [],
    container: containerOf(config ?? {}),
    history: history ?? [],
    layers: rootfs?.diff_ids ?? [],
  };
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

/** Docker takes one without a test for none of its own. */
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

const KINDS: Readonly<Record<string, string>> = {
  string: 'a string',
  array: 'a list',
  object: 'a map',
  record: 'a map',
  number: 'a whole number',
  int: 'a whole number',
};

function explain(value: unknown, { issues }: z.ZodError): string {
  const [issue] = issues;
  const path = issue?.path ?? [];
  const found = path.reduce<unknown>(
    (part, step) => (typeof part === 'object' && part !== null ? Reflect.get(part, step) : undefined),
    value,
  );
  const kind = issue?.code === 'invalid_type' ? KINDS[issue.expected] : undefined;
  const what = issue?.code === 'invalid_format' ? 'an absolute path' : (kind ?? 'a map');
  const where = path.length === 0 ? 'is' : `has ${path.join('.')}`;
  return `${where} ${excerpt(JSON.stringify(found))}, which must be ${what}`;
}

/** What a text begins with. */
function excerpt(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
