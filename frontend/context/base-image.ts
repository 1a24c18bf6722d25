import { createHash } from 'node:crypto';
import type { LockedBaseImage } from '../../src/debian/lock.ts';
import { packagesIn } from '../../src/imagefile/read/places.ts';
import type { Spec } from '../../src/imagefile/spec.ts';
import type { Range } from '../../src/imagefile/text/diagnostic.ts';
import { familiarReference, marshal, normalizeReference, type Output } from '../../src/llb/index.ts';
import { type BaseImage, inheritConfig, programOf } from '../../src/plan/base-image.ts';
import type { History } from '../../src/plan/config.ts';
import type { Installed } from '../../src/report/installed.ts';
import { type Problem, UserError } from '../errors/user-error.ts';
import { type Bridge, BridgeError } from '../gateway/bridge.ts';
import { FileFault } from '../gateway/regular-file.ts';
import type { Session } from '../gateway/session.ts';
import { formatPlatform, type Platform } from '../options/platform.ts';
import { type BasePackages, readBasePackages } from './base-packages.ts';
import { type BaseSystem, readSystem } from './base-system.ts';
import { type ImageConfig, readImageConfig } from './image-config.ts';
import { EMPTY, givenContext, openContext } from './named-context.ts';
import { storedImage } from './stored-image.ts';
import { NO_FILES, type TreeFiles, treeFiles } from './tree-files.ts';

/** OpenedBaseImage is a base image for one platform. */
export interface OpenedBaseImage extends BaseImage, BaseSystem {
  readonly tree: Output;
  /** The config as parsed JSON; absent for a folder. */
  readonly config?: unknown;
  /** Diff ids of its layers; empty if it is not built yet. */
  readonly layers: readonly string[];
  readonly packages: readonly Installed[];
}

/** BaseImages are the base images by platform. */
export type BaseImages = ReadonlyMap<string, OpenedBaseImage>;

/**
 * Opens the image that `from` names for each platform; none without `from`. If the Imagefile adds packages, verifies that the
 * image has apt.
 * @param pins digests by platform, used if nothing else pins the image
 * @throws {UserError} if the image cannot be read, or cannot be the base image
 */
export async function openBaseImages(
  session: Session,
  { from, packages }: Pick<Spec, 'from' | 'packages'>,
  platforms: readonly Platform[],
  pins: ReadonlyMap<string, string> = new Map(),
): Promise<BaseImages> {
  if (from === undefined) return new Map();
  const addsPackages = packages.some(({ exclude }) => !exclude);
  const opened = platforms.map(async (platform) => {
    const use = { platform, pin: pins.get(formatPlatform(platform)), addsPackages };
    const { image } = await openUsableImage(session, from.value, use, from.at);
    return [formatPlatform(platform), image] as const;
  });
  return new Map(await Promise.all(opened));
}

/** Opens an image and its files. @throws {UserError} at a line, if it cannot be read or used */
export async function openUsableImage(
  session: Session,
  name: string,
  use: Use,
  at: Range,
): Promise<{ readonly image: OpenedBaseImage; readonly files: TreeFiles }> {
  return openBaseImage(session, name, use).catch((error: unknown) => {
    if (!(error instanceof Unusable)) throw error;
    const { message, fix } = error;
    throw new UserError([{ code: 'unusable-base', message, fix, at }]);
  });
}

/**
 * Reads only the config of an image that `from` could name; undefined for a folder and for `scratch`.
 * @throws {UserError} without a place, if the image cannot be read, or cannot be the base image
 */
export async function readBaseConfig(
  session: Session,
  name: string,
  platform: Platform,
): Promise<ImageConfig | undefined> {
  const found = await findWithConfig(session, name, { platform, pin: undefined }).catch((error: unknown) => {
    if (!(error instanceof Unusable)) throw error;
    const { message, fix } = error;
    throw new UserError([{ code: 'unusable-base', message, fix }]);
  });
  return found.config;
}

/** Unusable says why an image cannot be the base image, and what to do. */
class Unusable extends Error {
  override readonly name = 'Unusable';
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.fix = fix;
  }
}

interface Use {
  readonly platform: Platform;
  readonly pin: string | undefined;
  /** Whether the Imagefile adds packages. */
  readonly addsPackages: boolean;
}

