import { compile } from '../src/compile/image.ts';
import type { Site } from '../src/compile/site.ts';
import { debianArchitecture } from '../src/debian/architecture.ts';
import { lineStarts, positionAt } from '../src/imagefile/lines.ts';
import { parseImagefile } from '../src/imagefile/parse.ts';
import type { Spec } from '../src/imagefile/spec.ts';
import { marshal, type Output } from '../src/llb/index.ts';
import { makePlan } from '../src/plan/make.ts';
import type { Result } from './bridge.ts';
import { builderImage, defaultMirror } from './builder.ts';
import { buildContext, verifyContext } from './context.ts';
import { type Entrypoint, readEntrypoint } from './entrypoint.ts';
import { UserError } from './errors.ts';
import { resolveLock } from './lock.ts';
import { formatPlatform, type Platform } from './platform.ts';
import { imageResult, type PlatformResult } from './result.ts';
import type { Session } from './session.ts';
import { answer } from './subrequests/index.ts';
import { verifyTarget } from './target.ts';

/** Reads the Imagefile and returns, for each platform, a graph that the daemon builds when the result is used. */
export async function build(session: Session): Promise<Result> {
  const { requestId } = session.options;
  if (requestId !== undefined && requestId !== '') return answer(session, requestId);
  const entrypoint = await readEntrypoint(session);
  const spec = readSpec(entrypoint);
  verifyTarget(session.options.target, entrypoint.file);
  const context = buildContext(session, spec, entrypoint.ignored);
  const platforms = platformsOf(session, entrypoint);
  const builds = platforms.map((platform) => buildPlatform(session, entrypoint, spec, platform, context));
  const looked = context === undefined ? undefined : verifyContext(session, context, spec, entrypoint.file);
  const [parts] = await Promise.all([Promise.all(builds), looked]);
  return imageResult(parts, { multiPlatform: session.options.multiPlatform });
}

function readSpec({ file }: Entrypoint): Spec {
  const { spec, diagnostics } = parseImagefile(file.text);
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  if (spec === undefined || errors.length > 0) throw new UserError(errors, file);
  return spec;
}

/** What is asked for, or what the worker is. */
function platformsOf({ options }: Session, { file }: Entrypoint): readonly Platform[] {
  const native = formatPlatform(options.buildPlatform);
  const wanted = options.platforms.length > 0 ? options.platforms : [options.buildPlatform];
  const foreign = wanted.filter((platform) => formatPlatform(platform) !== native);
  if (foreign.length === 0) return wanted;
  const problems = foreign.map((platform) => ({
    code: 'unknown-platform' as const,
    message: `platform "${formatPlatform(platform)}" cannot be built on a ${native} worker yet`,
  }));
  throw new UserError(problems, file);
}

async function buildPlatform(
  session: Session,
  entrypoint: Entrypoint,
  spec: Spec,
  platform: Platform,
  context: Output | undefined,
): Promise<PlatformResult> {
  const { options, bridge } = session;
  const { file } = entrypoint;
  const architecture = debianArchitecture(platform);
  if (architecture === undefined) {
    const message = `Debian has no port for the platform "${formatPlatform(platform)}"`;
    throw new UserError([{ code: 'unknown-platform', message }], file);
  }
  const site = siteOf(session, entrypoint, platform, context);
  const mirror = options.buildArgs.get('MIB_MIRROR') ?? spec.suite.mirror ?? defaultMirror();
  const lock = await resolveLock(bridge, site, { spec, file, architecture, mirror });
  const plan = makePlan(spec, lock, {
    platform: formatPlatform(platform),
    oci: platform,
    labels: Object.fromEntries(options.labels),
    ...epochOf(session, entrypoint),
  });
  const { definition } = marshal(compile(site, plan), entrypoint.source);
  const ref = await bridge.solve({ definition }, { cacheImports: options.cacheImports });
  return { platform, ref, config: plan.config, epoch: Date.parse(plan.config.created) / 1000 };
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

/** SOURCE_DATE_EPOCH, when the client set it to a number. */
function epochOf({ options }: Session, { file }: Entrypoint): { epoch?: number } {
  if (options.epoch === undefined || options.epoch === '') return {};
  if (/^\d{1,11}$/.test(options.epoch)) return { epoch: Number(options.epoch) };
  const message = `SOURCE_DATE_EPOCH "${options.epoch}" is no number of seconds since 1970`;
  throw new UserError([{ code: 'invalid-value', message }], file);
}
