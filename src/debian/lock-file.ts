import * as z from 'zod';
import {
  COMMIT,
  COMPONENT,
  CONTEXT,
  GIT,
  GIT_REF,
  IMAGE,
  MIRROR,
  PACKAGE_NAME,
  PACKAGE_VERSION,
  REPOSITORY_SUITE,
  SNAPSHOT,
  SUITE,
} from '../imagefile/values/syntax.ts';
import { PACKAGE_PATH } from './invalid-entry.ts';
import { isoTime } from './iso-time.ts';
import {
  isFurther,
  type Lock,
  type LockedArchive,
  type LockedBuild,
  type LockedPackage,
  originOf,
} from './lock.ts';
import { type LockedRequest, type RequestedBuild, requestDigest } from './locked-request.ts';

/** LockFile is the content of a lock file: the resolved packages of each requested platform. */
export interface LockFile {
  readonly request: LockedRequest;
  /** Sorted by architecture; all have the same archives. */
  readonly locks: readonly Lock[];
}

/** Package lists of a lock, in the order of use. */
const LISTS = ['base', 'packages', 'tools'] as const;

/** Returns the text of a lock file: one line per package, so that diffs are readable. */
export function formatLockFile({ request, locks }: LockFile): string {
  const sorted = [...locks].sort((a, b) => (a.architecture < b.architecture ? -1 : 1));
  const architectures = sorted.map((lock) =>
    map(
      lock.architecture,
      [
        ...(lock.below === undefined ? [] : [`      "below": ${JSON.stringify(lock.below)}`]),
        ...LISTS.map((key) => list(key, lock[key].map(lineIn(lock.archives)), 6)),
        ...(lock.builds === undefined ? [] : [buildLines(lock, lock.builds)]),
      ],
      4,
    ),
  );
  const parts = [
    '  "version": 1',
    `  "digest": "${requestDigest(request)}"`,
    `  "request": {\n${requestLines(request).join(',\n')}\n  }`,
    list('archives', newest(sorted).map(archiveLine), 2),
    `  "architectures": {\n${architectures.join(',\n')}\n  }`,
  ];
  return `{\n${parts.join(',\n')}\n}\n`;
}

/** Returns the archives with their latest dates: the mirror may have been updated between two platforms. */
function newest(locks: readonly Lock[]): LockedArchive[] {
  const [first] = locks;
  return (first?.archives ?? []).map((archive, index) => {
    const dates = locks.map((lock) => lock.archives[index]?.date ?? 0);
    return { ...archive, date: Math.max(...dates) };
  });
}

function requestLines({ from, suite, components, snapshot, ...rest }: LockedRequest): string[] {
  const line = (key: string, value: unknown) => `    "${key}": ${JSON.stringify(value)}`;
  const lines = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value));
  return [
    ...(from === undefined ? [] : [line('from', from)]),
    line('suite', suite),
    line('components', components),
    ...(snapshot === undefined ? [] : [line('snapshot', snapshot)]),
    list('repositories', lines(rest.repositories), 4),
    line('recommends', rest.recommends),
    list('packages', lines(rest.packages), 4),
    ...(rest.builds === undefined ? [] : [list('builds', lines(rest.builds), 4)]),
  ];
}

/** Omits what a build shares with its image: the archives and, on the same architecture, the base. */
function buildLines(image: Lock, builds: readonly LockedBuild[]): string {
  const place = ({ url, suite, key }: LockedArchive) => JSON.stringify([url, suite, key]);
  const isSame = <T>(line: (one: T) => string, own: readonly T[], others: readonly T[]) =>
    own.map(line).join('\n') === others.map(line).join('\n');
  const entries = builds.map(({ name, commit, lock: { architecture, below, archives, base, packages } }) =>
    map(
      name,
      [
        `          "architecture": ${JSON.stringify(architecture)}`,
        ...(commit === undefined ? [] : [`          "commit": ${JSON.stringify(commit)}`]),
        ...(below === undefined ? [] : [`          "below": ${JSON.stringify(below)}`]),
        ...(packages.length + base.length === 0 || isSame(place, archives, image.archives)
          ? []
          : [list('archives', archives.map(archiveLine), 10)]),
        ...(below !== undefined || isSame(lineIn(archives), base, image.base)
          ? []
          : [list('base', base.map(lineIn(archives)), 10)]),
        list('packages', packages.map(lineIn(archives)), 10),
      ],
      8,
    ),
  );
  return map('builds', entries, 6);
}