/** @throws {Unusable} */
async function openBaseImage(
  session: Session,
  name: string,
  use: Use,
): Promise<{ readonly image: OpenedBaseImage; readonly files: TreeFiles }> {
  const { found, config } = await findWithConfig(session, name, use);
  const tree = found.tree ?? EMPTY;
  const files = found.tree === undefined ? NO_FILES : await openTree(session.bridge, tree);
  try {
    const [known, system] = await Promise.all([readBasePackages(files), readSystem(files)]);
    if (use.addsPackages) verifyApt(name, known, system);
    const image = { ...describe(name, found, config), ...system, packages: known.installed, tree };
    return { image, files };
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    const fix = 'build the image again, or use another base image';
    throw new Unusable(`/${error.path} of the image "${name}" ${error.message}`, fix);
  }
}

/** @throws {Unusable} if the image does not exist, or as `verifiedConfig` does */
async function findWithConfig(
  session: Session,
  name: string,
  { platform, pin }: Pick<Use, 'platform' | 'pin'>,
): Promise<{ readonly found: Found; readonly config: ImageConfig | undefined }> {
  const found = await findImage(session, name, platform, pin).catch((error: unknown) => {
    if (!(error instanceof BridgeError)) throw error;
    const other = `or give it with --build-context ${familiarReference(name)}=…`;
    throw new Unusable(`the image "${name}" cannot be read`, `${error.message}\n  ${other}`);
  });
  return { found, config: found.config === '' ? undefined : verifiedConfig(name, found.config, platform) };
}

/** Reads the config of an image. @throws {Unusable} if it is invalid, or for another platform */
function verifiedConfig(name: string, json: string, wanted: Platform): ImageConfig {
  const config = readImageConfig(json);
  if ('fault' in config)
    throw new Unusable(`the config of the image "${name}" ${config.fault}`, 'build the image again');
  const { platform } = config;
  if (platform === undefined || isFor(platform, wanted)) return config;
  const own = formatPlatform(platform);
  const message = `the image "${name}" is for ${own}, not for ${formatPlatform(wanted)}`;
  throw new Unusable(message, `build it for that platform too, or build with --platform ${own}`);
}

function isFor({ os, architecture }: Pick<Platform, 'os' | 'architecture'>, wanted: Platform): boolean {
  return os === wanted.os && architecture === wanted.architecture;
}

/** Solves a tree now, so that a later error means that a file is missing. */
async function openTree(bridge: Bridge, tree: Output): Promise<TreeFiles> {
  // Without the source map of the graph's maker: see Bridge.
  const { Source: _, ...definition } = marshal(tree).definition;
  const ref = await bridge.solve({ definition }, { evaluate: true });
  return ref === undefined ? NO_FILES : treeFiles(bridge, ref);
}

/** Verifies that packages can be added to an image. @throws {Unusable} with the alternatives */
function verifyApt(name: string, { dpkg, hasApt }: BasePackages, { system }: BaseSystem): void {
  if (dpkg === 'pruned')
    throw new Unusable(
      `packages cannot be added to the image "${name}", which is pruned: its dpkg database only lists packages`,
      'use the unpruned image: prune: none in its Imagefile, or its target fat\n' +
        '  or leave "packages" out: it can be pruned again, and files can be added',
    );
  if (dpkg === 'whole' && hasApt) return;
  const what = system === undefined ? 'has no apt' : `is ${system} without apt`;
  throw new Unusable(
    `packages cannot be added to the image "${name}", which ${what}`,
    'leave "packages" out: the image is then pruned as it is\n' +
      '  or use Debian or Ubuntu as the base image, and copy files from this one: files: [{context: NAME, from: /bin/app, to: /bin/app}]\n' +
      `  with --build-context NAME=docker-image://${familiarReference(name)}`,
  );
}

/** Found is an image whose tree has not been read yet. */
interface Found {
  /** Absent for an empty image. */
  readonly tree: Output | undefined;
  readonly digest?: string;
  /** JSON; empty for a folder. */
  readonly config: string;
}

