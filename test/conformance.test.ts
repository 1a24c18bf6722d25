import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const rows = [...readFileSync('docs/conformance.md', 'utf8').matchAll(/^\| (\d+) \| (.*?) \| (.*) \|$/gm)];

test('docs/conformance.md has its 73 points in order', () => {
  expect(rows.map(([, number]) => Number(number))).toEqual(
    Array.from({ length: 73 }, (_, index) => index + 1),
  );
});

test.each(rows.map(([, number, , proof = '']) => ({ number, proof })))(
  'point $number names what is there',
  ({ proof }) => {
    const files = [...proof.matchAll(/`([\w./-]+\.ts)`/g)].map(([, path = '']) => path);
    expect(files.filter((path) => !existsSync(path))).toEqual([]);
    expect(files.length > 0 || /open|cannot apply|left to|every e2e test/.test(proof)).toBe(true);
  },
);
