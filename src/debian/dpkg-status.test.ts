import { expect, test } from 'vitest';
import { readStatus } from './dpkg-status.ts';

const STATUS = `Package: libc6
Status: install ok installed
Version: 2.41-12
Description: GNU C Library
 Status: deinstall ok config-files

Package: removed
Status: deinstall ok config-files
Version: 1


Package: held
Status: hold ok installed
Version: 2

Package: broken
Status: install ok half-installed
Version: 3

Package: again
Status: install reinstreq installed
Version: 4

Package: unknown
Version: 5
`;

test('reads what is installed, in its order', () => {
  expect(readStatus(STATUS).map(({ name, fields }) => [name, fields.get('version')])).toEqual([
    ['libc6', '2.41-12'],
    ['held', '2'],
    ['again', '4'],
  ]);
});

test('keeps each stanza as it is written', () => {
  expect(readStatus(STATUS).map(({ stanza }) => stanza)).toEqual(
    STATUS.trimEnd()
      .split(/\n\n+/)
      .filter((stanza) => /^Package: (libc6|held|again)\n/.test(stanza)),
  );
});

test('nothing is installed where there is no file', () => {
  expect(readStatus('')).toEqual([]);
});
