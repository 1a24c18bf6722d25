import { join } from './paths.ts';
import type { Resolver } from './resolver.ts';
import type { Tree } from './tree.ts';

/**
 * Patterns over paths: `*` and `?` within a component, `[a-z]`, `{a,b}`, and `**` for zero or more components. A leading
 * dot in a name is not special.
 */
type Segment = string | RegExp | typeof ANY_DEPTH;
const ANY_DEPTH = Symbol('**');

/** Yields the matching paths of a tree, each once. Follows links only in the plain components of the pattern. */
export function* expand(tree: Tree, resolver: Resolver, pattern: string): Generator<string> {
  const seen = new Set<string>();
  for (const plain of braces(pattern)) {
    for (const path of descend(tree, resolver, '/', segmentsOf(plain))) {
      if (seen.has(path)) continue;
      seen.add(path);
      yield path;
    }
  }
}

function* descend(
  tree: Tree,
  resolver: Resolver,
  at: string,
  segments: readonly Segment[],
): Generator<string> {
  const [segment, ...rest] = segments;
  if (segment === undefined) {
    if (resolver.locate(at) !== undefined) yield at;
    return;
  }
  if (typeof segment === 'string') {
    yield* descend(tree, resolver, join(at, segment), rest);
    return;
  }
  const folder = resolver.follow(at);
  if (folder === undefined || resolver.lstat(folder.path)?.type !== 'folder') return;
  if (segment === ANY_DEPTH) yield* descend(tree, resolver, at, rest);
  for (const name of tree.readdir(folder.path)) {
    const child = join(at, name);
    if (segment !== ANY_DEPTH) {
      if (segment.test(name)) yield* descend(tree, resolver, child, rest);
      continue;
    }
    if (resolver.lstat(join(folder.path, name))?.type === 'folder')
      yield* descend(tree, resolver, child, segments);
    else if (rest.length === 0) yield child;
  }
}

/** Returns a test whether a path matches one of the patterns; with `recursive`, a match of a folder above it counts. */
export function matcher(patterns: readonly string[], options: { readonly recursive?: boolean } = {}) {
  const sources = patterns.flatMap(braces).map(sourceOf);
  if (sources.length === 0) return () => false;
  const expression = new RegExp(`^(?:${sources.join('|')})${options.recursive ? '(?:/.*)?' : ''}$`, 's');
  return (path: string) => expression.test(path);
}

/** Splits a pattern before its first component with a wildcard: a plain path, and the rest. */
export function literalPrefix(pattern: string): { readonly prefix: string; readonly rest: string } {
  const parts = pattern.split('/').slice(1);
  const first = parts.findIndex((part) => /[*?[{]/.test(part));
  const plain = first < 0 ? parts : parts.slice(0, first);
  const rest = first < 0 ? [] : parts.slice(first);
  return { prefix: `/${plain.join('/')}`, rest: rest.map((part) => `/${part}`).join('') };
}

function segmentsOf(pattern: string): Segment[] {
  return pattern
    .split('/')
    .filter((part) => part !== '')
    .map((part) => {
      if (part === '**') return ANY_DEPTH;
      return /[*?[\\]/.test(part) ? new RegExp(`^${nameSource(part)}$`, 's') : part;
    });
}

function sourceOf(pattern: string): string {
  const parts = pattern.split('/').filter((part) => part !== '');
  return parts.map((part) => (part === '**' ? '(?:/[^/]+)*' : `/${nameSource(part)}`)).join('') || '/';
}

/** Returns one component as the source of a regular expression. */
function nameSource(part: string): string {
  return part.replaceAll(/\[(!?)([^\]]+)\]|\\(.)|[\s\S]/g, (found, not, set, escaped) => {
    if (set !== undefined) return setSource(not, set) ?? quote(found);
    if (escaped !== undefined) return quote(escaped);
    return found === '*' ? '[^/]*' : found === '?' ? '[^/]' : quote(found);
  });
}

/** Undefined for an invalid set, such as `[z-a]`, which is then literal text. */
function setSource(not: string, set: string): string | undefined {
  const source = `[${not ? '^/' : ''}${set.replaceAll(/[\\\]^[]/g, '\\$&')}]`;
  try {
    new RegExp(source);
    return source;
  } catch {
    return undefined;
  }
}

function quote(character: string): string {
  return character.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Expands `a{b,c}d` to `abd`, `acd`; nested braces from the inside out. */
function braces(pattern: string): string[] {
  const found = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (found === null) return [pattern];
  const before = pattern.slice(0, found.index);
  const after = pattern.slice(found.index + found[0].length);
  return (found[1] ?? '').split(',').flatMap((choice) => braces(`${before}${choice}${after}`));
}
