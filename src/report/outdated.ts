import { isFix, type Lock, type LockedPackage } from '../debian/lock.ts';
import { type Installed, reasons } from './installed.ts';

/** A package that is otherwise in the baseline than apt would choose it now. */
export interface Change {
  readonly package: string;
  /** Absent where the baseline has no such package. */
  readonly old?: string;
  /** Absent where nothing asks for the package any more. */
  readonly new?: string;
  /** Where the new version comes from, e.g. `trixie-security`. */
  readonly suite?: string;
  /** It comes from the suite's security fixes. */
  readonly security: boolean;
  /** Why the baseline has it, in words. */
  readonly why: string;
}

/** One platform of a baseline beside what apt would choose for it now. */
export interface Comparison {
  /** As BuildKit writes it. */
  readonly platform: string;
  /** How many packages count. */
  readonly packages: number;
  /** How many apt would install beside them, which leave nothing in the image. */
  readonly others: number;
  /** Those for security first, then by name. */
  readonly changes: readonly Change[];
}

/** What is installed where: an image holds the packages that contributed to it, a lock all that were chosen. */
export interface Baseline {
  readonly kind: 'image' | 'lock';
  readonly packages: readonly Installed[];
}

/**
 * Compares by version. In an image only what is in it counts: a package that is new to the choice is there because
 * one that changed wants it. A lock is the whole choice, so every difference counts.
 * @param requested names that the Imagefile asks for
 */
export function compare(
  platform: string,
  baseline: Baseline,
  now: Lock,
  requested: readonly string[],
): Comparison {
  const chosen = new Map([...now.base, ...now.packages].map((locked) => [locked.name, locked]));
  const known = new Map(baseline.packages.map((each) => [each.name, each]));
  const why = reasons(baseline.packages, requested, new Set(now.base.map(({ name }) => name)));
  const left = baseline.packages.flatMap(({ name, version }) => {
    const locked = chosen.get(name);
    return locked?.version === version ? [] : [{ package: name, old: version, ...newOf(now, locked) }];
  });
  const added = baseline.kind === 'image' ? [] : [...chosen.values()].filter(({ name }) => !known.has(name));
  const changes = [...left, ...added.map((locked) => ({ package: locked.name, ...newOf(now, locked) }))];
  return {
    platform,
    packages: baseline.packages.length,
    others: [...chosen.keys()].filter((name) => !known.has(name)).length,
    changes: changes.map((change) => ({ ...change, why: why(change.package) })).sort(inOrder),
  };
}

function newOf(now: Lock, locked: LockedPackage | undefined): Pick<Change, 'new' | 'suite' | 'security'> {
  if (locked === undefined) return { security: false };
  const suite = now.archives[locked.archive]?.suite ?? now.suite;
  return { new: locked.version, suite, security: isFix(now, locked) };
}

function inOrder(a: Change, b: Change): number {
  return Number(b.security) - Number(a.security) || (a.package < b.package ? -1 : 1);
}
