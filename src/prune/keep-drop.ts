import { literalPrefix, matcher } from '../tree/glob.ts';
import type { Packages } from '../tree/package.ts';
import { folderOf, join, nameOf } from '../tree/paths.ts';
import type { Resolver } from '../tree/resolver.ts';
import type { Engine } from './engine.ts';
import { DOCUMENTATION } from './patterns.ts';
import type { PruneProblem } from './request.ts';

const isDocumentation = matcher(DOCUMENTATION);

/** Returns the name in `pkg:NAME`. */
function packageName(pattern: string): string | undefined {
  return /^pkg:(.+)$/.exec(pattern)?.[1];
}

/** Reports lines of `keep` and `drop` that match nothing in the tree; most are typing errors. */
export function checkPatterns(engine: Engine): readonly PruneProblem[] {
  const { request, packages } = engine;
  const isEmpty = (pattern: string) => {
    const name = packageName(pattern);
    if (name !== undefined) return packages.get(name) === undefined;
    return engine.expand(pattern)[Symbol.iterator]().next().done === true;
  };
  const check = (list: 'keep' | 'drop') =>
    request[list].filter(isEmpty).map((pattern) => ({ kind: 'matches-nothing', list, pattern }) as const);
  return [...check('keep'), ...check('drop')];
}

/** Keeps the files that `keep` names: a folder with its contents, a package without its documentation. */
export function keepPatterns(engine: Engine): void {
  for (const pattern of engine.request.keep) {
    const reason = { kind: 'keep', detail: pattern, strength: 'hard' } as const;
    const name = packageName(pattern);
    const of = name === undefined ? undefined : engine.packages.get(name);
    if (of !== undefined) {
      for (const path of engine.packages.files(of)) if (!isDocumentation(path)) engine.keep(path, reason);
    } else if (name === undefined) {
      const deep = /\/\*\*$/.test(pattern);
      for (const path of engine.expand(pattern)) (deep ? engine.keep : engine.keepAll)(path, reason);
    }
  }
}

/** Returns a function that finds the line of `drop` that removes a canonical path, itself or with its folder. */
export function dropper(
  resolver: Resolver,
  packages: Packages,
  drop: readonly string[],
): (path: string) => string | undefined {
  const isFolder = (path: string) => resolver.lstat(path)?.type === 'folder';
  const lines = drop.map((pattern) => {
    const name = packageName(pattern);
    if (name === undefined)
      return { pattern, matches: matcher([canonicalPattern(resolver, pattern)], { recursive: true }) };
    const files = new Set(filesOf(packages, name));
    return { pattern, matches: (path: string) => files.has(path) && !isFolder(path) };
  });
  return (path) => lines.find(({ matches }) => matches(path))?.pattern;
}

function filesOf(packages: Packages, name: string): readonly string[] {
  const of = packages.get(name);
  return of === undefined ? [] : packages.files(of);
}

/** Follows the links in the literal prefix of a pattern, so that `/bin/sh` means `/usr/bin/sh`. */
function canonicalPattern(resolver: Resolver, pattern: string): string {
  const { prefix, rest } = literalPrefix(pattern);
  const folder = rest === '' ? folderOf(prefix) : prefix;
  const real = resolver.follow(folder)?.path ?? folder;
  return rest === '' ? join(real, nameOf(prefix)) : `${real === '/' ? '' : real}${rest}`;
}
