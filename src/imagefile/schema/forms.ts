import * as z from 'zod';
import * as syntax from '../values/syntax.ts';
import type { RuleName } from './wording.ts';

/**
 * The forms that the values of an Imagefile have. Where zod would hold a text of its own, it holds the name of the rule that
 * words the message (rules.ts).
 */
export const rule = (name: RuleName): { error: string } => ({ error: name });

/** The form, or a value that has an argument in it. */
export const orReference = (pattern: RegExp) => new RegExp(`${pattern.source}|${syntax.REFERENCE.source}`);

/** A value of some form, or one that has an argument in it and the form once that is replaced. */
export const text = (name: RuleName, pattern: RegExp) =>
  z.string(rule(name)).regex(orReference(pattern), rule(name));
/** A name, in which nothing is replaced. */
export const key = (name: RuleName, pattern: RegExp) => z.string(rule(name)).regex(pattern, rule(name));
/** Any text but the empty one. */
export const filled = (name: RuleName) => z.string(rule(name)).min(1, rule(name));
export const listOf = <T extends z.ZodType>(name: RuleName, item: T) => z.array(item, rule(name));

export const Words = z.array(z.string(rule('word')), rule('words')).min(1, rule('words'));
/** A command: one line, or its words. */
export const commandLine = (name: RuleName) => z.union([filled(name), Words], rule(name));

export const Scalar = (name: RuleName) => z.union([z.string(), z.number(), z.boolean()], rule(name));
/** A map of names that a person chose, or a list of `NAME=value`. */
export const dictionary = (
  list: RuleName,
  name: RuleName,
  pattern: RegExp,
  value: RuleName,
  line: RuleName,
  linePattern: RegExp,
) =>
  z.union([z.record(key(name, pattern), Scalar(value)), listOf(list, text(line, linePattern))], rule(list));

export const Owner = z.union(
  [text('owner', syntax.OWNER), z.int(rule('owner')).min(0, rule('owner'))],
  rule('owner'),
);

/** A form of a choice must fail for good, or zod takes it for the one that was meant. */
export const forGood = { abort: true };
