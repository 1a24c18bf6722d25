import type { z } from 'zod';
import type { Diagnostic, Range } from './diagnostic.ts';
import { explainKey, explainMissing } from './keys.ts';
import { type Problem, problem } from './problem.ts';
import { type Rule, ruleOf } from './rules.ts';
import { find, gapPlaceOf, keyPlaceOf, kindOf, type Path, quote, type Tree } from './tree.ts';

type Issue = z.core.$ZodIssue;

/** A diagnostic of the schema, and the path of the value that is unfit because of it. */
export interface Fault {
  readonly path: Path;
  readonly diagnostic: Diagnostic;
}

/** What zod found, in our words and at its place in the file. */
export function explainIssues(tree: Tree, issues: readonly Issue[]): Fault[] {
  return issues.flatMap((issue) => explainIssue(tree, issue, []));
}

function explainIssue(tree: Tree, issue: Issue, base: Path): Fault[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => fault(path, explainKey(path, key), keyPlaceOf(tree, [...path, key])));
  }
  const found = find(tree, path);
  if (found === undefined) {
    return [fault(path, explainMissing(path), gapPlaceOf(tree, path.slice(0, -1)))];
  }
  if (issue.code === 'invalid_union') return explainChoice(tree, found, issue, path);
  if (issue.code === 'invalid_key') {
    const rule = ruleOf(issue.issues[0]?.message);
    return [fault(path, explainText(String(path.at(-1)), rule), keyPlaceOf(tree, path))];
  }
  return [fault(path, explainValue(found, ruleOf(issue.message), path), found.at)];
}

function fault(path: Path, { code, message, fix }: Problem, at: Range): Fault {
  const diagnostic = { severity: 'error', code, message, ...(fix === undefined ? {} : { fix }), at } as const;
  return { path, diagnostic };
}

/** Of several forms the value may have, explains the one that fits its kind; if none does, what it must be. */
function explainChoice(tree: Tree, found: Tree, issue: z.core.$ZodIssueInvalidUnion, path: Path): Fault[] {
  const rule = ruleOf(issue.message);
  const fitting = issue.errors.filter((variant) => !variant.some(isKindIssue));
  const chosen = fitting[fitting.length > 1 ? (rule.variant?.(found) ?? 0) : 0];
  if (chosen === undefined) return [fault(path, explainValue(found, rule, path), found.at)];
  return chosen.flatMap((inner) => explainIssue(tree, inner, path));
}

/** The value as a whole is of another kind than this form wants. */
function isKindIssue(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_union') return issue.errors.every((variant) => variant.some(isKindIssue));
  return issue.code === 'invalid_type';
}

function explainValue(found: Tree, rule: Rule, path: Path): Problem {
  const name = nameOf(rule, path);
  const example = rule.example === undefined ? undefined : `for example ${rule.example}`;
  const fix = rule.mend?.(found) ?? example;
  const expects = `must be ${rule.expects}`;
  if (found.kind !== 'scalar') return problem('wrong-type', `${name} ${expects}, not ${kindOf(found)}`, fix);
  if (found.value === null) return problem('wrong-type', `${name} has no value, it ${expects}`, fix);
  if (typeof found.value === 'string') {
    if (rule.explain !== undefined || path.length > 1) return explainText(found.value, rule, fix);
    return problem('wrong-type', `${name} ${quote(found.value)} ${expects}`, fix);
  }
  if (rule.isText !== true)
    return problem(
      typeof found.value === 'number' ? 'invalid-value' : 'wrong-type',
      `${name} ${found.source} ${expects}`,
      fix,
    );
  const reading = typeof found.value === 'number' ? `the number ${found.value}` : String(found.value);
  const same = reading === found.source ? '' : ` as ${reading}`;
  const message = `${name} ${found.source} must be in quotes, because YAML reads it${same === '' ? ' as a boolean' : same}`;
  return problem('wrong-type', message, rule.mend?.(found) ?? `write ${quote(found.source)}`);
}

/** `variable "PORT"` for a value in a map of names, else what the rule calls it. */
function nameOf(rule: Rule, path: Path): string {
  const key = path.at(-1);
  const named =
    (path[0] === 'environment' || path[0] === 'labels') && path.length === 2 && typeof key === 'string';
  return named ? `${rule.subject} ${quote(key)}` : rule.subject;
}

function explainText(text: string, rule: Rule, fix?: string): Problem {
  if (rule.explain !== undefined) return rule.explain(text);
  const value = text === '' ? 'is empty, it' : quote(text);
  const example = rule.example === undefined ? undefined : `for example ${rule.example}`;
  return problem('invalid-value', `${rule.subject} ${value} must be ${rule.expects}`, fix ?? example);
}
