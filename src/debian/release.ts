import { fields } from './control.ts';

/** Release is the content of an `InRelease` or `Release` file, which describes a suite of an archive. */
export interface Release {
  readonly suite: string;
  readonly codename: string;
  /** Seconds since 1970. */
  readonly date: number;
  /** Seconds since 1970; absent if the suite never expires, as a stable release. */
  readonly validUntil?: number;
  /** Whether indexes can be fetched by checksum, which is safe while the archive is updated. */
  readonly byHash: boolean;
  readonly architectures: readonly string[];
  /** As written; the security archive lists `main` as `updates/main`. */
  readonly components: readonly string[];
  /** Listed files by path, relative to the suite's folder. */
  readonly files: ReadonlyMap<string, Checksum>;
}

export interface Checksum {
  /** Hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** IndexFile is an index of an archive. Paths are relative to the suite's folder. */
export interface IndexFile extends Checksum {
  /** Name in the Release file, e.g. `main/binary-amd64/Packages.xz`. */
  readonly name: string;
  /** Path to fetch it from, e.g. `main/binary-amd64/by-hash/SHA256/…`. */
  readonly path: string;
}

/**
 * Reads an `InRelease` or `Release` file. Does not verify its signature: apt does, before the content is used.
 * @throws {Error} if a mandatory field is missing, or for a checksum that is none: it becomes part of a URL
 */
export function parseRelease(text: string): Release {
  const body = withoutSignature(text);
  const found = fields(body, { start: 0, end: body.length });
  const date = seconds(found.get('date'));
  if (date === undefined) throw new Error('the Release file has no Date');
  const checksums = found.get('sha256');
  if (checksums === undefined) throw new Error('the Release file has no SHA256');
  const validUntil = seconds(found.get('valid-until'));
  return {
    suite: found.get('suite') ?? '',
    codename: found.get('codename') ?? '',
    date,
    ...(validUntil === undefined ? {} : { validUntil }),
    byHash: found.get('acquire-by-hash') === 'yes',
    architectures: words(found.get('architectures')),
    components: words(found.get('components')),
    files: parseChecksums(checksums),
  };
}

/** File extensions of lists, smallest file first. Debian's archives have the first, many others only the second. */
const COMPRESSIONS = ['.xz', '.gz', ''];

/**
 * Returns the package lists of an architecture, one for each component that the archive has; none if it lacks the
 * architecture.
 */
export function packageIndexes(
  release: Release,
  components: readonly string[],
  architecture: string,
): { readonly component: string; readonly file: IndexFile }[] {
  return components.flatMap((component) => {
    const name = `${component}/binary-${architecture}/Packages`;
    const [file] = COMPRESSIONS.flatMap((ending) => indexFile(release, name + ending) ?? []);
    return file === undefined ? [] : [{ component, file }];
  });
}

/** Reports whether the release has a component, for any architecture. */
export function hasComponent({ components, files }: Release, component: string): boolean {
  return (
    components.includes(component) ||
    [...files.keys()].some((path) => path.startsWith(`${component}/binary-`))
  );
}

/** Returns the list of a component's source packages. */
export function sourcesIndex(release: Release, component: string): IndexFile | undefined {
  return indexFile(release, `${component}/source/Sources.xz`);
}

/** Returns the list of all files in the packages of a component for an architecture. */
export function contentsIndex(
  release: Release,
  component: string,
  architecture: string,
): IndexFile | undefined {
  return indexFile(release, `${component}/Contents-${architecture}.gz`);
}

function indexFile(release: Release, name: string): IndexFile | undefined {
  const checksum = release.files.get(name);
  if (checksum === undefined) return undefined;
  const folder = name.slice(0, name.lastIndexOf('/'));
  const path = release.byHash ? `${folder}/by-hash/SHA256/${checksum.sha256}` : name;
  return { name, path, ...checksum };
}

/** Returns the text of a clearsigned message (RFC 9580 section 7), without dash escapes. */
function withoutSignature(text: string): string {
  if (!text.startsWith('-----BEGIN PGP SIGNED MESSAGE-----')) return text;
  const start = text.indexOf('\n\n') + 2;
  const end = text.indexOf('\n-----BEGIN PGP SIGNATURE-----', start);
  if (start < 2 || end < 0) throw new Error('the InRelease file is truncated');
  return text.slice(start, end + 1).replaceAll(/^- /gm, '');
}

function parseChecksums(value: string): Map<string, Checksum> {
  const files = new Map<string, Checksum>();
  for (const line of value.split('\n')) {
    const [sha256, size, path] = words(line);
    if (sha256 === undefined || path === undefined) continue;
    if (!/^[0-9a-f]{64}$/.test(sha256) || !/^\d{1,15}$/.test(size ?? ''))
      throw new Error(`the Release file has an invalid checksum: ${line.trim()}`);
    files.set(path, { sha256, size: Number(size) });
  }
  return files;
}

function seconds(date: string | undefined): number | undefined {
  if (date === undefined) return undefined;
  const milliseconds = Date.parse(date);
  if (Number.isNaN(milliseconds)) throw new Error(`the Release file has an invalid date: ${date}`);
  return milliseconds / 1000;
}

function words(value: string | undefined): string[] {
  return (value ?? '').split(/\s+/).filter((word) => word !== '');
}
