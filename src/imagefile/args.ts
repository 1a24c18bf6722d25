import type { Diagnostic, Range } from './text/diagnostic.ts';
import { problem } from './text/problem.ts';
import { type MapTree, quote } from './text/tree.ts';
import { VARIABLE } from './values/syntax.ts';

/** An argument that the Imagefile declares. */
export interface Argument {
  readonly name: string;
  /** What was given, else the default; absent when there is neither. */
  readonly value?: string;
  readonly at: Range;
}

/** The arguments of `args:`, with the values that were given; what the schema refuses of them is left out. */
export function readArgs(tree: MapTree, given: ReadonlyMap<string, string>): Argument[] {
  const declared = tree.entries.get('args')?.value;
  const named = (name: string, preset: string | undefined, at: Range): Argument[] => {
    const value = given.get(name) ?? preset;
    return VARIABLE.test(name) ? [{ name, ...(value === undefined ? {} : { value }), at }] : [];
  };
  if (declared?.kind === 'map') {
    return [...declared.entries].flatMap(([name, { key, value }]) =>
      // As it was written: 1.10 is a version before it is a number.
      value.kind === 'scalar' ? named(name, value.value === null ? undefined : value.source, key) : [],
    );
  }
  return (declared?.kind === 'list' ? declared.items : []).flatMap((item) => {
    if (item.kind !== 'scalar') return [];
    const [name = '', ...rest] = item.source.split('=');
    return named(name, rest.length === 0 ? undefined : rest.join('='), item.at);
  });
}

/** A problem for each argument that nobody gave a value. */
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

/** What `${NAME}` stands for. */
export interface Values {
  readonly byName: ReadonlyMap<string, string>;
  /** The names whose values are those of a platform. */
  readonly ofPlatform: ReadonlySet<string>;
}

/**
 * The values of arguments. What is given counts for more than what a platform is, and that for more than what is declared.
 * @param platform what it is, by the names that nobody has to declare
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
