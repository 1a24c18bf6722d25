import { isSecurity } from '../../src/debian/archive.ts';
import { commonVersions, type HeldBack, heldBack } from '../../src/debian/common-versions.ts';
import type { Lock } from '../../src/debian/lock.ts';
import type { Resolved } from '../../src/debian/resolution.ts';
import type { PackageRequest } from '../../src/imagefile/spec.ts';
import type { Warner } from '../gateway/warner.ts';

/** Choice is the packages that were chosen for one platform on its own. */
export interface Choice extends Resolved {
  /** Chooses again from the same indexes, with only these versions by package; undefined if that is impossible. */
  readonly hold: (held: Readonly<Record<string, string>>) => Promise<Lock | undefined>;
}

/**
 * Aligns packages whose versions differ between platforms to the newest version that all platforms have, and warns about
 * those that become older. A package stays as it is if a line of `packages:` decides its version. All do if the versions
 * cannot be installed, or if a security fix would be lost.
 * @returns the new lock for each chosen one; empty if nothing changes
 */
export async function alignVersions(
  warner: Warner,
  choices: readonly Choice[],
  requests: readonly PackageRequest[],
): Promise<ReadonlyMap<Lock, Lock>> {
  const decided = requests.filter(({ version, suite }) => version !== undefined || suite !== undefined);
  const held = commonVersions(choices, new Set(decided.map(({ name }) => name)));
  if (Object.keys(held).length === 0) return new Map();
  const again = await Promise.all(
    choices.map(async ({ lock, hold }) => ({ lock, second: await hold(held) })),
  );
  const pairs = again.flatMap(({ lock, second }) => (second === undefined ? [] : [[lock, second] as const]));
  const older = pairs.flatMap(([lock, second]) => heldBack(lock, second));
  if (pairs.length < choices.length || older.some(({ suite }) => isSecurity(suite))) return new Map();
  const architectures = choices.map(({ lock }) => lock.architecture);
  await warnOfHeldBack(warner, older, [...new Set(architectures)].sort(), requests);
  return new Map(pairs);
}

async function warnOfHeldBack(
  warner: Warner,
  older: readonly HeldBack[],
  architectures: readonly string[],
  requests: readonly PackageRequest[],
): Promise<void> {
  const names = [...new Set(older.map(({ name }) => name))].sort();
  const what = names.length === 1 ? '1 package is' : `${names.length} packages are`;
  const short = `${what} not the newest, so that all platforms have the same version`;
  const details = names.map((name) => {
    const isRequested = requests.some((request) => request.name === name);
    const those = older.filter((each) => each.name === name);
    return heldBackText(name, those, isRequested ? architectures : []);
  });
  await warner.warn(short, details);
}

/**
 * Returns `curl is 8.13-1, not 8.14-1 of trixie-updates on amd64; to have the newest, write "curl=8.14-1[amd64]" and "curl[arm64]"`.
 * @param architectures those that a line of `packages:` requests the package for
 */
function heldBackText(name: string, older: readonly HeldBack[], architectures: readonly string[]): string {
  const places = older.map(({ newest, suite, architecture }) => `${newest} of ${suite} on ${architecture}`);
  const lines = older.map(({ newest, architecture }) => `"${name}=${newest}[${architecture}]"`);
  const others = architectures.filter((each) => older.every(({ architecture }) => architecture !== each));
  const rest = others.length === 0 ? [] : [`"${name}[${others.join(' ')}]"`];
  const write = [...lines, ...rest].join(' and ');
  return `${name} is ${older[0]?.version}, not ${places.join(' and ')}; to have the newest, write ${write}`;
}
