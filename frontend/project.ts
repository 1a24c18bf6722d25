import { type Compiled, compile } from '../src/compile/image.ts';
import type { Site } from '../src/compile/site.ts';
import { debianArchitecture } from '../src/debian/architecture.ts';
import { lineStarts, positionAt } from '../src/imagefile/lines.ts';
import { parseImagefile } from '../src/imagefile/parse.ts';
import type { Output } from '../src/llb/index.ts';
import { makePlan, TOOLS } from '../src/plan/make.ts';
import type { Plan } from '../src/plan/plan.ts';
import { builderImage, defaultMirror } from './builder.ts';
import { buildContext } from './context.ts';
import { type Entrypoint, readEntrypoint } from './entrypoint.ts';
import { UserError } from './errors.ts';
import { type LockRequest, resolveLock } from './lock.ts';
import { formatPlatform, type Platform, runsOn } from './platform.ts';
import type { Session } from './session.ts';
import { chooseTarget, type Target } from './target.ts';

/** An Imagefile that was read and is right, with what the client says about it. */
export interface Project extends Target {
  readonly entrypoint: Entrypoint;
  /** Absent when the Imagefile copies nothing. */
  readonly context: Output | undefined;
  readonly platforms: readonly Platform[];
}

/** @throws {UserError} with all that is wrong with it */
export async function readProject(session: Session): Promise<Project> {
  const entrypoint = await readEntrypoint(session);
  const { spec, variant } = readTarget(session, entrypoint);
  const context = buildContext(session, spec, entrypoint.ignored);
  return { entrypoint, spec, variant, context, platforms: platformsOf(session, entrypoint) };
}

/** Resolves the packages for a platform and makes the graph. @throws {UserError} */
export async function compileProject(
  session: Session,
  { entrypoint, spec, variant, context }: Project,
  platform: Platform,
): Promise<Compiled & { readonly plan: Plan }> {
  const { options, bridge } = session;
  const { file } = entrypoint;
  const architecture = debianArchitecture(platform);
  if (architecture === undefined) {
    const message = `Debian has no port for the platform "${formatPlatform(platform)}"`;
    throw new UserError([{ code: 'unknown-platform', message }], file);
  }
  const site = siteOf(session, entrypoint, platform, context);
  const named = options.buildArgs.get('MIB_MIRROR') ?? spec.suite.mirror;
  const mirror = named === undefined ? defaultMirror() : { url: named, frozen: false };
  const request = { spec, file, architecture, mirror };
  const warner = { bridge, digest: entrypoint.digest };
  const tools = variant === 'debug' ? resolveLock(warner, site, onlyTools(request)) : undefined;
  const [lock, debug] = await Promise.all([resolveLock(warner, site, request), tools]);
  const plan = makePlan(spec, lock, {
    platform: formatPlatform(platform),
    oci: platform,
    labels: Object.fromEntries(options.labels),
    variant,
    ...(debug === undefined ? {} : { tools: debug }),
    ...epochOf(session, entrypoint),
  });
  return { plan, ...compile(site, plan) };
}

/** The tools are no part of the image that they are to look into, so they are resolved for themselves. */
function onlyTools(request: LockRequest): LockRequest {
  const { at } = request.spec.suite;
  const packages = [{ name: TOOLS, exclude: false, architectures: [], at }];
  return { ...request, spec: { ...request.spec, packages } };
}

function readTarget({ options }: Session, { file }: Entrypoint): Target {
  const { spec, targets, diagnostics } = parseImagefile(file.text, options.buildArgs);
  if (spec === undefined || targets === undefined) throw new UserError(diagnostics, file);
  return chooseTarget(options.target, spec, targets, file);
}

/** What is asked for, or what the worker is. */
function platformsOf({ options }: Session, { file }: Entrypoint): readonly Platform[] {
  const native = options.buildPlatform;
  const wanted = options.platforms.length > 0 ? options.platforms : [native];
  const foreign = wanted.filter((platform) => !runsOn(native, platform));
  if (foreign.length === 0) return wanted;
  const problems = foreign.map((platform) => ({
    code: 'unknown-platform' as const,
    message: `platform "${formatPlatform(platform)}" cannot be built on a ${formatPlatform(native)} worker yet`,
  }));
  throw new UserError(problems, file);
}

function siteOf(
  { options }: Session,
  { file }: Entrypoint,
  platform: Platform,
  context: Output | undefined,
): Site {
  const starts = lineStarts(file.text);
  return {
    builder: builderImage(),
    native: options.buildPlatform,
    prefix: options.platforms.length > 1 ? `[${formatPlatform(platform)}] ` : '',
    context,
    locate: (at) => ({
      start: positionAt(starts, at.start),
      end: positionAt(starts, Math.max(at.start, at.end - 1)),
    }),
    ignoreCache: options.noCache === 'all',
  };
}

/**
 * SOURCE_DATE_EPOCH, when the client set it to a number. `context` is the date of the context, and a folder has none, as
 * for the built-in frontend (`frontend/dockerfile/dockerfile2llb/epoch.go`): its times differ from checkout to checkout.
 */
function epochOf({ options }: Session, { file }: Entrypoint): { epoch?: number } {
  if (options.epoch === undefined || options.epoch === '' || options.epoch === 'context') return {};
  if (/^\d{1,11}$/.test(options.epoch)) return { epoch: Number(options.epoch) };
  const message = `SOURCE_DATE_EPOCH "${options.epoch}" is neither a number of seconds since 1970 nor "context"`;
  throw new UserError([{ code: 'invalid-value', message }], file);
}
