import { type ParseResult, parseImagefile } from '../../src/imagefile/parse.ts';
import { platformArgs } from '../../src/imagefile/platform-args.ts';
import type { Entrypoint } from '../context/entrypoint.ts';
import { joined, UserError } from '../errors/user-error.ts';
import type { Session } from '../gateway/session.ts';
import { formatPlatform, type Platform } from '../options/platform.ts';
import { namedPlatforms, withModels } from '../options/platforms.ts';

/** Parsed is a valid Imagefile. */
export type Parsed = Required<ParseResult>;

/** Imagefile is a valid Imagefile and the files beside it. */
export interface Imagefile extends Readings {
  readonly entrypoint: Entrypoint;
}

/** Readings are a valid Imagefile as read for each platform. */
export interface Readings {
  /** For the first platform. */
  readonly parsed: Parsed;
  /** For each requested platform, and for the model of platforms that cannot run here. */
  readonly parsedFor: ReadonlyMap<string, Parsed>;
}

/** Reads an Imagefile. @throws {UserError} with its problems on all platforms */
export function readImagefile(session: Session, entrypoint: Entrypoint): Imagefile {
  return { entrypoint, ...parse(session, entrypoint) };
}

/** Parses an Imagefile for each platform. @throws {UserError} with its problems on all platforms */
export function parse({ options }: Session, { file }: Pick<Entrypoint, 'file'>): Readings {
  const { buildArgs, buildPlatform } = options;
  const read = (platform: Platform) =>
    whole(parseImagefile(file.text, buildArgs, platformArgs(platform, buildPlatform)));
  const [first = buildPlatform, ...others] = withModels(options, namedPlatforms(options));
  const parsed = read(first);
  const readings = [first, ...others].map((platform, index) => ({
    platform: formatPlatform(platform),
    each: index === 0 || isForAll(parsed) ? parsed : read(platform),
  }));
  const errors = readings.flatMap(({ each }) => (each instanceof UserError ? [each] : []));
  if (parsed instanceof UserError || errors.length > 0) throw joined(errors);
  const sound = readings.flatMap(({ platform, each }) =>
    each instanceof UserError ? [] : [[platform, each] as const],
  );
  return { parsed, parsedFor: new Map(sound) };
}

function isForAll(parsed: Parsed | UserError): parsed is Parsed {
  return !(parsed instanceof UserError || parsed.isPerPlatform);
}

function whole({ diagnostics, ...read }: ParseResult): Parsed | UserError {
  const { spec, tree, written, targets, args, isPerPlatform } = read;
  if (spec && tree && written && targets && args && isPerPlatform !== undefined)
    return { spec, tree, written, targets, args, isPerPlatform, diagnostics };
  return new UserError(diagnostics);
}
