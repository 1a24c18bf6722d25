import { type Argument, missingArgs, readArgs, valuesOf } from './args.ts';
import { type Expanded, expandArgs, MOST_TEXT } from './expand.ts';
import { soundPart } from './read/sound-part.ts';
import { readSpec } from './read/spec.ts';
import { MOST_TARGETS } from './schema/forms.ts';
import { explainIssues } from './schema/issues.ts';
import { Body, Declarations } from './schema/schema.ts';
import { declaredTargets, withTarget } from './schema/targets.ts';
import type { Spec } from './spec.ts';
import type { Diagnostic, Range } from './text/diagnostic.ts';
import { type Problem, problem } from './text/problem.ts';
import { kindOf, type MapTree, plain, type Tree } from './text/tree.ts';
import { readYaml } from './text/yaml.ts';

/** TargetSpec is an Imagefile as read for one target. */
export interface TargetSpec {
  readonly spec: Spec;
  /** The values with their places. */
  readonly tree: MapTree;
}

/** Target is an entry of `targets:`. */
export interface Target extends TargetSpec {
  /** Place of its name. */
  readonly at: Range;
}

export interface ParseResult {
  /** Absent when a diagnostic is an error. */
  readonly spec?: Spec;
  /** The values with their places; present when `spec` is. */
  readonly tree?: MapTree;
  /** The file as written, before targets and arguments are applied; absent when its YAML cannot be read. */
  readonly written?: MapTree;
  /** The declared targets by name; present when `spec` is. */
  readonly targets?: ReadonlyMap<string, Target>;
  /** Whether the result depends on the platform; present when `spec` is. */
  readonly isPerPlatform?: boolean;
  /** The declared arguments; absent when the YAML cannot be read. */
  readonly args?: readonly Argument[];
  /** In the order of the file. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads an Imagefile. Never throws: for any text, the result holds a Spec or errors.
 * @param given argument values by name; undeclared names are ignored
 * @param platform arguments that need no declaration, by name
 */
export function parseImagefile(
  text: string,
  given: ReadonlyMap<string, string> = new Map(),
  platform: ReadonlyMap<string, string> = new Map(),
): ParseResult {
  const dockerfile = findDockerfile(text);
  if (dockerfile !== undefined) return refused([], aDockerfile(), dockerfile);
  const { tree, diagnostics } = readYaml(text);
  // The content of a broken document is guesswork. A duplicate key leaves the rest readable.
  if (diagnostics.some(({ code }) => code === 'yaml-syntax' || code === 'too-many-aliases')) {
    return { diagnostics: inOrder(diagnostics) };
  }
  if (tree === undefined) return refused(diagnostics, emptyFile(), { start: 0, end: 0 });
  if (tree.kind !== 'map') return refused(diagnostics, notAMap(tree), tree.at);

  const args = readArgs(tree, new Map([...platform, ...given]));
  const missing = missingArgs(args);
  const declarations = [...diagnostics, ...checkDeclarations(tree), ...missing];
  if (missing.length > 0) return { written: tree, args, diagnostics: inOrder(declarations) };
  const names = [...declaredTargets(tree)];
  const excess = names[MOST_TARGETS];
  if (excess !== undefined) return refused(declarations, tooManyTargets(names.length), excess[1]);
  const values = valuesOf(args, given, platform);
  const expanded = [undefined, ...names.map(([name]) => name)].map((name) =>
    expandArgs(withTarget(tree, name), values),
  );
  const tooMuch = expanded.find((each) => each.excess !== undefined)?.excess;
  if (tooMuch !== undefined) return refused(declarations, tooMuchText(), tooMuch);
  const [base, ...others] = expanded.map(readTarget) as [TargetResult, ...TargetResult[]];
  const targets = names.flatMap(([name, at], index) => {
    const target = others[index];
    return target === undefined ? [] : [{ name, at, ...target }];
  });
  const found = inOrder([...declarations, ...[base, ...targets].flatMap((each) => each.diagnostics)]);
  if (found.length > 0) return { written: tree, args, diagnostics: found };
  return {
    spec: base.spec,
    tree: base.tree,
    written: tree,
    targets: new Map(targets.map(({ name, spec, tree, at }) => [name, { spec, tree, at }])),
    isPerPlatform: [base, ...targets].some((each) => each.isPerPlatform),
    args,
    diagnostics: [],
  };
}

/** Checks `args` and the names in `targets`. The content of a target is checked after it is merged with the Imagefile. */
function checkDeclarations(tree: MapTree): Diagnostic[] {
  const entries = [...tree.entries].filter(([key]) => key === 'args' || key === 'targets');
  const part = { ...tree, entries: new Map(entries) };
  const faults = explainIssues(part, Declarations.safeParse(plain(part)).error?.issues ?? []);
  return faults
    .filter(({ path }) => path[0] === 'args' || path.length <= 2)
    .map(({ diagnostic }) => diagnostic);
}

interface TargetResult extends TargetSpec {
  readonly isPerPlatform: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

function readTarget(expanded: Expanded): TargetResult {
  const value = plain(expanded.tree);
  const faults = [
    ...explainIssues(expanded.tree, Body.safeParse(value).error?.issues ?? []),
    ...expanded.faults,
  ];
  const context = { tree: expanded.tree, diagnostics: faults.map((fault) => fault.diagnostic) };
  const spec = readSpec(context, soundPart(value, faults), faults);
  return { spec, ...expanded, diagnostics: context.diagnostics };
}

function refused(diagnostics: readonly Diagnostic[], found: Problem, at: Range): ParseResult {
  return { diagnostics: inOrder([...diagnostics, { severity: 'error', ...found, at }]) };
}

/** Sorts by place in the file. An alias can repeat a diagnostic, which is kept once. */
function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return [...diagnostics]
    .sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end)
    .filter(({ at, message }) => {
      const same = `${at.start} ${at.end} ${message}`;
      return !seen.has(same) && seen.add(same);
    });
}

function tooMuchText(): Problem {
  const message = `the values of this Imagefile have more than ${MOST_TEXT} characters, with aliases and arguments replaced`;
  return problem('invalid-value', message, 'copy large texts from files of the build context');
}

function tooManyTargets(count: number): Problem {
  return problem('invalid-value', `targets has ${count} entries, more than ${MOST_TARGETS}`);
}

function emptyFile(): Problem {
  return problem(
    'missing-key',
    'this Imagefile is empty',
    'begin with packages: [nginx-light] and entry: /usr/sbin/nginx',
  );
}

function notAMap(tree: Tree): Problem {
  const fix = 'for example packages: [nginx-light]';
  return problem('wrong-type', `an Imagefile must be a map of keys, not ${kindOf(tree)}`, fix);
}

/** Returns the place of the first instruction if the text is a Dockerfile. Checked before YAML, which most Dockerfiles are not. */
function findDockerfile(text: string): Range | undefined {
  const found = /^(?:\ufeff?(?:[ \t]*(?:#.*)?\r?\n)*)((?:FROM|ARG)[ \t]+[^\s:]+(?::[^\s:]+)?(?=\s|$))/i.exec(
    text,
  );
  const [whole, instruction] = found ?? [];
  if (whole === undefined || instruction === undefined) return undefined;
  return { start: whole.length - instruction.length, end: whole.length };
}

function aDockerfile(): Problem {
  const fix = 'list "packages", "files" and "entry"; docs/reference.md has the keys';
  return problem('wrong-type', 'this is a Dockerfile, but mib reads an Imagefile', fix);
}
