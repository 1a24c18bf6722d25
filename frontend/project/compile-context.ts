import type { CompileContext } from '../../src/compile/context.ts';
import { debianArchitecture } from '../../src/debian/architecture.ts';
import { lineStarts, positionAt } from '../../src/imagefile/text/lines.ts';
import type { Options } from '../options/options.ts';
import { formatPlatform, type Platform, runsOn } from '../options/platform.ts';
import { runsHere } from '../options/platforms.ts';
import { builderImage, frontendImage, standInsFor } from './builder.ts';
import { containerSettings } from './container.ts';
import type { PlatformProject } from './platform-project.ts';

/** Reports whether the build ignores the cache: `--no-cache`, or `--no-cache-filter` with the name of its target in any case. */
export function ignoresCache({ noCache, target }: Pick<Options, 'noCache' | 'target'>): boolean {
  if (noCache === 'all') return true;
  const built = (target || 'thin').toLowerCase();
  return noCache.some((name) => name.toLowerCase() === built);
}

/** Returns Debian's name of a platform's architecture. */
export function architectureOf(platform: Platform): string {
  const architecture = debianArchitecture(platform);
  if (architecture === undefined) throw new Error(`${formatPlatform(platform)} was not asked about`);
  return architecture;
}

/** Reports whether a foreign platform uses stand-ins. `--build-arg MIB_STANDINS=none` emulates everything, for comparison. */
function usesStandIns({ buildPlatform, buildArgs }: Options, platform: Platform): boolean {
  return !runsOn(buildPlatform, platform) && buildArgs.get('MIB_STANDINS') !== 'none';
}

/** Reports whether steps run for several platforms. A platform that cannot run here has a native one as its model. */
function isSeveral(options: Options): boolean {
  return options.platforms.length > 1 || options.platforms.some((platform) => !runsHere(options, platform));
}

/** Returns the context of steps whose output the frontend reads before it builds anything. */
export function evaluationContext(on: PlatformProject): CompileContext {
  return { ...compileContextOf(on), builder: frontendImage() };
}

/** Returns the context that a platform is compiled in. */
export function compileContextOf({ session, project, platform }: PlatformProject): CompileContext {
  const { options } = session;
  const { entrypoint, context, keys, baseImages, buildImages } = project;
  const images = [...(buildImages.get(formatPlatform(platform)) ?? [])];
  const base = baseImages.get(formatPlatform(platform))?.tree;
  const starts = lineStarts(entrypoint.file.text);
  return {
    builder: builderImage(),
    ...(options.cacheImports.length === 0 ? {} : { isImporting: true }),
    native: options.buildPlatform,
    ...(usesStandIns(options, platform) ? { standIns: standInsFor(architectureOf(platform)) } : {}),
    ...(runsHere(options, platform) ? {} : { lacksEmulation: true }),
    prefix: isSeveral(options) ? `[${formatPlatform(platform)}] ` : '',
    buildContext: context,
    ...(base === undefined ? {} : { base }),
    ...(images.length === 0 ? {} : { buildImages: new Map(images.map(([name, { tree }]) => [name, tree])) }),
    named: new Map(),
    keys: new Map([...keys].map(([value, { bytes }]) => [value, bytes])),
    proxy: options.proxy,
    locate: (at) => ({
      start: positionAt(starts, at.start),
      end: positionAt(starts, Math.max(at.start, at.end - 1)),
    }),
    container: containerSettings(session),
    ignoreCache: ignoresCache(options),
  };
}
