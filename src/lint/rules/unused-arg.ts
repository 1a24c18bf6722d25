import type { Tree } from '../../imagefile/text/tree.ts';
import type { LintRule } from '../rule.ts';

export const unusedArg: LintRule = {
  name: 'unused-arg',
  summary: 'An argument that is not used has no effect',
  find({ args, written }) {
    const used = new Set(references(written));
    return args
      .filter(({ name }) => !used.has(name))
      .map(({ name, at }) => ({ detail: `argument "${name}" is declared but not used`, at }));
  },
};

/** Returns the names referred to in the values and keys of a tree. */
function references(tree: Tree): string[] {
  if (tree.kind === 'scalar')
    return [...tree.source.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g)].map(([, name = '']) => name);
  if (tree.kind === 'list') return tree.items.flatMap(references);
  return [...tree.entries].flatMap(([key, { key: at, value }]) => [
    ...references({ kind: 'scalar', value: key, source: key, at }),
    ...references(value),
  ]);
}
