import type { Lock } from '../../src/debian/lock.ts';
import { differenceText, versionDifferences } from '../../src/debian/version-differences.ts';
import type { Warner } from '../gateway/warner.ts';
import type { Options } from '../options/options.ts';
import { formatPlatform, type Platform } from '../options/platform.ts';

/** Warns if the platforms of one image get different versions of a package. */
export async function warnOfDifferences(warner: Warner, locks: readonly Lock[]): Promise<void> {
  const differences = versionDifferences(locks);
  if (differences.length === 0) return;
  const short =
    'the platforms get different package versions: the archive does not have the newest for all of them';
  await warner.warn(short, differences.map(differenceText));
}

/** Warns that `--network=host` has no effect: no step has network. */
export async function warnOfNetwork(
  warner: Warner,
  { networkMode }: Pick<Options, 'networkMode'>,
): Promise<void> {
  if (networkMode !== 'host') return;
  await warner.warn(
    '--network=host has no effect: steps have no network access, and BuildKit itself fetches the packages',
  );
}

/** Warns about platforms whose checks were not run. */
export async function warnOfSkipped(warner: Warner, platforms: readonly Platform[]): Promise<void> {
  if (platforms.length === 0) return;
  const names = platforms.map(formatPlatform).join(', ');
  const short = `the checks are not run for ${names}, which this machine cannot run: nothing proves that the image works`;
  await warner.warn(short);
}
