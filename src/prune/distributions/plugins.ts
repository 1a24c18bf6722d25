import { readText } from '../../tree/read-text.ts';
import type { Engine } from '../engine.ts';
import type { Distribution } from './distribution.ts';

/** Plugin is a distribution that adds to a kept one. */
export interface Plugin {
  readonly of: Distribution;
  /** The group of the kept one. */
  readonly from: string;
  /** The group of entry points. */
  readonly entryPoints: string;
}

/**
 * Returns the distributions with entry points for one that is kept. The text of that one has the name of the group in
 * quotes: nothing else says who reads it (packaging.python.org "Entry points specification").
 */
export function pluginsOf(engine: Engine, all: readonly Distribution[]): readonly Plugin[] {
  const { graph, tree } = engine;
  const isKept = ({ group }: Distribution) => graph.nodes.has(group);
  const plugins = all.filter((each) => each.plugs.length > 0 && !isKept(each));
  if (plugins.length === 0) return [];
  const groups = new Set(plugins.flatMap(({ plugs }) => plugs));
  const readers = new Map<string, string>();
  for (const { group, files } of all.filter((each) => each.language === 'python' && isKept(each)))
    for (const path of files) {
      if (!path.endsWith('.py') || readers.size === groups.size) continue;
      const text = readText(tree, path) ?? '';
      for (const each of groups)
        if (!readers.has(each) && (text.includes(`'${each}'`) || text.includes(`"${each}"`)))
          readers.set(each, group);
    }
  return plugins.flatMap((of) =>
    of.plugs.flatMap((entryPoints) => {
      const from = readers.get(entryPoints);
      return from === undefined ? [] : [{ of, from, entryPoints }];
    }),
  );
}
