import type { Engine, Expander } from './engine.ts';
import { matcher } from './glob.ts';
import type { Rule } from './rule.ts';

const LEVELS = ['files', 'modules', 'packages'] as const;

/** The rules that hold at a level. */
export function rulesAt(rules: readonly Rule[], level: (typeof LEVELS)[number]): readonly Rule[] {
  return rules.filter((rule) => LEVELS.indexOf(rule.from ?? 'modules') <= LEVELS.indexOf(level));
}

/** Fires the rules that the request itself triggers. */
export function fireByRequest(engine: Engine, rules: readonly Rule[]): void {
  for (const rule of rules) {
    for (const trigger of rule.when) {
      const variable = /^env:(.*)/.exec(trigger)?.[1];
      if (variable !== undefined && engine.request.environment[variable])
        fire(engine, rule, undefined, trigger);
    }
  }
}

/** Fires rules by kept paths and by the packages whose data is kept. */
export function applyRules(rules: readonly Rule[]): Expander {
  const triggers = rules.map((rule) => {
    const paths = rule.when.filter((trigger) => trigger.startsWith('/'));
    const groups = rule.when.filter((trigger) => trigger.startsWith('package:'));
    const matches = matcher(paths);
    // A group's id may carry an architecture, as in `package:libc6:amd64`.
    return {
      rule,
      matches: (id: string) =>
        matches(id) || groups.some((group) => id === group || id.startsWith(`${group}:`)),
    };
  });
  const expandAll = new Set<string>();
  return (engine, node) => {
    for (const { rule, matches } of triggers) {
      if (!matches(node.id)) continue;
      engine.group(groupOf(rule), { from: node.id, kind: 'rule', strength: rule.strength ?? 'soft' });
      if (expandAll.has(rule.name)) continue;
      expandAll.add(rule.name);
      fire(engine, rule, node.id);
    }
  };
}

function groupOf(rule: Rule): string {
  return `rule:${rule.name}`;
}

function fire(engine: Engine, rule: Rule, from: string | undefined, detail?: string): void {
  const strength = rule.strength ?? 'soft';
  engine.group(groupOf(rule), { ...(from && { from }), kind: 'rule', ...(detail && { detail }), strength });
  for (const pattern of rule.keep) {
    for (const path of engine.expand(pattern)) {
      engine.keep(path, { from: groupOf(rule), kind: 'rule', detail: pattern, strength });
    }
  }
}
