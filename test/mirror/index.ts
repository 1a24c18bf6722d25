/** A Debian mirror for tests, with real packages, packages made on the spot, and every fault of a mirror. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PackageSource } from './deb.ts';
import { defaultUpstream } from './default-upstream.ts';
import { type Fault, type Match, makeFaults } from './faults.ts';
import { archiveOf } from './layout.ts';
import { makeKey } from './openpgp.ts';
import type { Listed } from './packages.ts';
import type { Keys, ReleaseSettings } from './release.ts';
import { makeRepository, type PublishOptions, type Repository } from './repository.ts';
import { serve } from './server.ts';
import { datesOf, stockMade, stockUpdate, stockUpstream } from './stock.ts';
import { makeRecorder, type Traffic } from './traffic.ts';
import { openUpstream } from './upstream.ts';

export type { FileContent, PackageSource } from './deb.ts';
export type { Fault, Match } from './faults.ts';
export type { Listed } from './packages.ts';
export type { ReleaseDigest, ReleaseSettings } from './release.ts';
export type { PublishOptions } from './repository.ts';
export type { Exchange, Traffic } from './traffic.ts';

export interface MirrorOptions {
  /** Debian's names. Default: `amd64`. */
  readonly architectures?: readonly string[];
  /** The first is the default of everything that takes a suite. Default: trixie, its updates and its security suite. */
  readonly suites?: readonly string[];
  /**
   * The source of real packages: the URL of a `debian` archive. `none`: only the packages that the test makes.
   * Default: `MIB_MIRROR`, or debootstrap's mirror.
   */
  readonly upstream?: string;
  /** The real packages: these, apt, those of priority `required`, and all their dependencies. Default: `ROOTS`. */
  readonly packages?: readonly string[];
  /** Folder for files fetched from upstream. Default: `.cache/mirror` of the project. */
  readonly cache?: string;
}

/** Enough for the first images of the family. */
export const ROOTS: readonly string[] = ['ca-certificates', 'curl', 'nginx-light', 'redis-server'];

/** PoolPackage is a package in the pool. */
export interface Published extends Listed {
  readonly url: string;
}

export interface Mirror {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** URL of the archive `debian`. */
  readonly url: string;
  /** URL of its sibling `debian-security`. */
  readonly securityUrl: string;
  /** The key that signs, armored. */
  readonly publicKey: string;
  /** The key that signs if `signature` is `stranger`, armored. */
  readonly strangerKey: string;
  /** Path of the same key as a keyring for apt, gpgv and debootstrap. */
  readonly keyring: string;
  readonly traffic: Traffic;
  /** Builds a package and lists it instead of its other versions in that suite; their files stay in the pool. */
  addPackage(source: PackageSource & { readonly suite?: string }): Promise<Published>;
  /**
   * Lists a package again under another version: an update of a real package, for one architecture. `suite` defaults to
   * the security suite. Packages that depend on exactly the old version do not accept it.
   */
  updatePackage(update: PackageUpdate): Promise<Published>;
  /** Removes it from the indexes of the suite; its file stays in the pool. */
  dropPackage(name: string, suite?: string): void;
  /**
   * Returns a listed package. Without a suite: from the last suite that lists it, which is the security suite. Without
   * an architecture: for the first. @throws if there is none
   */
  package(name: string, suite?: string, architecture?: string): Published;
  /** Removes a file from the pool at once (404). Indexes still name it, and snapshots still serve it. */
  removeFile(file: Published): void;
  /** Sets how the suite's `InRelease` is written from the next `publish` on; `{}` makes it valid again. */
  setRelease(suite: string, settings: ReleaseSettings): void;
  /** Writes and signs the indexes of the packages listed now. `startMirror` has done it once. */
  publish(options?: PublishOptions): Promise<void>;
  /**
   * Keeps the published state as the snapshot of a time such as `20250901T000000Z`.
   * @returns the URL of the archive `debian` in it; later times find it too
   */
  snapshot(timestamp: string): string;
  /**
   * Spoils the answers for paths that match, or only the next `times` of them. The latest fault that matches wins.
   * @returns a function that ends the fault
   */
  fault(match: Match, fault: Fault, times?: number): () => void;
  /** Ends every fault. */
  heal(): void;
  /** Refuses connections, until `start`. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it for good and deletes its files, except the cache. */
  close(): Promise<void>;
}

