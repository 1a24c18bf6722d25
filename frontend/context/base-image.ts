import { createHash } from 'node:crypto';
import type { LockedBaseImage } from '../../src/debian/lock.ts';
import { ownSuites } from '../../src/debian/own-suite.ts';
import type { Spec } from '../../src/imagefile/spec.ts';
import {
  familiarReference,
  marshal,
  normalizeReference,
  type Output,
  type Tree,
} from '../../src/llb/index.ts';
import { type BaseImage, inheritConfig, programOf } from '../../src/plan/base-image.ts';
import type { History } from '../../src/plan/config.ts';
import { type Installed, parseInstalled } from '../../src/report/installed.ts';
import { type Problem, UserError } from '../errors/user-error.ts';
import { type Bridge, BridgeError } from '../gateway/bridge.ts';
import { readOptionalFile } from '../gateway/optional-file.ts';
import type { Session } from '../gateway/session.ts';
import { formatPlatform, type Platform } from '../options/platform.ts';
import { readImageConfig } from './image-config.ts';
import { givenContext, openContext } from './named-context.ts';
import { storedImage } from './stored-image.ts';

/** The image that another is built upon, for one platform. */
export interface OpenedBaseImage extends BaseImage {
  readonly tree: Output;
  /** The whole config, as JSON; nothing of a folder. */
  readonly config?: unknown;
  /** Digests of what its layers hold; nothing of what is not built yet. */
  readonly layers: readonly string[];
  readonly packages: readonly Installed[];
  /** Names of the suite that its packages are of, the one to use first. */
  readonly suites: readonly string[];
}

/** The images that `from` names, by platform. */
export type BaseImages = ReadonlyMap<string, OpenedBaseImage>;

/**
 * Opens what `from` names and looks whether packages can be added to it; nothing where there is no `from`.
 * @param pins digests by platform, for an image that nothing else pins
 * @throws {UserError} when it is not there, or not an image to build upon
 */
export async function openBaseImages(
  session: Session,
  { from }: Spec,
  platforms: readonly Platform[],
  pins: ReadonlyMap<string, string> = new Map(),
): Promise<BaseImages> {
  if (from === undefined) return new Map();
  const complain = (message: string, fix: string) =>
    new UserError([{ code: 'cannot-build-upon', message, fix, at: from.at }]);
  const opened = platforms.map(async (platform) => {
    const pin = pins.get(formatPlatform(platform));
    const found = await findImage(session, from.value, platform, pin).catch((error: unknown) => {
      if (!(error instanceof BridgeError)) throw error;
      const other = `or give it with --build-context ${familiarReference(from.value)}=…`;
      throw complain(`the image "${from.value}" cannot be read`, `${error.message}\n  ${other}`);
    });
    const { tree } = found;
    const read = tree && (await openTree(session.bridge, tree));
    if (tree === undefined || read === undefined) throw complain(...noDatabase(from.value));
    const fault = explainConfig(found, from.value) ?? (await explainDatabase(read, from.value));
    if (fault !== undefined) throw complain(...fault);
    return [formatPlatform(platform), { ...(await describe(read, from.value, found)), tree }] as const;
  });
  return new Map(await Promise.all(opened));
}

/** A file of the image as text; undefined where it is not there. */
type Read = (path: string) => Promise<string | undefined>;

/** Makes it now, so that what fails later is that a file is not there. */
async function openTree(bridge: Bridge, tree: Output): Promise<Read | undefined> {
  // Without the source map of whoever made the graph: see Bridge.
  const { Source: _, ...definition } = marshal(tree).definition;
  const ref = await bridge.solve({ definition }, { evaluate: true });
  if (ref === undefined) return undefined;
  return async (path) => (await readOptionalFile(bridge, ref, path))?.toString('utf8');
}

function noDatabase(name: string): [string, string] {
  const fix = 'it needs /var/lib/dpkg with "status" and "info", as a whole Debian or Ubuntu has it';
  return [`the image "${name}" has no dpkg database`, fix];
}

/**
 * Why packages cannot be added to an image: what is wrong, and what to do. Pruning leaves lists of packages for scanners,
 * and neither the scripts of these packages nor the format of the database (dpkg, lib/dpkg/db-fsys-files.c).
 */
