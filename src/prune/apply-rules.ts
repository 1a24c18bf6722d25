import { matcher } from '../tree/glob.ts';
import type { Engine, Expander } from './engine.ts';
import type { Strength } from './graph.ts';
import type { Rule } from './rule.ts';

const LEVELS = ['files', 'modules', 'packages'] as const;

/** The rules that hold at a level. */
export function rulesAt(rules: readonly Rule[], level: (typeof LEVELS)[number]): readonly Rule[] {
  return rules.filter((rule) => LEVELS.indexOf(rule.from ?? 'modules') <= LEVELS.indexOf(level));
}

/** Fires the rules that a variable of the image triggers. */
export function fireByEnvironment(engine: Engine, rules: readonly Rule[]): void {
  for (const rule of rules) {
    for (const detail of rule.when) {
      const variable = /^env:(.*)/.exec(detail)?.[1];
      if (variable === undefined || !engine.request.environment[variable]) continue;
      engine.group(groupOf(rule), { kind: 'rule', detail, strength: strengthOf(rule) });
    }
  }
}

/** Fires rules by kept paths and by the packages whose data is kept; a rule that fired keeps what it says. */
export function applyRules(rules: readonly Rule[]): Expander {
  const triggers = rules.map((rule) => {
    const paths = matcher(rule.when.filter((trigger) => trigger.startsWith('/')));
    const packages = rule.when.filter((trigger) => trigger.startsWith('package:'));
    // A group's id may carry an architecture, as in `package:libc6:amd64`.
    const matches = (id: string) =>
      paths(id) || packages.some((name) => id === name || id.startsWith(`${name}:`));
    return { rule, matches };
  });
  const byGroup = new Map(rules.map((rule) => [groupOf(rule), rule]));
  return (engine, { id }) => {
    const fired = byGroup.get(id);
    if (fired !== undefined) keepAsSaid(engine, fired);
    for (const { rule, matches } of triggers) {
      if (matches(id)) engine.group(groupOf(rule), { from: id, kind: 'rule', strength: strengthOf(rule) });
    }
  };
}

function keepAsSaid(engine: Engine, rule: Rule): void {
  for (const detail of rule.keep) {
    const reason = { from: groupOf(rule), kind: 'rule', detail, strength: strengthOf(rule) } as const;
    for (const path of engine.expand(detail)) engine.keep(path, reason);
  }
}

function groupOf(rule: Rule): string {
  return `rule:${rule.name}`;
}

function strengthOf(rule: Rule): Strength {
  return rule.strength ?? 'soft';
}
