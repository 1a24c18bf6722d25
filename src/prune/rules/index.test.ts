import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RULES } from './index.ts';

test('every file of this folder is a rule of the same name, in order', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => !name.startsWith('index.'));
  expect(RULES.map(({ name }) => `${name}.ts`)).toEqual(files.sort());
});

describe.each(RULES.map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
  test('says why and whence', () => {
    expect(rule.why).not.toBe('');
    expect(rule.source).not.toBe('');
  });

  test('has triggers and patterns of a known form', () => {
    expect(rule.when.length + (rule.anywhere?.when.length ?? 0)).toBeGreaterThan(0);
    for (const trigger of rule.when) expect(trigger).toMatch(/^(\/|env:[A-Z_]+$|package:[a-z0-9+.-]+$)/);
    for (const pattern of [...rule.keep, ...(rule.exclude ?? []), ...(rule.excludeFromData ?? [])])
      expect(pattern).toMatch(/^(\/[^/]|\{env:[A-Z_]+\})/);
  });
});

const PLACES = RULES.flatMap(({ name, anywhere }) =>
  anywhere === undefined ? [] : [[name, anywhere] as const],
);

test.each(PLACES)(
  '%s knows a home by landmarks, and reaches out of it only for what it keeps',
  (_, anywhere) => {
    const { landmarks, when, keep, exclude = [], excludeFromData = [], governs = [], own = [] } = anywhere;
    for (const landmark of landmarks ?? when.filter((trigger) => trigger.startsWith('{home}')))
      expect(landmark).toMatch(/^\{home\}\/(?!.*\*\*)/);
    for (const trigger of when) expect(trigger).toMatch(/^(\{home\}\/|env:[A-Z_]+=\{home\}$)/);
    for (const pattern of keep) expect(pattern).toMatch(/^(\{home\}|\{setting\})?\/[^/]/);
    for (const pattern of [...exclude, ...excludeFromData, ...governs, ...own])
      expect(pattern).toMatch(/^\{home\}\/[^/]/);
  },
);
