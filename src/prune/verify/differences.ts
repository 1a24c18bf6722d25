import { byName } from '../../tree/paths.ts';
import type { Entry, Tree } from '../../tree/tree.ts';
import { entriesOf } from '../../tree/tree.ts';
import { contentsAgree } from './contents.ts';
import type { Fault } from './fault.ts';
import { entryFaults, namesAgree } from './sameness.ts';

/** Difference is how one path differs between two trees that should be the same. */
export interface Difference {
  readonly path: string;
  /** `presence`: only one tree has it. */
  readonly what: Extract<Fault, { kind: 'differs' }>['what'] | 'presence';
  /** Values in the first and in the second tree; contents have none. */
  readonly values?: readonly [string, string];
}

export interface Differences {
  /** The number of paths in both trees together. */
  readonly paths: number;
  /** Files and folders in both. The caller must compare their extended attributes, which a tree does not give. */
  readonly alike: readonly string[];
  /** Sorted by path. */
  readonly found: readonly Difference[];
}

/** No differences are allowed. */
const EXACTLY = { epoch: Number.POSITIVE_INFINITY, isCleared: () => false };

/** Compares two trees, path by path. */
export function differences(first: Tree, second: Tree): Differences {
  const [a, b] = [entriesOf(first), entriesOf(second)];
  const sameNames = namesAgree();
  const paths = [...new Set([...a.keys(), ...b.keys()])].sort(byName);
  const found = paths.flatMap((path): readonly Difference[] => {
    const [one, other] = [a.get(path), b.get(path)];
    if (one === undefined || other === undefined)
      return [{ path, what: 'presence', values: [presence(one), presence(other)] }];
    const outside = entryFaults(path, one, other, EXACTLY).map(
      ({ what, expected = '', found = '' }): Difference => ({ path, what, values: [expected, found] }),
    );
    const names: Difference[] = sameNames(path, one, other) ? [] : [{ path, what: 'names' }];
    const tellsAll = outside.some(({ what }) => what === 'type' || what === 'size');
    return [...outside, ...names, ...(tellsAll ? [] : inside(first, second, path, one))];
  });
  const isAlike = (path: string) => {
    const type = a.get(path)?.type;
    return type === b.get(path)?.type && (type === 'file' || type === 'folder');
  };
  return { paths: paths.length, alike: paths.filter(isAlike), found };
}

function presence(entry: Entry | undefined): string {
  return entry === undefined ? 'absent' : 'present';
}

function inside(first: Tree, second: Tree, path: string, { type, size }: Entry): readonly Difference[] {
  if (type === 'link') {
    const values = [first.readlink(path), second.readlink(path)] as const;
    return values[0] === values[1] ? [] : [{ path, what: 'target', values }];
  }
  const agree = type !== 'file' || contentsAgree(first, second, path, size, EXACTLY.epoch);
  return agree ? [] : [{ path, what: 'content' }];
}
