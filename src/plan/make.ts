import type { Lock } from '../debian/lock.ts';
import { suiteDay } from '../debian/suite-day.ts';
import { copyTarget } from '../imagefile/read/files.ts';
import type { FileEntry, Located, Spec, StartedCheck } from '../imagefile/spec.ts';
import type { Range } from '../imagefile/text/diagnostic.ts';
import type { Variant } from '../imagefile/variants.ts';
import { programsOf } from '../prune/programs.ts';
import type { PruneRequest } from '../prune/request.ts';
import { accountsOf } from './accounts.ts';
import { type BaseImage, inheritConfig, programOf, withHistory } from './base-image.ts';
import { type BuildImage, buildsOf } from './builds.ts';
import { environmentOf, imageConfig, type OciPlatform, processOf, userOf, withTools } from './config.ts';
import { bootstrapOf, debsOf, placeOf, requestedOf, toDeb } from './debs.ts';
import type { Deb, Plan, Prune, TrustedCertificate } from './plan.ts';

/** PlanOptions are the inputs of a plan besides the Imagefile and the lock. */
export interface PlanOptions {
  /** In BuildKit's form, e.g. `linux/arm/v7`. */
  readonly platform: string;
  readonly oci: OciPlatform;
  /** `--label`. */
  readonly labels: Readonly<Record<string, string>>;
  /** SOURCE_DATE_EPOCH, seconds since 1970. */
  readonly epoch?: number;
  readonly variant: Variant;
  /** The image that `from` names. */
  readonly below?: BaseImage;
  /** Names of the audit rules to skip, sorted. */
  readonly skip?: readonly string[];
  /**
   * Set if the plan only answers questions about the tree. A base image that is kept whole is then pruned, so that the answer
   * shows what nothing needs. No image is made of that.
   */
  readonly isInspected?: true;
  /** Set if a finding of another audit rule is an error; `at` is the line that says so. */
  readonly strict?: { readonly at?: Range };
  /** The lock with the tools of the variant `debug`: `TOOLS` is one of its packages. */
  readonly tools?: Lock;
  /** The build dependencies, by the name of the build. */
  readonly builds?: ReadonlyMap<string, Lock>;
  /** The images that builds are built in, by the name of the build. */
  readonly buildImages?: ReadonlyMap<string, BuildImage>;
  /** The certificates of the Imagefile. */
  readonly certificates?: readonly TrustedCertificate[];
}

/** The package with the shell of the variant `debug`. */
export const TOOLS = 'busybox-static';

/** Makes a plan from an Imagefile and its lock. Pure: the same inputs give the same plan, in the same order of keys. */
export function makePlan(written: Spec, lock: Lock, options: PlanOptions): Plan {
  const { below } = options;
  const spec = inheritConfig(written, below);
  const epoch = options.epoch ?? suiteDay(lock.suite);
  const isKept = isWhole(spec, options.variant) && options.isInspected !== true;
  const prune = isKept ? undefined : pruneOf(spec, lock.architecture, epoch, options);
  const tools = toolsOf(spec, options.tools);
  const own = imageConfig(spec, options.oci, options.labels, epoch);
  const config = below === undefined || prune !== undefined ? own : withHistory(own, below);
  return {
    platform: options.platform,
    architecture: lock.architecture,
    ...(below === undefined ? { bootstrap: bootstrapOf(spec, lock) } : { below: baseImageOf(below, lock) }),
    install: {
      requested: requestedOf(spec, lock.architecture),
      packages: debsOf(lock, lock.packages, spec.packages, placeOf(spec)),
      accounts: accountsOf(spec),
    },
    builds: buildsOf(spec, lock.architecture, {
      locks: options.builds ?? new Map(),
      images: options.buildImages ?? new Map(),
    }),
    files: spec.files.map(withFinalName),
    ...placesOf(spec, options),
    run: spec.run,
    folders: foldersOf(spec),
    ...(prune === undefined ? {} : { prune }),
    checks: options.variant === 'tree' ? [] : checksOf(spec),
    ...(tools === undefined ? {} : { tools }),
    process: processOf(spec),
    config: tools === undefined ? config : withTools(config),
  };
}

/** Returns what is added for `certificates`, `timezones` and `locales`. */
function placesOf(
  { timezones, locales = [] }: Spec,
  { certificates = [] }: Pick<PlanOptions, 'certificates'>,
): Pick<Plan, 'certificates' | 'timezones' | 'locales'> {
  return {
    ...(certificates.length === 0 ? {} : { certificates }),
    ...(timezones === undefined ? {} : { timezones }),
    ...(locales.length === 0 ? {} : { locales }),
  };
}

/** Returns the packages that `packages` names. Those that only bring zones and locales are not kept for themselves. */
function writtenOf({ packages }: Spec, architecture: string): string[] {
  return requestedOf({ packages: packages.filter(({ neededBy }) => neededBy === undefined) }, architecture);
}

