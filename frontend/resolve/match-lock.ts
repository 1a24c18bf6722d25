import { machineOf } from '../../src/debian/architecture.ts';
import { suiteArchives } from '../../src/debian/archive.ts';
import type { Lock, LockedBaseImage } from '../../src/debian/lock.ts';
import type { LockFile } from '../../src/debian/lock-file.ts';
import { type LockedRequest, packageLine } from '../../src/debian/locked-request.ts';
import type { Spec } from '../../src/imagefile/spec.ts';
import type { Entrypoint } from '../context/entrypoint.ts';
import { readLockFile, renewal } from '../context/lock-file.ts';
import type { SourceFile } from '../errors/excerpt.ts';
import { type Problem, UserError } from '../errors/user-error.ts';
import { formatPlatform, type Platform } from '../options/platform.ts';
import { suitePlace } from './index-problems.ts';
import { buildDifferences, builderDifferences } from './match-locked-builds.ts';

/** LockUse is what a lock must match. */
export interface LockUse {
  readonly spec: Spec;
  /** The request that a new lock would record. */
  readonly wanted: LockedRequest;
  readonly entrypoint: Entrypoint;
  /** Debian's name. */
  readonly architecture: string;
  /** The platforms of the build. A renewed lock must have all of them. */
  readonly platforms: readonly Platform[];
  /** Whether the variant `debug` is built. */
  readonly needsTools: boolean;
  /** The mirror that the client or the Imagefile names; without one, the URLs of the lock are used. */
  readonly mirror?: string;
  /** The current base image. */
  readonly base?: LockedBaseImage;
  /** Debian's name of the architecture that the entries of `build` are built on. */
  readonly builder: string;
  /** The current images that entries of `build` are built in, by name of the entry. */
  readonly buildImages: ReadonlyMap<string, LockedBaseImage>;
}

/** Returns the locked packages of an architecture. @throws {UserError} if the lock is invalid or does not match */
export function lockedPackages(lock: SourceFile, use: LockUse): Lock {
  const file = readLockFile(lock, use.entrypoint);
  const found = file.locks.find(({ architecture }) => architecture === use.architecture);
  const problems = differences(file, use, lock.name);
  if (found === undefined) problems.push(noArchitecture(file, use, lock.name));
  if (found !== undefined) {
    problems.push(
      ...baseImageDifference(found, use, lock.name),
      ...builderDifferences(found, use, lock.name),
    );
  }
  if (found?.tools.length === 0 && use.needsTools) {
    problems.push({ code: 'lock-mismatch', message: `${lock.name} has no tools for --target debug` });
  }
  if (found === undefined || problems.length > 0) {
    const last = problems.pop();
    const fix = renewal(use.entrypoint, lock.name, platformsOf(file, use));
    throw new UserError([...problems, ...(last === undefined ? [] : [{ ...last, fix }])]);
  }
  return use.mirror === undefined ? found : atMirror(found, use.mirror);
}

/** Returns a problem for each difference between the request in the lock and that of the Imagefile. */
function differences({ request: locked }: LockFile, use: LockUse, name: string): Problem[] {
  const { spec, wanted } = use;
  const [at] = suitePlace(spec);
  const place = at === undefined ? {} : { at };
  const code = 'lock-mismatch' as const;
  const other = (what: string, here: string, there: string): Problem[] =>
    here === there ? [] : [{ code, message: `${what} is ${here} here, but ${there} in ${name}`, ...place }];
  const known = new Set(locked.packages);
  const requested = new Set(wanted.packages);
  return [
    ...other('"from"', wanted.from ?? 'none', locked.from ?? 'none'),
    ...other('the suite', `"${wanted.suite}"`, `"${locked.suite}"`),
    ...other('the list of components', wanted.components.join(', '), locked.components.join(', ')),
    ...other('the snapshot', wanted.snapshot ?? 'none', locked.snapshot ?? 'none'),
    ...other('"recommends"', String(wanted.recommends), String(locked.recommends)),
    ...repositoryDifferences(locked, wanted, spec, name),
    ...spec.packages
      .filter((request) => !known.has(packageLine(request)))
      .map((request) => ({
        code,
        message: `package "${packageLine(request)}" is not in ${name}`,
        at: request.at,
      })),
    ...locked.packages
      .filter((line) => !requested.has(line))
      .map((line) => ({ code, message: `package "${line}" is in ${name}, but not requested here` })),
    ...buildDifferences(locked.builds ?? [], wanted.builds ?? [], spec, name),
  ];
}

/** Returns a problem if the packages of the base image changed: the locked packages are those that the old one lacked. */
function baseImageDifference({ below: locked }: Lock, use: LockUse, name: string): Problem[] {
  const { from } = use.spec;
  if (from === undefined || use.base === undefined || locked === undefined) return [];
  if (locked.packages === use.base.packages) return [];
  const message = `the packages of the image "${from.value}" have changed since ${name} was made`;
  return [{ code: 'lock-mismatch', message, at: from.at }];
}

function repositoryDifferences(
  locked: LockedRequest,
  wanted: LockedRequest,
  { repositories }: Spec,
  name: string,
): Problem[] {
  const code = 'lock-mismatch' as const;
  const known = new Set(locked.repositories.map((each) => JSON.stringify(each)));
  const requested = new Set(wanted.repositories.map(({ url, suite }) => `${url} ${suite}`));
  const changed = wanted.repositories.flatMap((each): Problem[] => {
    if (known.has(JSON.stringify(each))) return [];
    const at = repositories.find(({ url, suite }) => url === each.url && suite === each.suite)?.at;
    const message = `repository "${each.url} ${each.suite}" is not in ${name}, or has another key, other components or another "override" there`;
    return [{ code, message, ...(at === undefined ? {} : { at }) }];
  });
  const gone = locked.repositories.filter(({ url, suite }) => !requested.has(`${url} ${suite}`));
  return [
    ...changed,
    ...gone.map(({ url, suite }) => ({
      code,
      message: `repository "${url} ${suite}" is in ${name}, but not requested here`,
    })),
  ];
}

function noArchitecture({ locks }: LockFile, { architecture }: LockUse, name: string): Problem {
  const others = locks.map((lock) => lock.architecture).join(', ');
  const message = `${name} has no packages for ${architecture}${others === '' ? '' : `, only for ${others}`}`;
  return { code: 'lock-mismatch', message };
}

/** Returns the platforms of the lock and of the build: a renewed lock should have both. */
function platformsOf({ locks }: LockFile, { platforms }: LockUse): string[] {
  const locked = locks.flatMap(({ architecture }) => machineOf(architecture) ?? []);
  const all = [...locked.map((machine) => ({ os: 'linux', ...machine })), ...platforms].map(formatPlatform);
  return [...new Set(all)].sort();
}

/** Returns the lock with the suite's archives at another mirror. The checksums stay the same. */
function atMirror(lock: Lock, mirror: string): Lock {
  const urls = new Map(suiteArchives(mirror, lock.suite).map(({ url, suite }) => [suite, url]));
  const { builds } = lock;
  return {
    ...lock,
    archives: lock.archives.map((archive) => {
      const url = archive.key === undefined ? urls.get(archive.suite) : undefined;
      return url === undefined ? archive : { ...archive, url };
    }),
    ...(builds && { builds: builds.map((build) => ({ ...build, lock: atMirror(build.lock, mirror) })) }),
  };
}
