import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { field, fields, paragraphs } from './control.ts';

const TEXT = `Package: dash
Version: 0.5.12-12
Depends: libc6 (>= 2.38),
 debianutils (>= 5.6)
Description: POSIX-compliant shell
 The Debian Almquist Shell.
 .
 Depends: on nothing here


Package: sed
version:4.9
`;

const [dash, sed] = [...paragraphs(TEXT)] as [{ start: number; end: number }, { start: number; end: number }];

describe('a control file', () => {
  test('falls into paragraphs at its blank lines', () => {
    const texts = [...paragraphs(TEXT)].map(({ start, end }) => TEXT.slice(start, end));
    expect(texts).toEqual([TEXT.slice(0, TEXT.indexOf('\n\n') + 1), 'Package: sed\nversion:4.9\n']);
    expect([...paragraphs('\n\nA: b')]).toEqual([{ start: 2, end: 6 }]);
    expect([...paragraphs('')]).toEqual([]);
  });

  test('gives a field with its continuation lines', () => {
    expect(field(TEXT, dash, 'Depends')).toBe('libc6 (>= 2.38),\ndebianutils (>= 5.6)');
    expect(field(TEXT, dash, 'Description')).toContain('\nDepends: on nothing here');
  });

  test('gives a field whatever its case, and none of a neighbour', () => {
    expect(field(TEXT, sed, 'Version')).toBe('4.9');
    expect(field(TEXT, sed, 'Depends')).toBeUndefined();
    expect(field(TEXT, dash, 'Pack')).toBeUndefined();
  });

  test('gives all fields by their names in lower case', () => {
    expect([...fields(TEXT, sed)]).toEqual([
      ['package', 'sed'],
      ['version', '4.9'],
    ]);
    expect([...fields('# a note: here\nA: b\n', { start: 0, end: 20 })]).toEqual([['a', 'b']]);
  });

  test('says the same of one field and of all', () => {
    const name = fc.stringMatching(/^[A-Z][a-z]{0,3}$/);
    const value = fc.stringMatching(/^[a-z:,]{1,5}(\n [a-z]{1,4}){0,2}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key.toLowerCase() }),
        (entries) => {
          const text = entries.map(([key, content]) => `${key}: ${content}\n`).join('');
          const span = { start: 0, end: text.length };
          const all = fields(text, span);
          expect(all.size).toBe(entries.length);
          for (const [key] of entries) expect(field(text, span, key)).toBe(all.get(key.toLowerCase()));
        },
      ),
    );
  });
});
