import type { Diagnostic, Range } from '../text/diagnostic.ts';
import type { Problem } from '../text/problem.ts';
import { find, type Path, placeOf, type Tree } from '../text/tree.ts';

/** ReadContext is the state of the readers: the values with their places, and the diagnostics so far. */
export interface ReadContext {
  readonly tree: Tree;
  readonly diagnostics: Diagnostic[];
}

export function at(context: ReadContext, ...path: Path): Range {
  return placeOf(context.tree, path);
}

/** Returns the source text of the scalar at a path, e.g. `1.10` for the number 1.1. */
export function sourceAt(context: ReadContext, ...path: Path): string {
  const found = find(context.tree, path);
  return found?.kind === 'scalar' ? found.source : '';
}

/** Records a problem; reading continues. */
export function report(context: ReadContext, place: Range, { code, message, fix }: Problem): void {
  context.diagnostics.push({
    severity: 'error',
    code,
    message,
    ...(fix === undefined ? {} : { fix }),
    at: place,
  });
}