/** Returns the names of the certificates, time zones and locales that the image keeps. */
function namedOf({
  certificates = [],
  timezones,
  locales = [],
}: Spec): Pick<PruneRequest, 'certificates' | 'timezones' | 'locales'> {
  const zones = timezones && ('names' in timezones ? timezones.names.map(({ value }) => value) : 'all');
  return {
    ...(certificates.length === 0
      ? {}
      : {
          certificates: [
            ...new Set(certificates.map(({ kind, value }) => (kind === 'file' ? value : 'text'))),
          ],
        }),
    ...(zones === undefined ? {} : { timezones: zones }),
    ...(locales.length === 0 ? {} : { locales: locales.map(({ value }) => value) }),
  };
}

/** The working directory of a base image, where it says one. */
function workingDirOf({ container }: BaseImage): NonNullable<Prune['request']['from']> {
  return container === undefined ? {} : { workingDir: container.workingDir };
}

/** Describes the base image. If no packages are added to it, the suite of the lock is only that of the builds. */
function baseImageOf(
  { name, digest, system, suite }: BaseImage,
  lock: Pick<Lock, 'suite' | 'packages'>,
): NonNullable<Plan['below']> {
  const own = lock.packages.length > 0 ? lock.suite : suite;
  return {
    name,
    ...(digest === undefined ? {} : { digest }),
    ...(system === undefined ? {} : { system }),
    ...(own === undefined ? {} : { suite: own }),
  };
}

function foldersOf({ workingDir, volumes }: Spec): string[] {
  return [...new Set([workingDir, ...volumes])].filter((path) => path !== '/');
}

/** Reports whether the image is not pruned. */
export function isWhole({ prune }: Pick<Spec, 'prune'>, variant: Variant): boolean {
  return prune === 'none' || variant === 'fat' || variant === 'tree';
}

function toolsOf(spec: Spec, lock: Lock | undefined): Deb | undefined {
  const locked = lock?.packages.find((each) => each.name === TOOLS);
  return lock && locked && toDeb(lock, locked, placeOf(spec));
}

function pruneOf(
  spec: Spec,
  architecture: string,
  epoch: number,
  { skip = [], strict, below }: Pick<PlanOptions, 'skip' | 'strict' | 'below'>,
): Prune {
  const healthcheck = healthcheckOf(spec);
  const entryAt = (spec.entry ?? spec.from)?.at;
  const brought = broughtAt(spec);
  return {
    request: {
      level: spec.prune === 'none' ? 'modules' : spec.prune,
      ...(spec.prune === 'none' ? { isWhole: true } : {}),
      architecture,
      entry: programOf(spec),
      programs: [
        ...checksOf(spec).flatMap(programsOf),
        ...(healthcheck === undefined ? [] : [healthcheck.value]),
      ],
      packages: writtenOf(spec, architecture),
      ...namedOf(spec),
      environment: Object.fromEntries(environmentOf(spec).map(splitVariable)),
      workingDir: spec.workingDir,
      user: userOf(spec),
      volumes: spec.volumes,
      ...(below === undefined ? {} : { from: workingDirOf(below) }),
      files: [
        ...spec.build.flatMap(({ output }) => output.map(copyTarget)),
        ...spec.files.map((file) => withFinalName(file).to),
      ],
      ...(spec.run.length === 0 ? {} : { run: spec.run.map(({ value }) => value.join(' ')) }),
      keep: spec.keep.map((pattern) => pattern.value),
      drop: spec.drop.map((pattern) => pattern.value),
      epoch,
      ...(skip.length === 0 ? {} : { skip }),
    },
    ...(strict === undefined ? {} : { strict }),
    ...(entryAt === undefined ? {} : { entryAt }),
    ...(healthcheck === undefined ? {} : { healthcheck }),
    ...(brought.length === 0 ? {} : { broughtAt: brought.length > MOST_LINES ? [] : brought }),
    patternsAt: [...spec.keep, ...spec.drop].map((pattern) => pattern.at),
  };
}

/** The number of lines of which an error shows each. */
const MOST_LINES = 20;

/** Returns the lines that bring files. */
function broughtAt({ build, files }: Spec): Range[] {
  return [
    ...build.flatMap(({ output }) => output.map(({ at }) => at)),
    ...files.filter(({ kind }) => kind === 'copy').map(({ at }) => at),
  ];
}

/** Completes a target that ends in a slash: it is the folder to copy into, and the file keeps the source's name. */
function withFinalName(file: FileEntry): FileEntry {
  if (file.kind !== 'copy' || !file.to.endsWith('/')) return file;
  return { ...file, to: file.to + file.from.slice(file.from.lastIndexOf('/') + 1) };
}

/** The checks, with the image's own program where they name none. */
function checksOf(spec: Spec): StartedCheck[] {
  return spec.check.map((check) =>
    check.kind === 'run' ? check : { ...check, start: check.start ?? programOf(spec) },
  );
}

/** Returns the argv of the health check, if it has one; `CMD-SHELL` stands for `/bin/sh -c`. */
function healthcheckOf({ healthcheck }: Spec): Located<readonly string[]> | undefined {
  const [kind, ...words] = healthcheck?.test ?? ['NONE'];
  if (healthcheck === undefined || kind === 'NONE') return undefined;
  return { value: kind === 'CMD' ? words : ['/bin/sh', '-c', ...words], at: healthcheck.at };
}

function splitVariable(line: string): [string, string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}
