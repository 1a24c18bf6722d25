import { createHash } from 'node:crypto';
import type { LockedBaseImage } from '../../src/debian/lock.ts';
import type { Spec } from '../../src/imagefile/spec.ts';
import { familiarReference, marshal, normalizeReference, type Output } from '../../src/llb/index.ts';
import type { BaseImage } from '../../src/plan/base-image.ts';
import type { History } from '../../src/plan/config.ts';
import type { Installed } from '../../src/report/installed.ts';
import type { SourceFile } from '../errors/excerpt.ts';
import { type Problem, UserError } from '../errors/user-error.ts';
import { type Bridge, BridgeError } from '../gateway/bridge.ts';
import type { Session } from '../gateway/session.ts';
import { formatPlatform, type Platform } from '../options/platform.ts';
import { type BaseConfig, readBaseConfig } from './base-config.ts';
import { type BasePackages, readBasePackages } from './base-packages.ts';
import { type BaseSystem, readSystem } from './base-system.ts';
import { EMPTY, givenContext, openContext } from './named-context.ts';
import { storedImage } from './stored-image.ts';
import { FileFault, NO_FILES, type TreeFiles, treeFiles } from './tree-files.ts';

/** The image that another is built upon, for one platform. */
export interface OpenedBaseImage extends BaseImage, BaseSystem {
  readonly tree: Output;
  /** The whole config, as JSON; nothing of a folder. */
  readonly config?: unknown;
  /** Digests of what its layers hold; nothing of what is not built yet. */
  readonly layers: readonly string[];
  readonly packages: readonly Installed[];
}

/** The images that `from` names, by platform. */
export type BaseImages = ReadonlyMap<string, OpenedBaseImage>;

/**
 * Opens what `from` names, and looks whether packages can be added to it where the Imagefile has some; nothing where there is no
 * `from`.
 * @param pins digests by platform, for an image that nothing else pins
 * @throws {UserError} when it is not there, or not an image to build upon
 */
export async function openBaseImages(
  session: Session,
  { from, packages }: Pick<Spec, 'from' | 'packages'>,
  platforms: readonly Platform[],
  file: SourceFile,
  pins: ReadonlyMap<string, string> = new Map(),
): Promise<BaseImages> {
  if (from === undefined) return new Map();
  const addsPackages = packages.some(({ exclude }) => !exclude);
  const opened = platforms.map(async (platform) => {
    const pin = pins.get(formatPlatform(platform));
    const image = await openBaseImage(session, from.value, { platform, pin, addsPackages }).catch(
      (error: unknown) => {
        if (!(error instanceof Unusable)) throw error;
        const { message, fix } = error;
        throw new UserError([{ code: 'cannot-build-upon', message, fix, at: from.at }], file);
      },
    );
    return [formatPlatform(platform), image] as const;
  });
  return new Map(await Promise.all(opened));
}

/** Why an image cannot be built upon, and the ways that there are. */
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
  /** Whether packages are to be installed in it. */
  readonly addsPackages: boolean;
}

/** @throws {Unusable} */
async function openBaseImage(session: Session, name: string, use: Use): Promise<OpenedBaseImage> {
  const { platform, pin } = use;
  const found = await findImage(session, name, platform, pin).catch((error: unknown) => {
    if (!(error instanceof BridgeError)) throw error;
    const other = `or give it with --build-context ${familiarReference(name)}=…`;
    throw new Unusable(`the image "${name}" cannot be read`, `${error.message}\n  ${other}`);
  });
  const config = found.config === '' ? undefined : configOf(name, found.config, platform);
  const tree = found.tree ?? EMPTY;
  const files = found.tree === undefined ? NO_FILES : await openTree(session.bridge, tree);
  try {
    const [known, system] = await Promise.all([readBasePackages(files), readSystem(files)]);
    if (use.addsPackages) verifyApt(name, known, system);
    return { ...describe(name, found, config), ...system, packages: known.installed, tree };
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    const fix = 'no image of a distribution has it so: build it anew, or build upon another';
    throw new Unusable(`${error.path} of the image "${name}" ${error.message}`, fix);
  }
}

/** @throws {Unusable} for a config that is none, or one of another platform */
function configOf(name: string, json: string, wanted: Platform): BaseConfig {
  const config = readBaseConfig(json);
  if ('fault' in config)
    throw new Unusable(`the config of the image "${name}" ${config.fault}`, 'build the image anew');
  const { platform } = config;
  if (platform === undefined || isFor(platform, wanted)) return config;
  const own = formatPlatform(platform);
  const message = `the image "${name}" is for ${own}, and not for ${formatPlatform(wanted)}`;
  throw new Unusable(message, `build it for that platform as well, or build with --platform ${own}`);
}

