import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parseImagefile } from '../../../src/imagefile/parse.ts';
import { Imagefile, jsonSchema } from '../../../src/imagefile/schema/schema.ts';
import { plain } from '../../../src/imagefile/text/tree.ts';
import { readYaml } from '../../../src/imagefile/text/yaml.ts';

const cases = ['good', 'bad'].flatMap((kind) =>
  readdirSync(new URL(kind, import.meta.url)).map((name) => ({ kind, name })),
);
const valid = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(jsonSchema());

/** What an Imagefile that fits the schema can still be refused for: it takes two values, or a look at a text. */
const BEYOND = new Set([
  'duplicate-key',
  'missing-argument',
  'unknown-argument',
  'invalid-value',
  'missing-key',
  'not-supported-yet',
  'unknown-platform',
  'unsafe-path',
  'wrong-type',
]);

describe('an editor that has docs/imagefile.schema.json agrees with mib', () => {
  test.each(cases)('$kind/$name', ({ kind, name }) => {
    const text = readFileSync(new URL(`${kind}/${name}/Imagefile`, import.meta.url), 'utf8');
    const { tree } = readYaml(text);
    if (tree === undefined) return;
    const value = plain(tree);
    const { success } = Imagefile.safeParse(value);
    expect(valid(value)).toBe(success);

    const { spec, diagnostics } = parseImagefile(text);
    if (spec !== undefined) expect(success).toBe(true);
    if (success) expect(diagnostics.filter(({ code }) => !BEYOND.has(code))).toEqual([]);
  });

  test('of the goldens that are no YAML there are some, and of the others more', () => {
    const readable = cases.filter(
      ({ kind, name }) =>
        readYaml(readFileSync(new URL(`${kind}/${name}/Imagefile`, import.meta.url), 'utf8')).tree !==
        undefined,
    );
    expect(readable.length).toBeGreaterThan(60);
    expect(readable.length).toBeLessThan(cases.length);
  });
});
