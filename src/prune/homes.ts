import { matcher } from '../tree/glob.ts';
import { byName, nameOf } from '../tree/paths.ts';
import { readText } from '../tree/read-text.ts';
import type { Resolver } from '../tree/resolver.ts';
import type { Tree } from '../tree/tree.ts';
import type { Anywhere, Rule } from './rule.ts';

const HOME = '{home}/';

/** Home is a folder that a rule recognised by a landmark. */
export interface Home {
  readonly rule: Rule;
  readonly anywhere: Anywhere;
  readonly path: string;
  /** The folder that the rule's setting names in it. */
  readonly setting?: string;
}

interface Landmark {
  readonly rule: Rule;
  readonly anywhere: Anywhere;
  readonly depth: number;
  readonly matches: (path: string) => boolean;
}

/** Returns the homes of rules among canonical paths, sorted by rule and path. */
export function findHomes(
  tree: Tree,
  resolver: Resolver,
  rules: readonly Rule[],
  paths: readonly string[],
): readonly Home[] {
  const { literal, others } = landmarks(rules);
  const found = new Map<string, Home>();
  for (const path of paths) {
    for (const { rule, anywhere, depth, matches } of [...(literal.get(nameOf(path)) ?? []), ...others]) {
      const home = path.split('/').slice(0, -depth).join('/');
      const key = `${rule.name} ${home}`;
      if (home === '' || found.has(key) || !matches(path.slice(home.length))) continue;
      const setting = settingOf(tree, resolver, anywhere, home);
      found.set(key, { rule, anywhere, path: home, ...(setting === undefined ? {} : { setting }) });
    }
  }
  return [...found].sort(([a], [b]) => byName(a, b)).map(([, home]) => home);
}

/** Returns landmarks by the last name in their path, and those where this name is a pattern. */
function landmarks(rules: readonly Rule[]) {
  const literal = new Map<string, Landmark[]>();
  const others: Landmark[] = [];
  for (const rule of rules) {
    const { anywhere } = rule;
    if (anywhere === undefined) continue;
    const patterns = anywhere.landmarks ?? anywhere.when.filter((trigger) => trigger.startsWith(HOME));
    for (const pattern of patterns) {
      const rest = pattern.slice(HOME.length - 1);
      const landmark = { rule, anywhere, depth: rest.split('/').length - 1, matches: matcher([rest]) };
      const name = nameOf(rest);
      if (/[*?[{]/.test(name)) others.push(landmark);
      else literal.set(name, [...(literal.get(name) ?? []), landmark]);
    }
  }
  return { literal, others };
}

function settingOf(tree: Tree, resolver: Resolver, { setting }: Anywhere, home: string): string | undefined {
  if (setting === undefined) return undefined;
  const file = resolver.file(setting.file.replace('{home}', () => home));
  const lines = file === undefined ? [] : (readText(tree, file) ?? '').split('\n');
  const value = lines
    .map((line) => line.split('='))
    .find(([key]) => key?.trim() === setting.key)
    ?.slice(1)
    .join('=')
    .trim();
  return value?.startsWith('/') && value !== '/' ? value : undefined;
}