/** Finds the named context of that name, or else the image that Docker finds by it. `scratch` is an empty image. */
async function findImage(
  session: Session,
  name: string,
  platform: Platform,
  pin: string | undefined,
): Promise<Found> {
  const given = givenContext(session, familiarReference(name), platform);
  if (given === undefined && name === 'scratch') return { tree: undefined, config: '' };
  const value = given ?? `docker-image://${normalizeReference(name)}`;
  const stored = await storedImage(session, { name, value, platform, pin });
  if (stored !== undefined) return stored;
  const tree = await openContext(session, { name, value, platform });
  const input = /^input:(?:\/\/)?(.*)$/s.exec(value)?.[1];
  return { tree, config: input === undefined ? '' : (session.options.inputConfigs.get(input) ?? '') };
}

/** The only layer of a folder, which has no config. */
const FOLDER: History = { created: '1970-01-01T00:00:00Z', created_by: 'a folder', comment: '' };

function describe(name: string, { digest }: Found, config: ImageConfig | undefined) {
  return {
    name,
    ...(digest === undefined ? {} : { digest }),
    ...(config === undefined ? {} : { config: config.whole, container: config.container }),
    environment: config?.environment ?? [],
    history: config === undefined ? [FOLDER] : config.history,
    layers: config?.layers ?? [],
  };
}

/** Returns the base image as a lock records it. */
export function lockedBaseImage({ digest, packages }: OpenedBaseImage): LockedBaseImage {
  const lines = packages.map(({ name, version }) => `${name} ${version}\n`).sort();
  const sum = createHash('sha256').update(lines.join('')).digest('hex');
  return { ...(digest === undefined ? {} : { digest }), packages: `sha256:${sum}` };
}

/**
 * Returns the Imagefile with the suite of the base image. If that has none and no packages are added, the suite is only that of
 * builds and tools, and the default one is used.
 * @throws {UserError} if the Imagefile names another suite, or the suite differs between platforms
 */
export function withSuite(spec: Spec, baseImages: BaseImages): Spec {
  const { from, suite } = spec;
  const [first, ...others] = baseImages;
  if (from === undefined || first === undefined) return spec;
  const complain = (problem: Omit<Problem, 'code'>) => new UserError([{ code: 'unusable-base', ...problem }]);
  const [platform, { suites }] = first;
  const [name] = suites;
  const other = others.find(([, base]) => base.suites[0] !== name);
  if (other !== undefined) {
    const message = `the image "${from.value}" is of ${suiteOf(name)} for ${platform}, and of ${suiteOf(other[1].suites[0])} for ${other[0]}`;
    throw complain({ message, fix: 'build them one by one', at: from.at });
  }
  if (suite.assumed === true) {
    if (name !== undefined) return { ...spec, packages: packagesIn(name, spec), suite: { ...suite, name } };
    if (spec.packages.every(({ exclude }) => exclude)) return spec;
    const message = `the image "${from.value}" does not say which suite it is of`;
    throw complain({ message, fix: 'name it, for example suite: trixie', at: from.at });
  }
  if (name === undefined || suites.includes(suite.name)) return spec;
  const message = `the image "${from.value}" is of ${suiteOf(name)}, and "suite" is "${suite.name}"`;
  throw complain({
    message,
    fix: 'leave out the name of the suite, or use another base image',
    at: suite.at,
  });
}

function suiteOf(name: string | undefined): string {
  return name === undefined ? 'no suite' : `"${name}"`;
}

/**
 * Verifies that an Imagefile without `entry` has a program to start.
 * @throws {UserError} if the base image has no entrypoint and no command
 */
export function requireProgram(spec: Spec, base: BaseImage): void {
  const { from, inherits = [], prune, check } = spec;
  if (from === undefined || !inherits.includes('entry')) return;
  if (programOf(inheritConfig(spec, base)).length > 0) return;
  const lack = `the image "${from.value}" has no entrypoint and no command`;
  if (prune !== 'none') {
    const message = `"entry" is missing, and ${lack} either`;
    const fix = 'add for example entry: /usr/sbin/nginx, or prune: none to keep everything';
    throw new UserError([{ code: 'missing-key', message, fix, at: from.at }]);
  }
  const started = check.find((each) => each.kind === 'start' && each.start === undefined);
  if (started === undefined) return;
  const message = `a check waits for the program of the image, and ${lack}`;
  throw new UserError([
    { code: 'missing-key', message, fix: 'add "entry", or "start" with another program', at: started.at },
  ]);
}