function map(key: string, entries: readonly string[], indent: number): string {
  const margin = ' '.repeat(indent);
  return `${margin}${JSON.stringify(key)}: {\n${entries.join(',\n')}\n${margin}}`;
}

function list(key: string, lines: readonly string[], indent: number): string {
  const margin = ' '.repeat(indent);
  if (lines.length === 0) return `${margin}"${key}": []`;
  return `${margin}"${key}": [\n${lines.map((line) => `${margin}  ${line}`).join(',\n')}\n${margin}]`;
}

function archiveLine({ url, suite, date, key }: LockedArchive): string {
  return JSON.stringify({ url, suite, date: isoTime(date), key });
}

/** Names the origin of a package from a further repository, so that a reviewer need not count the archives. */
function lineIn(archives: readonly LockedArchive[]): (pkg: LockedPackage) => string {
  return (pkg) => {
    const { name, version, architecture, archive, path, sha256, size } = pkg;
    const from = originOf(archives, pkg);
    const origin = isFurther(from) ? { origin: from } : {};
    return JSON.stringify({ name, version, architecture, archive, ...origin, path, sha256, size });
  };
}

/** LockError is an error in a lock file, with its place. */
export class LockError extends Error {
  override readonly name = 'LockError';
  /** Path of the value; empty if the text as a whole is wrong. */
  readonly path: readonly PropertyKey[];

  constructor(message: string, path: readonly PropertyKey[] = []) {
    super(message);
    this.path = path;
  }
}

const Text = z.string('a string');
const Digest = Text.regex(/^sha256:[0-9a-f]{64}$/, '"sha256:" and 64 hexadecimal digits');
const Path = Text.regex(PACKAGE_PATH, 'the path of a package in its archive');
const Sha256 = Text.regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits');
const Count = z.int('a whole number').min(0, 'a whole number');
const LockedPackageShape = z.strictObject(
  {
    name: Text.regex(PACKAGE_NAME, 'the name of a package'),
    version: Text.regex(PACKAGE_VERSION, 'a version'),
    architecture: Text,
    archive: Count,
    origin: z.exactOptional(Text),
    path: Path,
    sha256: Sha256,
    size: Count,
  },
  'a map',
);
const LockedPackages = z.array(LockedPackageShape, 'a list');
/** Empty if nothing is added to a base image. */
const LockedArchives = z.array(
  z.strictObject(
    {
      url: Text.regex(MIRROR, 'an http or https URL'),
      suite: Text.regex(REPOSITORY_SUITE, 'the name of a suite'),
      date: Text.regex(SNAPSHOT, 'a date such as 2026-01-01T00:00:00Z'),
      key: z.exactOptional(Digest),
    },
    'a map',
  ),
  'a list',
);
const Commit = Text.regex(COMMIT, 'a full commit hash');
const LockedBelow = z.strictObject({ digest: z.exactOptional(Digest), packages: Digest }, 'a map');
const LockedBuildShape = z.strictObject(
  {
    architecture: Text,
    commit: z.exactOptional(Commit),
    below: z.exactOptional(LockedBelow),
    archives: z.exactOptional(LockedArchives),
    base: z.exactOptional(LockedPackages),
    packages: LockedPackages,
  },
  'a map',
);
const RequestedBuildShape = z.strictObject(
  {
    name: Text.regex(CONTEXT, 'the name of a build'),
    from: z.exactOptional(Text.regex(IMAGE, 'the name of an image')),
    packages: z.array(Text, 'a list'),
    git: z.exactOptional(
      z.strictObject(
        {
          url: Text.regex(GIT, 'the URL of a repository'),
          ref: z.exactOptional(Text.regex(GIT_REF, 'a tag or branch')),
          commit: z.exactOptional(Commit),
          key: z.exactOptional(Digest),
        },
        'a map',
      ),
    ),
  },
  'a map',
);
const Shape = z.strictObject(
  {
    version: z.literal(1, '1, the only version that this mib reads'),
    digest: Digest,
    request: z.strictObject(
      {
        from: z.exactOptional(Text.regex(IMAGE, 'the name of an image')),
        suite: Text.regex(SUITE, 'the name of a suite'),
        components: z.array(Text.regex(COMPONENT, 'a component'), 'a list'),
        snapshot: z.exactOptional(Text.regex(SNAPSHOT, 'a time such as 2026-01-01T00:00:00Z')),
        repositories: z.array(
          z.strictObject(
            {
              url: Text.regex(MIRROR, 'an http or https URL'),
              suite: Text.regex(REPOSITORY_SUITE, 'the name of a suite'),
              components: z.array(Text.regex(REPOSITORY_SUITE, 'a component'), 'a list'),
              key: Digest,
              override: z.exactOptional(z.literal(true, 'true')),
            },
            'a map',
          ),
          'a list',
        ),
        recommends: z.boolean('true or false'),
        packages: z.array(Text, 'a list'),
        builds: z.exactOptional(z.array(RequestedBuildShape, 'a list')),
      },
      'a map',
    ),
    archives: LockedArchives,
    architectures: z.record(
      z.string(),
      z.strictObject(
        {
          below: z.exactOptional(LockedBelow),
          base: LockedPackages,
          packages: LockedPackages,
          tools: LockedPackages,
          builds: z.exactOptional(z.record(z.string(), LockedBuildShape, 'a map')),
        },
        'a map',
      ),
      'a map',
    ),
  },
  'a map',
);

