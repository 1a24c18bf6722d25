import { join } from './paths.ts';
import type { Resolver } from './resolver.ts';
import type { Tree } from './tree.ts';

/**
 * Patterns over paths: `*` and `?` within a component, `[a-z]`, `{a,b}`, and `**` for zero or more components. A leading
 * dot in a name is not special.
 */
type Segment = string | RegExp | typeof ANY_DEPTH;
const ANY_DEPTH = Symbol('**');

/**
 * Yields the matching paths of a tree, each once. Follows links only in the plain components of the pattern.
 * @param alternatives the patterns that it stands for; only itself where `{a,b}` has no meaning
 */
export function* expand(
  tree: Tree,
  resolver: Resolver,
  pattern: string,
  alternatives: readonly string[] = braces(pattern),
): Generator<string> {
  const seen = new Set<string>();
  for (const plain of alternatives) {
    for (const path of descend({ tree, resolver, segments: segmentsOf(plain), visited: new Set() }, '/', 0)) {
      if (seen.has(path)) continue;
      seen.add(path);
      yield path;
    }
  }
}

/** Walk is a search for one pattern without braces. */
interface Walk {
  readonly tree: Tree;
  readonly resolver: Resolver;
  readonly segments: readonly Segment[];
  /** The folders that were searched, with the segment: several `**` lead to one in many ways. */
  readonly visited: Set<string>;
}

/** @param first the first of the segments that are left */
function* descend(walk: Walk, start: string, first: number): Generator<string> {
  const { tree, resolver, segments, visited } = walk;
  let [at, next] = [start, first];
  // Not by recursion: only a pattern with wildcards is no deeper than the tree.
  for (let plain = segments[next]; typeof plain === 'string'; plain = segments[++next]) at = join(at, plain);
  const segment = segments[next];
  if (segment === undefined) {
    if (resolver.locate(at) !== undefined) yield at;
    return;
  }
  const state = `${next} ${at}`;
  if (visited.has(state)) return;
  visited.add(state);
  const folder = resolver.follow(at);
  if (folder === undefined || resolver.lstat(folder.path)?.type !== 'folder') return;
  if (segment === ANY_DEPTH) yield* descend(walk, at, next + 1);
  for (const name of tree.readdir(folder.path)) {
    const child = join(at, name);
    if (typeof segment === 'object') {
      if (segment.test(name)) yield* descend(walk, child, next + 1);
      continue;
    }
    if (resolver.lstat(join(folder.path, name))?.type === 'folder') yield* descend(walk, child, next);
    else if (next + 1 === segments.length) yield child;
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
  const chunks: string[] = [''];
  for (const part of pattern.split('/')) {
    if (part === '**') chunks.push('');
    else if (part !== '') chunks.push(`${chunks.pop()}/${nameSource(part)}`);
  }
  return joined(chunks, '/[^/]+', '(?:/|$)') || '/';
}

/** Returns one component as the source of a regular expression. */
function nameSource(part: string): string {
  const chunks: string[] = [''];
  for (const [found, not = '', set, escaped] of part.matchAll(/\[(!?)([^\]]+)\]|\\(.)|[\s\S]/g)) {
    if (found === '*') chunks.push('');
    else chunks.push(`${chunks.pop()}${tokenSource(found, not, set, escaped)}`);
  }
  return joined(chunks, '[^/]', '');
}

function tokenSource(
  found: string,
  not: string,
  set: string | undefined,
  escaped: string | undefined,
): string {
  if (set !== undefined) return setSource(not, set) ?? quote(found);
  if (escaped !== undefined) return quote(escaped);
  return found === '?' ? '[^/]' : quote(found);
}

/**
 * Joins the chunks of a pattern by wildcards. All wildcards but the last take as little as they can, up to the first place of
 * the chunk behind them, which finds a match if there is one. So no text is tried in more than one way: with plain `.*`, the
 * time would double with every wildcard.
 * @param unit what a wildcard consists of
 * @param end what follows a chunk
 */
function joined(chunks: readonly string[], unit: string, end: string): string {
  const [first = '', ...others] = chunks;
  const last = others.pop();
  if (last === undefined) return first;
  const early = others
    .filter((chunk) => chunk !== '')
    .map((chunk) => `(?:(?!${chunk}${end})${unit})*${chunk}`);
  return `${first}${early.join('')}(?:${unit})*${last}`;
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
export function braces(pattern: string): string[] {
  const found = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (found === null) return [pattern];
  const before = pattern.slice(0, found.index);
  const after = pattern.slice(found.index + found[0].length);
  return (found[1] ?? '').split(',').flatMap((choice) => braces(`${before}${choice}${after}`));
}