function isFor({ os, architecture }: Pick<Platform, 'os' | 'architecture'>, wanted: Platform): boolean {
  return os === wanted.os && architecture === wanted.architecture;
}

/** Makes it now, so that what fails later is that a file is not there. */
async function openTree(bridge: Bridge, tree: Output): Promise<TreeFiles> {
  // Without the source map of whoever made the graph: see Bridge.
  const { Source: _, ...definition } = marshal(tree).definition;
  const ref = await bridge.solve({ definition }, { evaluate: true });
  return ref === undefined ? NO_FILES : treeFiles(bridge, ref);
}

/** @throws {Unusable} where packages cannot be added: by which way it goes otherwise */
function verifyApt(name: string, { dpkg, hasApt }: BasePackages, { system }: BaseSystem): void {
  if (dpkg === 'pruned')
    throw new Unusable(
      `the image "${name}" is pruned: dpkg has no more than the names of its packages`,
      'build upon all of it: with prune: none in its Imagefile, or as its target fat\n' +
        '  or leave "packages" out: it can be thinned again, and files can be added',
    );
  if (dpkg === 'whole' && hasApt) return;
  const what = system === undefined ? 'has no apt, and does not say what it is' : `is ${system}, without apt`;
  throw new Unusable(
    `packages cannot be added to the image "${name}", which ${what}`,
    'leave "packages" out, and it is thinned as it is\n' +
      '  or build upon Debian or Ubuntu, and take files from it: files: [{context: NAME, from: /bin/app, to: /bin/app}]\n' +
      `  with --build-context NAME=docker-image://${familiarReference(name)}`,
  );
}

/** An image, as far as its place tells. */
interface Found {
  /** Absent of an image that holds nothing. */
  readonly tree: Output | undefined;
  readonly digest?: string;
  /** JSON; empty of a folder. */
  readonly config: string;
}

/** What the client gives under the name, else the image that Docker has under it. */
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

/** The only layer of what has no config. */
const FOLDER: History = { created: '1970-01-01T00:00:00Z', created_by: 'a folder', comment: '' };

function describe(name: string, { digest }: Found, config: BaseConfig | undefined) {
  return {
    name,
    ...(digest === undefined ? {} : { digest }),
    ...(config === undefined ? {} : { config: config.whole }),
    environment: config?.environment ?? [],
    history: config === undefined ? [FOLDER] : config.history,
    layers: config?.layers ?? [],
  };
}

/** What a lock says of it. */
export function lockedBaseImage({ digest, packages }: OpenedBaseImage): LockedBaseImage {
  const lines = packages.map(({ name, version }) => `${name} ${version}\n`).sort();
  const sum = createHash('sha256').update(lines.join('')).digest('hex');
  return { ...(digest === undefined ? {} : { digest }), packages: `sha256:${sum}` };
}

/**
 * The Imagefile with the suite of what it is built upon. Where nothing is added to that, the suite is for entries of `build` and
 * tools alone, and the usual one where the image is of none.
 * @throws {UserError} where that is another than it says, or not the same for all platforms
 */
export function withSuite(spec: Spec, baseImages: BaseImages, file: SourceFile): Spec {
  const { from, suite } = spec;
  const [first, ...others] = baseImages;
  if (from === undefined || first === undefined) return spec;
  const complain = (problem: Omit<Problem, 'code'>) =>
    new UserError([{ code: 'cannot-build-upon', ...problem }], file);
  const [platform, { suites }] = first;
  const [name] = suites;
  const other = others.find(([, below]) => below.suites[0] !== name);
  if (other !== undefined) {
    const message = `the image "${from.value}" is of ${suiteOf(name)} for ${platform}, and of ${suiteOf(other[1].suites[0])} for ${other[0]}`;
    throw complain({ message, fix: 'build them one by one', at: from.at });
  }
  if (suite.assumed === true) {
    if (name !== undefined) return { ...spec, suite: { ...suite, name } };
    if (spec.packages.every(({ exclude }) => exclude)) return spec;
    const message = `the image "${from.value}" does not say which suite it is of`;
    throw complain({ message, fix: 'name it, for example suite: trixie', at: from.at });
  }
  if (name === undefined || suites.includes(suite.name)) return spec;
  const message = `the image "${from.value}" is of ${suiteOf(name)}, and "suite" is "${suite.name}"`;
  throw complain({
    message,
    fix: 'leave the name of the suite out, or build upon another image',
    at: suite.at,
  });
}

function suiteOf(name: string | undefined): string {
  return name === undefined ? 'no suite' : `"${name}"`;
}