/** Parses a lock file. @throws {LockError} if the text is not a lock, or its parts contradict each other */
export function parseLockFile(text: string): LockFile {
  const json = parseJson(text);
  const { success, data, error } = Shape.safeParse(json);
  if (!success) throw explain(error.issues[0], json);
  const { request, digest } = data;
  if (digest !== requestDigest(request)) throw new LockError('digest does not match "request"', ['digest']);
  if (data.archives.length === 0 && request.from === undefined)
    throw new LockError('archives must be a list of at least one archive', ['archives']);
  const archives = data.archives.map(toArchive);
  const locks = Object.entries(data.architectures).map(([architecture, { builds, ...lists }]) => {
    const path = ['architectures', architecture];
    const read = (key: (typeof LISTS)[number]) =>
      readPackages(lists[key], [architecture], archives, [...path, key]);
    const own = { base: read('base'), packages: read('packages'), tools: read('tools') };
    verifyFoundation(request, lists, path);
    const lock = { architecture, suite: request.suite, archives, ...lists, ...own };
    const made = readBuilds(lock, builds ?? {}, request.builds ?? [], path);
    return builds === undefined ? lock : { ...lock, builds: made };
  });
  return { request, locks: locks.sort((a, b) => (a.architecture < b.architecture ? -1 : 1)) };
}

/** Throws unless there is what the packages are installed in: packages of a minimal system, or a base image. */
function verifyFoundation(
  { from }: LockedRequest,
  { base, below }: Pick<Lock, 'base' | 'below'>,
  path: readonly string[],
): void {
  const [basePlace, belowPlace] = [
    [...path, 'base'],
    [...path, 'below'],
  ];
  if (from === undefined && below !== undefined)
    throw new LockError(`${nameOf(belowPlace)} is not in "request", which has no "from"`, belowPlace);
  if (from !== undefined && below === undefined)
    throw new LockError(`${nameOf(belowPlace)} is missing`, path);
  if ((from === undefined) === base.length > 0) return;
  const rule = from === undefined ? 'a list of at least one package' : 'empty, as "request" has "from"';
  throw new LockError(`${nameOf(basePlace)} must be ${rule}`, basePlace);
}

function toArchive({ date, ...archive }: z.infer<typeof LockedArchives>[number]): LockedArchive {
  return { ...archive, date: Date.parse(date) / 1000 };
}

/** Reads the builds of an architecture. @throws {LockError} if they are not those of the request */
function readBuilds(
  image: Lock,
  builds: Readonly<Record<string, z.infer<typeof LockedBuildShape>>>,
  requested: readonly RequestedBuild[],
  path: readonly string[],
): LockedBuild[] {
  for (const { name } of requested) {
    if (builds[name] === undefined)
      throw new LockError(`${nameOf([...path, 'builds', name])} is missing`, path);
  }
  return Object.entries(builds).map(([name, { commit, ...build }]) => {
    const place = [...path, 'builds', name];
    const wanted = requested.find((each) => each.name === name);
    if (wanted === undefined) throw new LockError(`${nameOf(place)} is not in "request"`, place);
    verifyCommit(commit, wanted, place);
    const lock = readBuild(image, build, wanted, place);
    return { name, lock, ...(commit === undefined ? {} : { commit }) };
  });
}

