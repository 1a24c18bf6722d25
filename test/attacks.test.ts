import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { TARGETS } from './attack/targets/index.ts';

const PAGE = readFileSync('docs/attacks.md', 'utf8');

describe('docs/attacks.md', () => {
  const rows = PAGE.split('\n').filter((line) => /\.test\.ts`: /.test(line));

  test.each(rows)('%s', (row) => {
    const proofs = [...row.matchAll(/`([^`]+\.ts)`: ([^;|]+?)(?=;| \|)/g)];
    expect(proofs).not.toEqual([]);
    for (const [, path = '', title = ''] of proofs) expect(readFileSync(path, 'utf8')).toContain(title);
  });

  test('has the last run of every reader, in which nothing was wrong', () => {
    const [, runs = ''] = /^\| target \|.*\n(?:\|.*\n)((?:\|.*\n)+)/m.exec(PAGE) ?? [];
    const cells = runs
      .trim()
      .split('\n')
      .map((row) => row.split('|').map((cell) => cell.trim()));
    expect(cells.map(([, name]) => name)).toEqual(TARGETS.map(({ name }) => name));
    for (const [, name, inputs, , , , , , , faults] of cells)
      expect({ name, inputs, faults }).toEqual({ name, inputs: '100000', faults: '0' });
  });

  test('has every reader', () => {
    const [readers = ''] = /\| reader \|.*?\n\n/s.exec(PAGE) ?? [];
    const named = [...readers.matchAll(/^\| ([a-z, ]+) \|/gm)].flatMap(([, names = '']) => names.split(', '));
    expect(named.filter((name) => name !== 'reader').sort()).toEqual(TARGETS.map(({ name }) => name).sort());
  });
});
