import type { z } from 'zod';
import type { Diagnostic, Range } from '../text/diagnostic.ts';
import { didYouMean, type Problem, problem } from '../text/problem.ts';
import { find, gapPlaceOf, keyPlaceOf, kindOf, type Path, quote, type Tree } from '../text/tree.ts';
import { factsOf } from './keys.ts';
import { explainKey, explainMissing } from './unknown-keys.ts';
import { ruleOf } from './wording.ts';
import type { Wording } from './wording-rule.ts';

type Issue = z.core.$ZodIssue;

/** Fault is a diagnostic of the schema, with the path of the value it makes unusable. */
export interface Fault {
  readonly path: Path;
  readonly diagnostic: Diagnostic;
}

/** Turns zod issues into diagnostics with places in the file. */
export function explainIssues(tree: Tree, issues: readonly Issue[]): Fault[] {
  const faults = issues.flatMap((issue) => explainIssue(tree, issue, []));
  return faults.filter(({ path, diagnostic }) => {
    const key = String(path.at(-1));
    return diagnostic.code !== 'missing-key' || !isMisspelt(faults, path.slice(0, -1), key);
  });
}

/** Reports whether a missing key was misspelt: an unknown key of its map has the fix "did you mean KEY?". */
export function isMisspelt(faults: readonly Fault[], map: Path, key: string): boolean {
  return faults.some(
    ({ path, diagnostic }) => diagnostic.fix === didYouMean(key) && path.join('/') === map.join('/'),
  );
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
    return [fault(path, explainText(String(path.at(-1)), rule, path.slice(0, -1)), keyPlaceOf(tree, path))];
  }
  const rule = ruleOf(issue.message);
  if (issue.code === 'too_big' && found.kind === 'list') {
    const most = Number(issue.maximum);
    const message = `${wholeNameOf(rule, path)} has ${found.items.length} entries, more than ${most}`;
    const at = found.items[most]?.at ?? found.at;
    return [fault(path, problem('invalid-value', message, rule.fewer), at)];
  }
  const isKind = issue.code === 'invalid_type' || (issue.code === 'invalid_value' && !isString(found));
  if (isKind) return [fault(path, explainKind(found, rule, path), found.at)];
  return [fault(path, explainValue(found, rule, path), found.at)];
}

function isString(tree: Tree): boolean {
  return tree.kind === 'scalar' && typeof tree.value === 'string';
}

function fault(path: Path, { code, message, fix }: Problem, at: Range): Fault {
  const diagnostic = { severity: 'error', code, message, ...(fix === undefined ? {} : { fix }), at } as const;
  return { path, diagnostic };
}

/** Explains a union by the member that fits the kind of the value, or by the wording of the union if none fits. */
function explainChoice(tree: Tree, found: Tree, issue: z.core.$ZodIssueInvalidUnion, path: Path): Fault[] {
  const rule = ruleOf(issue.message);
  const whole = rule.explainWhole?.(found);
  if (whole !== undefined) return [fault(path, whole, found.at)];
  const fitting = issue.errors.filter((variant) => !variant.some(isKindIssue));
  const chosen = fitting[fitting.length > 1 ? (rule.variant?.(found) ?? 0) : 0];
  if (chosen === undefined) return [fault(path, explainKind(found, rule, path), found.at)];
  return chosen.flatMap((inner) => explainIssue(tree, inner, path));
}

/** Reports whether the value as a whole has the wrong type for this member. */
function isKindIssue(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_union') return issue.errors.every((variant) => variant.some(isKindIssue));
  return issue.code === 'invalid_type';
}

/** Explains a value of the right type that is not allowed. */
function explainValue(found: Tree, rule: Wording, path: Path): Problem {
  if (found.kind === 'scalar') {
    if (typeof found.value === 'string') return explainText(found.value, rule, path);
    return invalid(`${nameOf(rule, path)} ${found.source}`, rule, rule.mend?.(found));
  }
  return invalid(`${wholeNameOf(rule, path)} is empty, it`, rule, undefined);
}

function explainText(text: string, rule: Wording, path: Path): Problem {
  if (rule.explain !== undefined) return rule.explain(text);
  if (text === '') return invalid(`${wholeNameOf(rule, path)} is empty, it`, rule, undefined);
  return invalid(`${nameOf(rule, path)} ${quote(text)}`, rule, undefined);
}

function invalid(subject: string, rule: Wording, fix: string | undefined): Problem {
  return problem('invalid-value', `${subject} must be ${rule.expects}`, fix ?? exampleOf(rule));
}

/** Explains a value of the wrong type: a list for a string, a number for a list. */
function explainKind(found: Tree, rule: Wording, path: Path): Problem {
  const expects = `must be ${rule.expects}`;
  const fix = rule.mend?.(found) ?? exampleOf(rule);
  const wrong = (message: string, other = fix) => problem('wrong-type', message, other);
  if (found.kind !== 'scalar') return wrong(`${wholeNameOf(rule, path)} ${expects}, not ${kindOf(found)}`);
  if (found.value === null) {
    return (
      rule.explainNothing?.(String(path.at(-1))) ??
      wrong(`${wholeNameOf(rule, path)} has no value, it ${expects}`)
    );
  }
  if (typeof found.value === 'string') return wrong(`${nameOf(rule, path)} ${quote(found.value)} ${expects}`);
  if (rule.isText !== true) return wrong(`${nameOf(rule, path)} ${found.source} ${expects}`);
  const reading =
    typeof found.value === 'number' ? `the number ${found.value}` : `the boolean ${found.value}`;
  const message = `${nameOf(rule, path)} ${found.source} must be in quotes, because YAML reads it as ${reading}`;
  return wrong(message, rule.mend?.(found) ?? `write ${quote(found.source)}`);
}

function exampleOf(rule: Wording): string | undefined {
  return rule.example === undefined ? undefined : `for example ${rule.example}`;
}

/** Returns `variable "PORT"` for a value in a map of names, the key if the wording has no subject, else the subject. */
function nameOf(rule: Wording, path: Path): string {
  const key = path.findLast((step) => typeof step === 'string');
  if (rule.subject === undefined) return String(key);
  const named = factsOf(path[0])?.parts === 'names' && typeof path[1] === 'string';
  return named ? `${rule.subject} ${quote(String(key))}` : rule.subject;
}

/** Returns the name for a message that does not quote the value: `a package`, but `entry`. */
function wholeNameOf(rule: Wording, path: Path): string {
  return rule.isItem === true ? `a ${nameOf(rule, path)}` : nameOf(rule, path);
}
