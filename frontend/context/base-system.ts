import { ownSuites } from '../../src/debian/own-suite.ts';
import type { TreeFiles } from './tree-files.ts';

/** BaseSystem is the distribution of a base image. */
export interface BaseSystem {
  /** Its name for people; absent if the image has none. */
  readonly system?: string;
  /** Names of the suite of its packages, the preferred one first. */
  readonly suites: readonly string[];
  /** The first of these. */
  readonly suite?: string;
}

/** More than the size of any of these files. */
const LARGEST_TEXT = 1_000_000;
const SOURCES = ['etc/apt/sources.list.d/debian.sources', 'etc/apt/sources.list.d/ubuntu.sources'];
const LONGEST_NAME = 80;

/** Reads os-release(5) and the sources of apt. @throws {FileFault} */
export async function readSystem(files: TreeFiles): Promise<BaseSystem> {
  const read = (path: string) => files.text(path, LARGEST_TEXT);
  const [etc, usr, ...listed] = await Promise.all(
    ['etc/os-release', 'usr/lib/os-release', ...SOURCES, 'etc/apt/sources.list'].map(read),
  );
  const release = etc ?? usr ?? '';
  const suites = ownSuites({ sources: listed.find((text) => text) ?? '', release });
  const [suite] = suites;
  const system = nameIn(release);
  return {
    ...(system === '' ? {} : { system }),
    suites,
    ...(suite === undefined ? {} : { suite }),
  };
}

/** Returns the name of the distribution, such as `Alpine Linux v3.22`, without control characters: the image is untrusted. */
function nameIn(release: string): string {
  const value = (key: string) => new RegExp(`^${key}=(["']?)(.*)\\1$`, 'm').exec(release)?.[2] ?? '';
  const name = value('PRETTY_NAME') || `${value('NAME') || value('ID')} ${value('VERSION_ID')}`;
  return name.replaceAll(/\p{C}/gu, '').trim().slice(0, LONGEST_NAME);
}
