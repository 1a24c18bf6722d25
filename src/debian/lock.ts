/** What was resolved for one architecture: every package that goes into the tree, and where it lies. */
export interface Lock {
  readonly version: 1;
  /** Debian's name, e.g. `armhf`. */
  readonly architecture: string;
  readonly suite: string;
  /** Seconds since 1970 of the main suite's `Date`; changes with point releases only. */
  readonly date: number;
  readonly archives: readonly Archive[];
  /** debootstrap's minimal set, in the order of their names; the same for every image of the suite. */
  readonly base: readonly LockedPackage[];
  /** What is installed on top of the base, in the order of their names. */
  readonly packages: readonly LockedPackage[];
}

export interface Archive {
  /** Base URL without trailing slash. */
  readonly url: string;
  /** The name below `dists/`, e.g. `trixie-security`. */
  readonly suite: string;
}

export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** The package's own: the lock's, or `all`. */
  readonly architecture: string;
  /** Index into `archives`. */
  readonly archive: number;
  /** Relative to the archive's URL, e.g. `pool/main/n/nginx/nginx_1.26.3-3_amd64.deb`. */
  readonly path: string;
  /** Hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** The text of a lock file: one line for each package, so that a difference of two locks reads as what it is. */
export function formatLock(lock: Lock): string {
  const { version, architecture, suite, date, archives, base, packages } = lock;
  const head = Object.entries({ version, architecture, suite, date }).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  const lists = [
    list('archives', archives.map(archiveLine)),
    list('base', base.map(packageLine)),
    list('packages', packages.map(packageLine)),
  ];
  return `{\n${[...head, ...lists].join(',\n')}\n}\n`;
}

function list(key: string, lines: readonly string[]): string {
  if (lines.length === 0) return `  "${key}": []`;
  return `  "${key}": [\n${lines.map((line) => `    ${line}`).join(',\n')}\n  ]`;
}

function archiveLine({ url, suite }: Archive): string {
  return JSON.stringify({ url, suite });
}

function packageLine(pkg: LockedPackage): string {
  const { name, version, architecture, archive, path, sha256, size } = pkg;
  return JSON.stringify({ name, version, architecture, archive, path, sha256, size });
}

/** Reads a lock back. @throws {Error} that names the place and what is wrong with it, when the text is no lock. */
export function parseLock(text: string): Lock {
  const { date, version, ...rest } = object(JSON.parse(text), 'the whole');
  if (version !== 1)
    throw new Error(`lock: version ${JSON.stringify(version)} is not one that this mib reads`);
  const archives = array(rest.archives, 'archives').map(parseArchive);
  const packages = (key: string): LockedPackage[] =>
    array(rest[key], key).map((value, index) => parsePackage(value, `${key}[${index}]`, archives.length));
  return {
    version,
    architecture: string(rest.architecture, 'architecture'),
    suite: string(rest.suite, 'suite'),
    date: number(date, 'date'),
    archives,
    base: packages('base'),
    packages: packages('packages'),
  };
}

function parseArchive(value: unknown, index: number): Archive {
  const place = `archives[${index}]`;
  const { url, suite } = object(value, place);
  return { url: string(url, `${place}.url`), suite: string(suite, `${place}.suite`) };
}

/** Nothing in it may lead anywhere else: the path ends up in a URL, and its last part in a folder. */
function parsePackage(value: unknown, place: string, archives: number): LockedPackage {
  const entry = object(value, place);
  const archive = number(entry.archive, `${place}.archive`);
  const path = string(entry.path, `${place}.path`);
  const sha256 = string(entry.sha256, `${place}.sha256`);
  if (archive >= archives) throw new Error(`lock: ${place}.archive: there are ${archives} archives`);
  if (!/^[A-Za-z0-9][^\s?#]*\.deb$/.test(path) || path.split('/').includes('..')) {
    throw new Error(`lock: ${place}.path: ${JSON.stringify(path)} is not a path of a package`);
  }
  if (!/^[0-9a-f]{64}$/.test(sha256))
    throw new Error(`lock: ${place}.sha256: 64 hexadecimal digits are wanted`);
  return {
    name: string(entry.name, `${place}.name`),
    version: string(entry.version, `${place}.version`),
    architecture: string(entry.architecture, `${place}.architecture`),
    archive,
    path,
    sha256,
    size: number(entry.size, `${place}.size`),
  };
}

function object(value: unknown, place: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wanted(place, 'an object');
  return { ...value };
}

function array(value: unknown, place: string): unknown[] {
  if (!Array.isArray(value)) throw wanted(place, 'a list');
  return value;
}

function string(value: unknown, place: string): string {
  if (typeof value !== 'string') throw wanted(place, 'a string');
  return value;
}

function number(value: unknown, place: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw wanted(place, 'a whole number');
  return value;
}

function wanted(place: string, what: string): Error {
  return new Error(`lock: ${place}: ${what} is wanted`);
}
