import type { Home } from './homes.ts';
import type { PruneRequest } from './request.ts';
import type { Rule } from './rule.ts';

/** PlacedRule is a rule for one place: every `{…}` in its patterns is filled in. */
export interface PlacedRule {
  readonly rule: Rule;
  /** The folder that was recognised; absent for the rule's absolute patterns. */
  readonly home?: string;
  /** Its id in the graph. */
  readonly group: string;
  readonly when: readonly string[];
  readonly keep: readonly string[];
  readonly exclude: readonly string[];
  readonly excludeFromData: readonly string[];
  readonly governs: readonly string[];
  readonly own: readonly string[];
}

/** The rules of the distribution's layout, and each again for every home. */
export function placeRules(
  rules: readonly Rule[],
  homes: readonly Home[],
  { environment }: Pick<PruneRequest, 'environment'>,
): readonly PlacedRule[] {
  const fixed = rules.map((rule): PlacedRule => {
    const fill = filler({ environment });
    return { rule, group: `rule:${rule.name}`, ...filled(rule, fill), governs: [], own: [] };
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
  { when, keep, exclude, excludeFromData }: Pick<Rule, 'when' | 'keep' | 'exclude' | 'excludeFromData'>,
  fill: Filler,
) {
  return {
    when: fill(when),
    keep: fill(keep),
    exclude: fill(exclude),
    excludeFromData: fill(excludeFromData),
  };
}

interface Values {
  readonly environment: PruneRequest['environment'];
  readonly home?: string;
  readonly setting?: string;
}

/** Fills in what patterns leave open; a pattern for which there is no value is left out. */
function filler({ environment, home, setting }: Values): Filler {
  const lookUp = (name: string) => {
    if (name === 'home') return home;
    if (name === 'setting') return setting;
    const value = environment[name.slice('env:'.length)]?.replace(/(.)\/+$/, '$1');
    return value?.startsWith('/') && value !== '/' ? value : undefined;
  };
  return (patterns = []) =>
    patterns.flatMap((pattern) => {
      // What stands for a folder's name in a trigger by a variable is compared, and no pattern.
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

/** A path as a pattern. Characters with a meaning there stand for any: there is no way to write all of them. */
function quoted(path: string): string {
  return path.replaceAll(/[*?[\]{},\\]/g, '?');
}
