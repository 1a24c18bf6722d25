import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { type ParseResult, parseImagefile } from '../../../src/imagefile/parse.ts';
import { Imagefile, jsonSchema } from '../../../src/imagefile/schema/schema.ts';
import { CODES } from '../../../src/imagefile/text/diagnostic.ts';

const goldens = ['good', 'bad'].flatMap((kind) =>
  readdirSync(new URL(kind, import.meta.url)).map((name) =>
    readFileSync(new URL(`${kind}/${name}/Imagefile`, import.meta.url), 'utf8'),
  ),
);

/** What holds for the answer to any text at all. */
function expectAnswer(text: string, { spec, diagnostics }: ParseResult): void {
  expect(spec === undefined).toBe(diagnostics.length > 0);
  let last = 0;
  for (const { severity, code, message, fix, at } of diagnostics) {
    expect(severity).toBe('error');
    expect(CODES).toContain(code);
    expect(message).toMatch(/^\S.*[^\s.]$/s);
    expect(fix ?? 'none').toMatch(/^\S.*[^\s.]$/s);
    expect(`${message} ${fix ?? ''}`).not.toMatch(/\n|undefined|\[object|NaN|Invalid input/);
    expect(at.start).toBeGreaterThanOrEqual(last);
    expect(at.end).toBeGreaterThanOrEqual(at.start);
    expect(at.end).toBeLessThanOrEqual(text.length);
    last = at.start;
  }
}

const yamlText = fc.string({
  unit: fc.constantFrom(
    ...'ab:-[]{}#&*!|>\'"%@`,? \n\t\r\\~$/.=0169\u0000\u00e9\ufeff',
    ': ',
    '\n- ',
    '\n  ',
    'entry: ',
    'files:\n  - ',
  ),
  maxLength: 80,
});

const mutated = fc
  .tuple(fc.constantFrom(...goldens), fc.constantFrom(...goldens), fc.nat(), fc.nat(), yamlText, fc.nat(4))
  .map(([text, other, first, second, inserted, kind]) => {
    const from = first % (text.length + 1);
    const to = Math.min(text.length, from + (second % 12));
    if (kind === 0) return text.slice(0, from) + text.slice(to);
    if (kind === 1) return text.slice(0, from) + inserted + text.slice(to);
    if (kind === 2) return text.slice(0, from) + other.slice(second % (other.length + 1));
    if (kind === 3) return text.slice(0, from) + text.charAt(from).toUpperCase() + text.slice(from + 1);
    const lines = text.split('\n');
    return lines.toSpliced(first % lines.length, second % 3, inserted).join('\n');
  });

const word = fc.oneof(
  fc.constantFrom(
    '',
    '/',
    '/a',
    '/a/',
    '..',
    'a',
    '../a',
    'pkg:a',
    'app',
    'A=b',
    'CMD',
    '8080',
    '80/tcp',
    '1s',
    '30',
    'curl[amd64]',
    '-curl',
    'http://127.0.0.1/',
    'tcp://x:1',
    'root',
    '0644',
    'SIGTERM',
    'none',
    'a && b',
    '$A',
    '\x24{A}',
    '\n',
    '\u0000',
  ),
  fc.string({ maxLength: 6 }),
);
const KEYS = [
  'from',
  'to',
  'text',
  'symlink',
  'owner',
  'mode',
  'name',
  'uid',
  'gid',
  'home',
  'run',
  'start',
  'ready',
  'stop',
  'timeout',
  'test',
  'disable',
  'interval',
  'start_period',
  'retries',
  'suite',
  'mirror',
  'components',
  'a',
  'A',
];
const scalar = fc.oneof(
  { weight: 4, arbitrary: word },
  fc.integer({ min: -2, max: 70_000 }),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
const map = fc.dictionary(fc.constantFrom(...KEYS), fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })), {
  maxKeys: 4,
});
const value = fc.oneof(
  scalar,
  map,
  fc.array(fc.oneof(scalar, map, fc.array(scalar, { maxLength: 2 })), { maxLength: 3 }),
);
const file = fc.dictionary(fc.constantFrom(...Object.keys(Imagefile.shape), 'args', 'Entry'), value, {
  maxKeys: 6,
});

// The number of runs takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

describe('parseImagefile never throws, and answers with a Spec or with diagnostics', () => {
  test('for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), yamlText), (text) =>
        expectAnswer(text, parseImagefile(text)),
      ),
      { numRuns: 300 },
    );
  });

  test('for goldens with a slip in them', () => {
    fc.assert(
      fc.property(mutated, (text) => expectAnswer(text, parseImagefile(text))),
      { numRuns: 500 },
    );
  });

  test('for any value at any key', () => {
    fc.assert(
      fc.property(file, (content) => {
        const text = stringify(content);
        expectAnswer(text, parseImagefile(text));
      }),
      { numRuns: 500 },
    );
  });
});

test('the JSON Schema takes and refuses what the validator does', () => {
  const valid = new Ajv({ strict: true, allowUnionTypes: true }).compile(jsonSchema());
  fc.assert(
    fc.property(file, (content) => {
      expect(valid(content)).toBe(Imagefile.safeParse(content).success);
    }),
    { numRuns: 500 },
  );
});

test('the order of the keys changes nothing but the places', () => {
  const text = readFileSync(new URL('good/everything/Imagefile', import.meta.url), 'utf8');
  const blocks = text.split(/^(?=[a-z_]+:)/m).filter((block) => /^[a-z_]+:/.test(block));
  const placeless = (result: ParseResult) =>
    JSON.stringify(result.spec, (key, part) => (key === 'at' || key === 'userAt' ? undefined : part));
  const expected = placeless(parseImagefile(text));
  fc.assert(
    fc.property(fc.shuffledSubarray(blocks, { minLength: blocks.length }), (shuffled) => {
      expect(placeless(parseImagefile(shuffled.join('')))).toBe(expected);
    }),
    { numRuns: 50 },
  );
});
