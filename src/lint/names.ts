import { AUDIT_RULES } from '../prune/audit/index.ts';
import { RULES } from './rules/index.ts';

/** Returns the names of all lint and audit rules, sorted. A lint and an audit rule may share a name. */
export function ruleNames(): readonly string[] {
  return [...new Set([...RULES, ...AUDIT_RULES].map(({ name }) => name))].sort();
}