async function explainDatabase(read: Read, name: string): Promise<[string, string] | undefined> {
  const [status, format] = await Promise.all([read('var/lib/dpkg/status'), read('var/lib/dpkg/info/format')]);
  if (status === undefined || status === '') return noDatabase(name);
  if (format !== undefined) return undefined;
  return [
    `the image "${name}" is pruned: dpkg has no more than the names of its packages`,
    'build upon all of it: with prune: none in its Imagefile, or as its target fat',
  ];
}

function explainConfig({ config }: Found, name: string): [string, string] | undefined {
  const read = config === '' ? undefined : readImageConfig(config);
  if (read === undefined || !('fault' in read)) return undefined;
  const fix = 'build that image again, or build upon another: OCI Image Specification v1.1 has the form';
  return [`the configuration of the image "${name}" ${read.fault}`, fix];
}

/** An image, as far as its place tells. */
interface Found {
  readonly tree: Tree;
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
  const value = given ?? `docker-image://${normalizeReference(name)}`;
  const stored = await storedImage(session, { name, value, platform, pin });
  if (stored !== undefined) return stored;
  const tree = await openContext(session, { name, value, platform });
  const input = /^input:(?:\/\/)?(.*)$/s.exec(value)?.[1];
  return { tree, config: input === undefined ? '' : (session.options.inputConfigs.get(input) ?? '') };
}

/** The only layer of what has no config. */
const FOLDER: History = { created: '1970-01-01T00:00:00Z', created_by: 'a folder', comment: '' };

async function describe(
  read: Read,
  name: string,
  { config, digest }: Found,
): Promise<Omit<OpenedBaseImage, 'tree'>> {
  const status = (await read('var/lib/dpkg/status')) ?? '';
  const lists = ['debian.sources', 'ubuntu.sources'].map((list) => `etc/apt/sources.list.d/${list}`);
  const [release, ...listed] = await Promise.all(
    ['etc/os-release', ...lists, 'etc/apt/sources.list'].map(async (path) => (await read(path)) ?? ''),
  );
  const sources = listed.find((text) => text !== '') ?? '';
  const parsed = config === '' ? undefined : readImageConfig(config);
  const known = parsed === undefined || 'fault' in parsed ? undefined : parsed;
  return {
    name,
    ...(digest === undefined ? {} : { digest }),
    ...(known === undefined ? {} : { config: JSON.parse(config), container: known.container }),
    environment: known?.environment ?? [],
    history: known?.history ?? [FOLDER],
    layers: known?.layers ?? [],
    packages: parseInstalled(status),
    suites: ownSuites({ sources, ...(release === undefined ? {} : { release }) }),
  };
}

/** What a lock says of it. */
export function lockedBaseImage({ digest, packages }: OpenedBaseImage): LockedBaseImage {
  const lines = packages.map(({ name, version }) => `${name} ${version}\n`).sort();
  const sum = createHash('sha256').update(lines.join('')).digest('hex');
  return { ...(digest === undefined ? {} : { digest }), packages: `sha256:${sum}` };
}

/**
 * The Imagefile with the suite of what it is built upon.
 * @throws {UserError} where that is another than it says, or not the same for all platforms
 */
export function withSuite(spec: Spec, baseImages: BaseImages): Spec {
  const { from, suite } = spec;
  const [first, ...others] = baseImages;
  if (from === undefined || first === undefined) return spec;
  const complain = (problem: Omit<Problem, 'code'>) =>
    new UserError([{ code: 'cannot-build-upon', ...problem }]);
  const [platform, { suites }] = first;
  const [name] = suites;
  const other = others.find(([, base]) => base.suites[0] !== name);
  if (other !== undefined) {
    const message = `the image "${from.value}" is of ${suiteOf(name)} for ${platform}, and of ${suiteOf(other[1].suites[0])} for ${other[0]}`;
    throw complain({ message, fix: 'build them one by one', at: from.at });
  }
  if (suite.assumed === true) {
    if (name !== undefined) return { ...spec, suite: { ...suite, name } };
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

/**
 * Checks that each Imagefile that starts as its base does has something to start.
 * @throws {UserError} where the base has no entrypoint and no command
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