export interface PackageUpdate {
  readonly name: string;
  readonly version: string;
  readonly suite?: string;
  readonly architecture?: string;
}

/**
 * Starts a mirror on loopback. Two with the same options and the same upstream differ only in keys and ports.
 */
export async function startMirror(options: MirrorOptions = {}): Promise<Mirror> {
  const suites = options.suites ?? ['trixie', 'trixie-updates', 'trixie-security'];
  const keys = {
    good: makeKey('Archive <archive@mirror.example>'),
    expired: makeKey('Old archive <archive@mirror.example>', { days: 30 }),
    stranger: makeKey('Stranger'),
  };
  const repository = await makeStock(options, suites, keys);
  const faults = makeFaults();
  const recorder = makeRecorder();
  const server = await serve({ find: repository.find, faults, recorder });
  const folder = await mkdtemp(join(tmpdir(), 'mirror-'));
  // apt reads the keyring as another user.
  await chmod(folder, 0o755);
  const keyring = join(folder, 'keyring.gpg');
  await writeFile(keyring, Buffer.concat([keys.good.keyring, keys.expired.keyring]));
  return {
    origin: server.origin,
    url: `${server.origin}/debian`,
    securityUrl: `${server.origin}/debian-security`,
    publicKey: keys.good.publicKey,
    strangerKey: keys.stranger.publicKey,
    keyring,
    traffic: recorder,
    ...packageMethods(repository, suites, server.origin),
    setRelease: repository.settle,
    publish: repository.publish,
    snapshot(timestamp) {
      repository.snapshot(timestamp);
      return `${server.origin}/archive/debian/${timestamp}`;
    },
    fault: faults.add,
    heal: faults.clear,
    stop: server.stop,
    start: server.start,
    async close() {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

async function makeStock(options: MirrorOptions, suites: readonly string[], keys: Keys): Promise<Repository> {
  const { architectures = ['amd64'], packages = ROOTS } = options;
  const url = options.upstream ?? defaultUpstream();
  const upstream = url === 'none' ? undefined : openUpstream(url, options.cache);
  const repository = makeRepository(await datesOf(suites, upstream), architectures, keys);
  if (upstream !== undefined) {
    for (const architecture of architectures) {
      await stockUpstream(repository, upstream, suites, architecture, packages);
    }
  }
  await repository.publish();
  return repository;
}

type PackageMethods = Pick<Mirror, 'addPackage' | 'updatePackage' | 'dropPackage' | 'package' | 'removeFile'>;

function packageMethods(repository: Repository, suites: readonly string[], origin: string): PackageMethods {
  const [first = ''] = suites;
  const security = suites.find((suite) => suite.endsWith('-security')) ?? first;
  const publishedIn = (suite: string, pkg: Listed): Published => ({
    ...pkg,
    url: `${origin}/${archiveOf(suite)}/${pkg.path}`,
  });
  const find: Mirror['package'] = (name, wanted, architecture) => {
    for (const suite of wanted === undefined ? suites.toReversed() : [wanted]) {
      const pkg = repository.get(suite, name, architecture);
      if (pkg !== undefined) return publishedIn(suite, pkg);
    }
    throw new Error(`the mirror has no package ${name}`);
  };
  return {
    async addPackage({ suite = first, ...source }) {
      return publishedIn(suite, await stockMade(repository, suite, source));
    },
    async updatePackage({ name, version, suite = security, architecture }) {
      const old = find(name, undefined, architecture);
      return publishedIn(suite, await stockUpdate(repository, suite, old, pathOf(old), version));
    },
    dropPackage: (name, suite = first) => repository.unlist(suite, name),
    package: find,
    removeFile: (file) => repository.remove(pathOf(file)),
  };
}

function pathOf({ url }: Published): string {
  return decodeURIComponent(new URL(url).pathname);
}
