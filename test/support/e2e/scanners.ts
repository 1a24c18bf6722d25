import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { temporaryFolder } from './docker.ts';

/** Found is a scanner's view of an image. */
export interface Found {
  /** A line for each package of any kind: name, architecture, version, name and version of the source. Sorted. */
  readonly packages: readonly string[];
  /** The number of packages with known licences, and of files that it counts as theirs. */
  readonly licensed: number;
  readonly files: number;
}

function json(program: string, args: readonly string[]): unknown {
  const env = { ...process.env, SYFT_CHECK_FOR_APP_UPDATE: 'false' };
  const path = join(process.env.SCANNERS ?? '', program);
  return JSON.parse(execFileSync(path, args, { env, encoding: 'utf8', maxBuffer: 1 << 28, stdio: 'pipe' }));
}

interface SyftArtifact {
  readonly name: string;
  /** `deb`; empty for anything but a package, such as the system that an SBOM names. */
  readonly type: string;
  readonly version: string;
  readonly licenses: readonly unknown[];
  readonly metadata?: {
    readonly architecture?: string;
    /** Empty if it is the package's own. */
    readonly source?: string;
    readonly sourceVersion?: string;
    readonly files?: readonly unknown[];
  };
}

/** @param archive as `docker save` writes it */
export function syft(archive: string): Found {
  return foundBySyft(json('syft', ['scan', `docker-archive:${archive}`, '--output', 'json']));
}

/** Reads an SBOM. */
export function syftInSbom(file: string): Found {
  return foundBySyft(json('syft', ['convert', file, '--output', 'syft-json']));
}

function foundBySyft(answer: unknown): Found {
  const { artifacts: all } = answer as { readonly artifacts: readonly SyftArtifact[] };
  const artifacts = all.filter(({ type }) => type !== '');
  const lines = artifacts.map(({ name, version, metadata: { architecture, source, sourceVersion } = {} }) =>
    [name, architecture, version, source || name, sourceVersion || version].join(' '),
  );
  return {
    packages: lines.sort(),
    licensed: artifacts.filter(({ licenses }) => licenses.length > 0).length,
    files: artifacts.reduce((sum, { metadata }) => sum + (metadata?.files?.length ?? 0), 0),
  };
}

interface TrivyPackage {
  readonly Name: string;
  readonly Arch?: string;
  readonly Epoch?: number;
  readonly Version: string;
  readonly Release?: string;
  readonly SrcName?: string;
  readonly SrcEpoch?: number;
  readonly SrcVersion?: string;
  readonly SrcRelease?: string;
  readonly Licenses?: readonly string[];
  readonly InstalledFiles?: readonly string[];
}

/** @param archive as `docker save` writes it */
export function trivy(archive: string): Found {
  return foundByTrivy(['image', '--input', archive]);
}

/** Reads an SBOM. */
export function trivyInSbom(file: string): Found {
  return foundByTrivy(['sbom', file]);
}

function foundByTrivy(command: readonly string[]): Found {
  const answer = json('trivy', [
    ...[...command, '--quiet', '--format', 'json', '--list-all-pkgs'],
    // Without the database of vulnerabilities, which it would fetch.
    ...['--scanners', 'license', '--offline-scan', '--skip-version-check', '--cache-dir', temporaryFolder()],
  ]);
  const { Results } = answer as {
    readonly Results: readonly { readonly Packages?: readonly TrivyPackage[] }[];
  };
  const packages = Results.flatMap(({ Packages = [] }) => Packages);
  const lines = packages.map((each) =>
    [
      each.Name,
      each.Arch,
      versionOf(each.Epoch, each.Version, each.Release),
      each.SrcName,
      versionOf(each.SrcEpoch, each.SrcVersion, each.SrcRelease),
    ].join(' '),
  );
  return {
    packages: lines.sort(),
    licensed: packages.filter(({ Licenses = [] }) => Licenses.length > 0).length,
    files: packages.reduce((sum, { InstalledFiles = [] }) => sum + InstalledFiles.length, 0),
  };
}

/** Joins a version, which Trivy has in parts (deb-version(7)). */
function versionOf(epoch = 0, upstream = '', revision = ''): string {
  return `${epoch > 0 ? `${epoch}:` : ''}${upstream}${revision === '' ? '' : `-${revision}`}`;
}
