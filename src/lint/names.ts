import { AUDIT_RULES } from '../prune/audit/index.ts';
import { RULES } from './rules/index.ts';

/** Every rule, whether it reads the Imagefile or the tree, sorted; one name may be both. */
export function ruleNames(): readonly string[] {
  return [...new Set([...RULES, ...AUDIT_RULES].map(({ name }) => name))].sort();
}
