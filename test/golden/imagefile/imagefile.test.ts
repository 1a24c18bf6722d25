import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseImagefile } from '../../../src/imagefile/parse.ts';
import type { Diagnostic } from '../../../src/imagefile/text/diagnostic.ts';
import { lineStarts, positionAt } from '../../../src/imagefile/text/lines.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const cases = (kind: string) => readdirSync(join(HERE, kind)).sort();
const read = (kind: string, name: string) => readFileSync(join(HERE, kind, name, 'Imagefile'), 'utf8');

/** Place, code and marked text on a line, then what a person reads. */
function render(text: string, { at, code, severity, message, fix }: Diagnostic): string {
  const { line, character } = positionAt(lineStarts(text), at.start);
  const marked = JSON.stringify(text.slice(at.start, at.end));
  return [
    `${line}:${character + 1} ${severity} ${code} at ${marked}`,
    `  ${message}`,
    ...(fix === undefined ? [] : [`  ${fix}`]),
    '',
  ].join('\n');
}

async function matches(spec: unknown, path: string): Promise<void> {
  await expect(`${JSON.stringify(spec, undefined, 2)}\n`).toMatchFileSnapshot(path);
}

// A changed text is refreshed with `npx vitest run --project unit test/golden/imagefile -u`; read the difference.
describe('an Imagefile that is right', () => {
  test.each(cases('good'))('%s', async (name) => {
    const { spec, targets, diagnostics } = parseImagefile(read('good', name));
    expect(diagnostics).toEqual([]);
    await matches(spec, join('good', name, 'spec.json'));
    for (const [target, { spec }] of targets ?? []) await matches(spec, join('good', name, `${target}.json`));
  });
});

describe('an Imagefile that is wrong', () => {
  test.each(cases('bad'))('%s', async (name) => {
    const text = read('bad', name);
    const { spec, diagnostics } = parseImagefile(text);
    expect(spec).toBeUndefined();
    expect(diagnostics.length).toBeGreaterThan(0);
    const found = diagnostics.map((diagnostic) => render(text, diagnostic)).join('\n');
    await expect(found).toMatchFileSnapshot(join('bad', name, 'diagnostics.txt'));
  });
});

describe('a fix that says what to write is right', () => {
  const fixes = cases('bad').flatMap((name) => {
    const text = read('bad', name);
    return parseImagefile(text).diagnostics.flatMap(({ at, fix = '', message }) => {
      const [, written] = /^(?:write|did you mean) ("(?:[^"\\]|\\.)*")\??$/.exec(fix) ?? [];
      return written === undefined ? [] : [{ text, at, written, message }];
    });
  });

  test.each(fixes)('$message → $written', ({ text, at, written, message }) => {
    const mended = text.slice(0, at.start) + written + text.slice(at.end);
    const here = parseImagefile(mended).diagnostics.filter(
      (diagnostic) => diagnostic.at.start === at.start && !diagnostic.message.endsWith('written twice'),
    );
    expect(here, message).toEqual([]);
  });
});
