import type { Diagnostic, Range } from './text/diagnostic.ts';
import { problem } from './text/problem.ts';
import { type MapTree, quote } from './text/tree.ts';
import { VARIABLE } from './values/syntax.ts';

/** Argument is a build argument that the Imagefile declares. */
export interface Argument {
  readonly name: string;
  /** The given value, else the default; absent without either. */
  readonly value?: string;
  readonly at: Range;
}

/** Reads `args:`, with given values in place of defaults. Skips entries that the schema refuses. */
export function readArgs(tree: MapTree, given: ReadonlyMap<string, string>): Argument[] {
  const declared = tree.entries.get('args')?.value;
  const named = (name: string, preset: string | undefined, at: Range): Argument[] => {
    const value = given.get(name) ?? preset;
    return VARIABLE.test(name) ? [{ name, ...(value === undefined ? {} : { value }), at }] : [];
  };
  if (declared?.kind === 'map') {
    return [...declared.entries].flatMap(([name, { key, value }]) =>
      // The source text, so that the version 1.10 does not become the number 1.1.
      value.kind === 'scalar' ? named(name, value.value === null ? undefined : value.source, key) : [],
    );
  }
  return (declared?.kind === 'list' ? declared.items : []).flatMap((item) => {
    if (item.kind !== 'scalar') return [];
    const [name = '', ...rest] = item.source.split('=');
    return named(name, rest.length === 0 ? undefined : rest.join('='), item.at);
  });
}

/** Reports each argument without a value. */
export function missingArgs(args: readonly Argument[]): Diagnostic[] {
  return args
    .filter(({ value }) => value === undefined)
    .map(({ name, at }) => ({
      severity: 'error',
      ...problem(
        'missing-argument',
        `argument ${quote(name)} has no value`,
        `build with --build-arg ${name}=…, or write a value here`,
      ),
      at,
    }));
}

/** Values are the replacements for `${NAME}`. */
export interface Values {
  readonly byName: ReadonlyMap<string, string>;
  /** The names whose values come from the platform. */
  readonly ofPlatform: ReadonlySet<string>;
}

/**
 * Returns the values of arguments. Precedence: `--build-arg`, platform values, defaults.
 * @param platform platform values, by names that need no declaration
 */
export function valuesOf(
  args: readonly Argument[],
  given: ReadonlyMap<string, string>,
  platform: ReadonlyMap<string, string>,
): Values {
  const predefined = [...platform].map(([name, value]) => [name, given.get(name) ?? value] as const);
  const declared = args.map(({ name, value = '' }) => [name, value] as const);
  return {
    byName: new Map([...predefined, ...declared]),
    ofPlatform: new Set([...platform.keys()].filter((name) => !given.has(name))),
  };
}
