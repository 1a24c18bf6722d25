import { describe, expect, test } from 'vitest';
import type { StepFacts } from './step.ts';
import { type Places, placesInBuild, STEPS, type StepName } from './steps.ts';

describe.each(Object.entries<StepFacts>(STEPS))('%s', (_, { does, places, optional = [], order = {} }) => {
  test('has each mount at a path of its own', () => {
    const paths = [...Object.values(places), ...Object.values(order)];
    expect(paths.filter((path) => !/^(\/[a-z0-9.-]+)+$/.test(path))).toEqual([]);
    expect(new Set(paths).size).toBe(paths.length);
  });

  test('says in one line what it does, and of its places which may be absent', () => {
    expect(does).toMatch(/^[A-Z].{0,100}\.$/);
    expect(optional.filter((name) => !Object.hasOwn(places, name))).toEqual([]);
  });
});

// Without one of the errors that it expects here, the compiler fails.
test('a step has the places that it names, and no others', () => {
  const places: Places<'verify'> = placesInBuild('verify');
  expect(Object.keys(places)).toEqual(['request', 'tree', 'image', 'report']);
  // @ts-expect-error: a misspelt place
  expect(places.iamge).toBeUndefined();
  // @ts-expect-error: one place is missing
  const some: Places<'verify'> = { request: '', tree: '', image: '' };
  expect(some.report).toBeUndefined();
  // @ts-expect-error: no step
  const name: StepName = 'verfy';
  expect(Object.hasOwn(STEPS, name)).toBe(false);
});
