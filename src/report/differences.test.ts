import { expect, test } from 'vitest';
import { differencesText } from './differences.ts';

test('two builds that are the same', () => {
  expect(differencesText({ paths: 143, found: [] })).toBe(
    'Reproducible: none of 143 paths differs between two builds without cache.\n',
  );
});

test('a line for each path that differs', () => {
  const found = [
    { path: '/a', what: 'time', values: ['1754697600', '1754697601'] },
    { path: '/etc/made', what: 'mode', values: ['0644', '0600'] },
    { path: '/etc/made', what: 'content' },
    { path: '/new', what: 'presence', values: ['absent', 'present'] },
  ] as const;
  expect(
    differencesText({ paths: 143, found }),
  ).toBe(`Not reproducible: 3 of 143 paths differ between two builds without cache.

/a         time 2025-08-09T00:00:00Z, then 2025-08-09T00:00:01Z
/etc/made  mode 0644, then 0600, content
/new       absent, then present
`);
});
