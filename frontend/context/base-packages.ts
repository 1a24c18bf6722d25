import { fields, paragraphs, type Span } from '../../src/debian/control.ts';
import { type Installed, installedOf, parseInstalled } from '../../src/report/installed.ts';
import { APK_DATABASES, apkFields, parseApk } from '../../src/tree/apk.ts';
import { CHECKSUMS, packageIn, STATUS_FOLDER } from '../../src/tree/status-folder.ts';
import { FileFault } from '../gateway/regular-file.ts';
import type { Amount, TreeFiles } from './tree-files.ts';

/** Ten times the size of the largest known database, that of a desktop system. */
const LARGEST_DATABASE = 64_000_000;
const STATUS = 'var/lib/dpkg/status';
const MOST_CONTROL_FILES: Amount = { files: 20_000, bytes: LARGEST_DATABASE };

/** BasePackages are the packages of a base image. */
export interface BasePackages {
  /** Whether dpkg can add packages. `pruned`: the database is only a list for scanners. */
  readonly dpkg: 'none' | 'pruned' | 'whole';
  readonly hasApt: boolean;
  readonly installed: readonly Installed[];
}

/**
 * Reads the package databases of an image. A pruned image lacks the file with the format of dpkg's database (dpkg,
 * lib/dpkg/db-fsys-files.c).
 * @throws {FileFault} if a database is invalid
 */
export async function readBasePackages(files: TreeFiles): Promise<BasePackages> {
  const [hasApt, status, format, controls, ...apk] = await Promise.all([
    files.has('usr/bin/apt-get'),
    files.text(STATUS, LARGEST_DATABASE),
    files.text('var/lib/dpkg/info/format', 1000),
    files.texts(STATUS_FOLDER.slice(1), MOST_CONTROL_FILES),
    ...APK_DATABASES.map((path) => readApk(files, path.slice(1))),
  ]);
  if (status) verifyWhole(STATUS, status, (span) => lacksVersion(status, span));
  const single = [...controls].flatMap(([name, text]) =>
    name.endsWith(CHECKSUMS) ? [] : (packageIn(text, name) ?? []),
  );
  const [own = []] = apk.filter((each) => each.length > 0);
  return {
    hasApt,
    dpkg: status ? (format === undefined ? 'pruned' : 'whole') : 'none',
    installed: [...parseInstalled(status ?? ''), ...installedOf(single), ...own],
  };
}

async function readApk(files: TreeFiles, path: string): Promise<readonly Installed[]> {
  const text = await files.text(path, LARGEST_DATABASE);
  if (!text) return [];
  verifyWhole(path, text, ({ start, end }) => {
    const found = apkFields(text.slice(start, end));
    return !found.has('P') || !found.has('V');
  });
  return installedOf(parseApk(text));
}

/** Reports whether a stanza ends before the version. A package that is not installed has no version. */
function lacksVersion(status: string, span: Span): boolean {
  const found = fields(status, span);
  return !found.has('package') || !(found.has('version') || found.get('status')?.endsWith(' not-installed'));
}

/** Verifies that a database does not end in the middle of a line or a package. @throws {FileFault} */
function verifyWhole(path: string, text: string, isCut: (span: Span) => boolean): void {
  const last = [...paragraphs(text)].at(-1);
  if (!text.endsWith('\n') || (last !== undefined && isCut(last)))
    throw new FileFault(path, 'is truncated: its last package is incomplete');
}
