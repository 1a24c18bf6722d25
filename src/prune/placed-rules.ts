import type { Home } from './homes.ts';
import type { PruneRequest } from './request.ts';
import type { Need, Rule } from './rule.ts';

/** PlacedRule is a rule for one place, with every `{…}` in its patterns replaced. */
export interface PlacedRule {
  readonly rule: Rule;
  /** The recognised folder; absent for the rule's absolute patterns. */
  readonly home?: string;
  /** Its id in the graph. */
  readonly group: string;
  readonly when: readonly string[];
  readonly keep: readonly string[];
  readonly exclude: readonly string[];
  readonly excludeFromData: readonly string[];
  readonly needs: readonly Need[];
  readonly governs: readonly string[];
  readonly own: readonly string[];
}

/** Returns the rules for the distribution's layout, and each one for all of its homes. */
export function placeRules(
  rules: readonly Rule[],
  homes: readonly Home[],
  { environment }: Pick<PruneRequest, 'environment'>,
): readonly PlacedRule[] {
  const fixed = rules.map((rule): PlacedRule => {
    const fill = filler({ environment });
    return { rule, group: `rule:${rule.name}`, ...filled(rule, fill), governs: [], own: fill(rule.own) };
  });
  const placed = homes.map(({ rule, anywhere, path, setting }): PlacedRule => {
    const fill = filler({ environment, home: path, ...(setting === undefined ? {} : { setting }) });
    return {
      rule,
      home: path,
      group: `rule:${rule.name} in ${path}`,
      ...filled(anywhere, fill),
      governs: fill(anywhere.governs),
      own: fill(anywhere.own),
    };
  });
  return [...fixed, ...placed];
}

type Filler = (patterns: readonly string[] | undefined) => readonly string[];

function filled(
  {
    when,
    keep,
    exclude,
    excludeFromData,
    needs = [],
  }: Pick<Rule, 'when' | 'keep' | 'exclude' | 'excludeFromData' | 'needs'>,
  fill: Filler,
) {
  return {
    when: fill(when),
    keep: fill(keep),
    exclude: fill(exclude),
    excludeFromData: fill(excludeFromData),
    needs: needs.flatMap(({ by, files }) => fill([by]).map((each) => ({ by: each, files: fill(files) }))),
  };
}

interface Values {
  readonly environment: PruneRequest['environment'];
  readonly home?: string;
  readonly setting?: string;
}

/** Returns a function that replaces the variables in patterns. It leaves out patterns with a variable that has no value. */
function filler({ environment, home, setting }: Values): Filler {
  const lookUp = (name: string) => {
    if (name === 'home') return home;
    if (name === 'setting') return setting;
    const value = environment[name.slice('env:'.length)]?.replace(/(.)\/+$/, '$1');
    return value?.startsWith('/') && value !== '/' ? value : undefined;
  };
  return (patterns = []) =>
    patterns.flatMap((pattern) => {
      // A folder in an `env:` trigger is compared as text, so its characters are not replaced.
      const isPlain = pattern.startsWith('env:');
      let isComplete = true;
      const text = pattern.replaceAll(/\{(home|setting|env:\w+)\}/g, (_, name) => {
        const value = lookUp(name);
        if (value === undefined) isComplete = false;
        return isPlain ? (value ?? '') : quoted(value ?? '');
      });
      return isComplete ? [text] : [];
    });
}

/** Returns a pattern that matches a path. Special characters become `?`, because not all of them can be escaped. */
function quoted(path: string): string {
  return path.replaceAll(/[*?[\]{},\\]/g, '?');
}
