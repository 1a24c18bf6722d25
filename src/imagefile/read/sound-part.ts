import type { Fault } from '../schema/issues.ts';
import { factsOf, type KEYS } from '../schema/keys.ts';
import type { Shape } from '../schema/schema.ts';

/**
 * Sound is the part of an Imagefile that the schema accepts. In lists, a refused item is undefined, so that positions
 * match the file; maps lack refused entries.
 */
export type Sound = {
  readonly [Key in keyof Shape]: (typeof KEYS)[Key]['parts'] extends 'none' ? Shape[Key] : Holed<Shape[Key]>;
};

type Holed<Value> = Value extends readonly (infer Item)[] ? readonly (Item | undefined)[] : Value;

/** Removes the faulty parts of a file. The remainder has the shape of the schema. */
export function soundPart(value: unknown, faults: readonly Fault[]): Sound {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const bad = new Map<string, Set<PropertyKey | undefined>>();
  for (const { path } of faults) {
    const [key, item] = path;
    if (typeof key === 'string') bad.set(key, (bad.get(key) ?? new Set()).add(item));
  }
  const parts = Object.entries(value).map(([key, part]) => [key, without(key, part, bad.get(key))] as const);
  return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
}

/** Returns a part without its faulty items; undefined if the part itself is faulty. */
function without(key: string, part: unknown, bad: ReadonlySet<PropertyKey | undefined> | undefined): unknown {
  if (bad === undefined) return part;
  const parts = factsOf(key)?.parts ?? 'none';
  if (bad.has(undefined) || parts === 'none') return undefined;
  if (Array.isArray(part)) return part.map((item, index) => (bad.has(index) ? undefined : item));
  if (typeof part !== 'object' || part === null || parts !== 'names') return undefined;
  return Object.fromEntries(Object.entries(part).filter(([name]) => !bad.has(name)));
}
