import { matcher } from '../tree/glob.ts';
import type { Engine, Expander } from './engine.ts';
import type { Strength } from './graph.ts';
import type { PlacedRule } from './placed-rules.ts';
import type { Rule } from './rule.ts';

const LEVELS = ['files', 'modules', 'packages'] as const;

/** Returns the rules that apply at a level. */
export function rulesAt<Placed extends Pick<PlacedRule, 'rule'>>(
  rules: readonly Placed[],
  level: (typeof LEVELS)[number],
): readonly Placed[] {
  return rules.filter(({ rule }) => LEVELS.indexOf(rule.from ?? 'modules') <= LEVELS.indexOf(level));
}

/** Fires the rules triggered by a variable of the image. */
export function fireByEnvironment(engine: Engine, rules: readonly PlacedRule[]): void {
  for (const { rule, group, when } of rules) {
    for (const detail of when) {
      const [, variable, expected] = /^env:(\w+)(?:=(.*))?$/s.exec(detail) ?? [];
      const value = variable === undefined ? undefined : engine.request.environment[variable];
      if (!value || (expected !== undefined && value.replace(/(.)\/+$/, '$1') !== expected)) continue;
      engine.group(group, { kind: 'rule', detail, strength: strengthOf(rule) });
    }
  }
}

/** Fires the rules of packages marked as manually installed in the base image, as if the Imagefile named them. */
export function fireByPackages(
  engine: Engine,
  rules: readonly PlacedRule[],
  isManual: (name: string) => boolean,
): void {
  for (const { rule, group, when } of rules) {
    for (const detail of when) {
      const name = /^package:(.*)/.exec(detail)?.[1];
      if (name === undefined || !isManual(name)) continue;
      engine.group(group, { kind: 'rule', detail, strength: strengthOf(rule) });
    }
  }
}

/** Fires rules triggered by kept paths and by packages whose data is kept, and keeps the files of rules that fired. */
export function applyRules(rules: readonly PlacedRule[]): Expander {
  const triggers = rules.map(({ rule, group, when }) => {
    const paths = matcher(when.filter((trigger) => trigger.startsWith('/')));
    const packages = when.filter((trigger) => trigger.startsWith('package:'));
    // A group's id may carry an architecture, as in `package:libc6:amd64`.
    const matches = (id: string) =>
      paths(id) || packages.some((name) => id === name || id.startsWith(`${name}:`));
    return { rule, group, matches };
  });
  const byGroup = new Map(rules.map((rule) => [rule.group, rule]));
  return (engine, { id }) => {
    const fired = byGroup.get(id);
    if (fired !== undefined) keepAsSaid(engine, fired);
    for (const { rule, group, matches } of triggers) {
      if (matches(id)) engine.group(group, { from: id, kind: 'rule', strength: strengthOf(rule) });
    }
  };
}

/** Keeps, at every level, what kept files do not work without. */
export function keepNeeds(rules: readonly PlacedRule[]): Expander {
  const needs = rules.flatMap(({ group, needs }) =>
    needs.map(({ by, files }) => ({ group, files, matches: matcher([by]) })),
  );
  return (engine, { id, entry }) => {
    if (entry === undefined) return;
    for (const { group, files, matches } of needs) {
      if (!matches(id)) continue;
      const reason = { from: id, kind: 'need', detail: group, strength: 'hard' } as const;
      for (const pattern of files)
        for (const path of engine.expand(pattern)) engine.keepThrough(path, reason);
    }
  };
}

function keepAsSaid(engine: Engine, { rule, group, keep }: PlacedRule): void {
  for (const detail of keep) {
    const reason = { from: group, kind: 'rule', detail, strength: strengthOf(rule) } as const;
    for (const path of engine.expand(detail)) engine.keep(path, reason);
  }
}

function strengthOf(rule: Rule): Strength {
  return rule.strength ?? 'soft';
}
