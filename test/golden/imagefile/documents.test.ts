import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseImagefile } from '../../../src/imagefile/parse.ts';
import { documents } from '../../../src/imagefile/schema/documents.ts';
import { plannedKeys } from '../../../src/imagefile/schema/unknown-keys.ts';
import { CODES } from '../../../src/imagefile/text/diagnostic.ts';

const document = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

describe('what is made from the schema is up to date (npm run docs)', () => {
  test.each(Object.entries(documents()))('docs/%s', (name, text) => {
    expect(document(name)).toBe(text);
  });
});

describe('docs/reference.md', () => {
  const blocks = [...document('reference.md').matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => yaml);

  test.each(blocks)('shows what is right: %j', (yaml) => {
    const entry = /^(?:entry|prune):/m.test(yaml) ? '' : 'entry: /usr/bin/app\n';
    expect(parseImagefile(yaml + entry).diagnostics).toEqual([]);
  });

  test.each(plannedKeys().filter(([key]) => !key.includes('.')))('lists %s, which is refused', (key) => {
    expect(parseImagefile(`entry: /usr/bin/app\n${key}: x\n`).diagnostics.map(({ code }) => code)).toEqual([
      'not-supported-yet',
    ]);
  });
});

describe('docs/errors.md', () => {
  const sections = document('errors.md').split(/^## /m).slice(1);

  test('has a section for every code, in their order, and no other', () => {
    expect(sections.map((section) => section.split('\n')[0])).toEqual(CODES);
  });

  const examples = sections.flatMap((section) => {
    const [code = ''] = section.split('\n');
    return [...section.matchAll(/(?:^(Bad|Good):[^\n]*\n\n)?```yaml\n(.*?)```/gms)].map(
      ([, kind = 'Good', yaml = '']) => ({ code, kind, yaml }),
    );
  });

  test.each(examples.filter(({ kind }) => kind === 'Bad'))(
    '$code: the bad example has it',
    ({ code, yaml }) => {
      const codes = parseImagefile(yaml).diagnostics.map((diagnostic) => diagnostic.code);
      expect([...new Set(codes)]).toContain(code);
    },
  );

  test.each(examples.filter(({ kind }) => kind === 'Good'))(
    '$code: the good example is right',
    ({ yaml }) => {
      expect(parseImagefile(yaml).diagnostics).toEqual([]);
    },
  );
});
