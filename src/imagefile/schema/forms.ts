import * as z from 'zod';
import * as syntax from '../values/syntax.ts';
import type { RuleName } from './wording.ts';

/**
 * Builders for the value types of an Imagefile. The error message given to zod is the name of the wording that explains
 * it (wording.ts).
 */
export const rule = (name: RuleName): { error: string } => ({ error: name });

/** Returns an expression that also accepts any text with a `${NAME}` in it. */
export const orReference = (pattern: RegExp) => new RegExp(`${pattern.source}|${syntax.REFERENCE.source}`);

/** A string that matches a pattern, or contains `${NAME}`; the pattern is checked again once that is replaced. */
export const text = (name: RuleName, pattern: RegExp) =>
  z.string(rule(name)).regex(orReference(pattern), rule(name));
/** A name, in which no argument is replaced. */
export const key = (name: RuleName, pattern: RegExp) => z.string(rule(name)).regex(pattern, rule(name));
/** Any non-empty string. */
export const filled = (name: RuleName) => z.string(rule(name)).min(1, rule(name));
export const listOf = <T extends z.ZodType>(name: RuleName, item: T) => z.array(item, rule(name));

/** The most commands, builds or checks in a list. Each is a container; commands are also layers, of which the kernel stacks 500. */
export const MOST_CONTAINERS = 100;

/** The most entries of `targets`. The whole Imagefile is read once for each. */
export const MOST_TARGETS = 100;

export const Words = z.array(z.string(rule('word')), rule('words')).min(1, rule('words'));
/** A command: one line, or its words. */
export const commandLine = (name: RuleName) => z.union([filled(name), Words], rule(name));

export const Scalar = (name: RuleName) => z.union([z.string(), z.number(), z.boolean()], rule(name));
/** A map with names chosen by the user, or a list of `NAME=value`. */
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

/** For members of a union: without `abort`, zod takes a member that fails only a pattern for the intended one. */
export const forGood = { abort: true };