function readBuild(
  image: Lock,
  build: Omit<z.infer<typeof LockedBuildShape>, 'commit'>,
  { from }: RequestedBuild,
  place: readonly string[],
): Lock {
  const { architecture, below } = build;
  const belowPlace = [...place, 'below'];
  if (from === undefined && below !== undefined)
    throw new LockError(`${nameOf(belowPlace)} is not in "request", which has no "from"`, belowPlace);
  if (from !== undefined && below === undefined)
    throw new LockError(`${nameOf(belowPlace)} is missing`, place);
  const archives = build.archives?.map(toArchive) ?? image.archives;
  const basePlace = build.base === undefined ? place : [...place, 'base'];
  const written = below === undefined ? (build.base ?? image.base) : (build.base ?? []);
  const base = readPackages(written, [architecture], archives, basePlace);
  if ((base.length === 0) !== (below !== undefined)) {
    const filled = below === undefined ? 'a list of at least one package' : 'empty, as "request" has "from"';
    const fault = build.base === undefined ? 'is missing' : `must be ${filled}`;
    throw new LockError(`${nameOf([...place, 'base'])} ${fault}`, basePlace);
  }
  const both = [...new Set([architecture, image.architecture])];
  const packages = readPackages(build.packages, both, archives, [...place, 'packages']);
  return {
    architecture,
    suite: image.suite,
    ...(below === undefined ? {} : { below }),
    archives,
    base,
    packages,
    tools: [],
  };
}

function verifyCommit(commit: string | undefined, { git }: RequestedBuild, path: readonly string[]): void {
  const place = [...path, 'commit'];
  if (commit === undefined && git !== undefined) throw new LockError(`${nameOf(place)} is missing`, path);
  if (commit !== undefined && (git === undefined || (git.commit ?? commit) !== commit))
    throw new LockError(`${nameOf(place)} does not match "request"`, place);
}

function parseJson(text: string): unknown {
  if (text.trim() === '') throw new LockError('the lock is empty');
  try {
    return JSON.parse(text);
  } catch {
    throw new LockError(/\}\s*$/.test(text) ? 'the lock is not JSON' : 'the lock is truncated');
  }
}

function explain(issue: z.core.$ZodIssue | undefined, json: unknown): LockError {
  const path = issue?.path ?? [];
  if (issue?.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return new LockError(`${nameOf([...path, key])} is not a field of a lock`, [...path, key]);
  }
  if (path.length === 0) return new LockError(`the lock must be ${issue?.message}`);
  if (valueAt(json, path) === undefined)
    return new LockError(`${nameOf(path)} is missing`, path.slice(0, -1));
  return new LockError(`${nameOf(path)} must be ${issue?.message}`, path);
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (here, step) => (typeof here === 'object' && here !== null ? Reflect.get(here, step) : undefined),
    json,
  );
}

/** Returns a path as text: `architectures.amd64.packages[3].size`. */
function nameOf(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .slice(1);
}

function readPackages(
  packages: readonly z.infer<typeof LockedPackageShape>[],
  architectures: readonly string[],
  archives: readonly LockedArchive[],
  path: readonly PropertyKey[],
): LockedPackage[] {
  verifyPackages(packages, architectures, archives.length, path);
  return packages.map(({ origin, ...pkg }, index) => {
    const wanted = originOf(archives, pkg);
    if (origin === undefined || origin === wanted) return pkg;
    const place = [...path, index, 'origin'];
    throw new LockError(`${nameOf(place)} must be ${JSON.stringify(wanted)}, as "archive" says`, place);
  });
}

function verifyPackages(
  packages: readonly LockedPackage[],
  architectures: readonly string[],
  archives: number,
  path: readonly PropertyKey[],
): void {
  const listed = new Set<string>();
  for (const [index, pkg] of packages.entries()) {
    const place = (field: string) => [...path, index, field];
    const key = `${pkg.name} ${pkg.architecture}`;
    if (listed.has(key)) {
      const message = `${nameOf([...path, index])} is "${pkg.name}" a second time`;
      throw new LockError(message, place('name'));
    }
    listed.add(key);
    if (pkg.archive >= archives) {
      throw new LockError(
        `${nameOf(place('archive'))} must be less than ${archives}, the number of archives`,
        place('archive'),
      );
    }
    if (pkg.architecture !== 'all' && !architectures.includes(pkg.architecture)) {
      const message = `package "${pkg.name}" has the architecture ${pkg.architecture}, but is listed under ${architectures.join(' and ')}`;
      throw new LockError(message, place('architecture'));
    }
  }
}
