import type { Range } from '../imagefile/text/diagnostic.ts';
import type { Settings } from './directive.ts';
import type { Subject } from './rule.ts';
import { RULES } from './rules/index.ts';

export interface Warning {
  /** Name of the rule. */
  readonly rule: string;
  readonly summary: string;
  readonly detail: string;
  readonly at?: Range;
}

/** Returns the warnings for an Imagefile and its targets, in the order of the file. Those shared by several targets come once. */
export function lint(subjects: readonly Subject[], { skip }: Settings): Warning[] {
  const rules = skip === 'all' ? [] : RULES.filter(({ name }) => !skip.includes(name));
  const found = subjects.flatMap((subject) =>
    rules.flatMap(({ name, summary, find }) =>
      find(subject).map((finding): Warning => ({ rule: name, summary, ...finding })),
    ),
  );
  const distinct = new Map(found.map((each) => [`${each.rule} ${each.at?.start} ${each.detail}`, each]));
  const start = ({ at }: Warning) => at?.start ?? -1;
  return [...distinct.values()].sort((a, b) => start(a) - start(b) || (a.rule < b.rule ? -1 : 1));
}
