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
    expect(rule.when.length).toBeGreaterThan(0);
    for (const trigger of rule.when) expect(trigger).toMatch(/^(\/|env:[A-Z_]+$|package:[a-z0-9+.-]+$)/);
    for (const pattern of [...rule.keep, ...(rule.exclude ?? []), ...(rule.excludeFromData ?? [])])
      expect(pattern).toMatch(/^\/[^/]/);
  });
});
