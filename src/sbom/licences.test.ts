import { describe, expect, test } from 'vitest';
import { licenceId } from './licence-names.ts';
import { declaredLicence, knownExpression } from './licences.ts';

const FORMAT = 'Format: https://mirror.example/copyright-format/1.0/\n';

function declared(...licences: readonly string[]) {
  const files = licences.map((licence, at) => `Files: ${at}\nCopyright: nobody\nLicense: ${licence}\n`);
  return declaredLicence([FORMAT, ...files].join('\n'));
}

test.each([
  ['Expat', 'MIT'],
  ['BSD-3-clause', 'BSD-3-Clause'],
  ['zlib', 'Zlib'],
  ['Apache-2', 'Apache-2.0'],
  ['GPL-2', 'GPL-2.0-only'],
  ['GPL-2+', 'GPL-2.0-or-later'],
  ['GPL-3.0-or-later', 'GPL-3.0-or-later'],
  ['LGPL-2.1+', 'LGPL-2.1-or-later'],
  ['AGPL-3', 'AGPL-3.0-only'],
  ['GFDL-NIV-1.3+', 'GFDL-1.3-no-invariants-or-later'],
  ['GFDL-1.3', 'GFDL-1.3-only'],
  ['GPL', undefined],
  ['GPL-4', undefined],
  ['GPL-NIV-3', undefined],
  ['LGPL-2.2', undefined],
  ['MIT', undefined],
  ['Artistic', undefined],
  ['public-domain', undefined],
])('the name %s is %s', (name, id) => {
  expect(licenceId(name)).toBe(id);
});

describe('the licence of a package', () => {
  test.each([
    [['Expat'], 'MIT'],
    [['GPL-2+', 'Expat', 'GPL-2+'], 'GPL-2.0-or-later AND MIT'],
    [['GPL-2 or BSD-2-clause', 'ISC'], '(GPL-2.0-only OR BSD-2-Clause) AND ISC'],
    [['GPL-2 or BSD-2-clause'], 'GPL-2.0-only OR BSD-2-Clause'],
    [['Expat and ISC', 'ISC'], 'ISC AND MIT'],
    [['Expat, and GPL-1+ or ISC'], 'MIT AND (GPL-1.0-or-later OR ISC)'],
    [['GPL-1+ or ISC and Expat, or Zlib'], 'GPL-1.0-or-later OR ISC AND MIT OR Zlib'],
  ])('%j is %s', (names, expression) => {
    expect(declared(...names)).toEqual({ expression, others: [] });
  });

  test('that SPDX does not know keeps its text, wherever it stands', () => {
    const text = `${FORMAT}
Files: a
License: public-domain
 Nobody owns it.
 .
  Really.

Files: b
License: MIT/X11 or GPL-3+ with Bison exception

License: MIT/X11
 Do what you want.
 \t
License: Expat
 Not this.
`;
    expect(declaredLicence(text)).toEqual({
      expression:
        '(LicenseRef-MIT-X11-b1da0af7 OR LicenseRef-GPL-3-with-Bison-exception-979ded22) AND LicenseRef-public-domain-8bc6e7ee',
      others: [
        {
          id: 'LicenseRef-GPL-3-with-Bison-exception-979ded22',
          name: 'GPL-3+ with Bison exception',
          text: 'The copyright file names "GPL-3+ with Bison exception" without its text.',
        },
        { id: 'LicenseRef-MIT-X11-b1da0af7', name: 'MIT/X11', text: 'Do what you want.' },
        {
          id: 'LicenseRef-public-domain-8bc6e7ee',
          name: 'public-domain',
          text: 'Nobody owns it.\n\n Really.',
        },
      ],
    });
  });

  test('in words that are no expression is a name of its own', () => {
    expect(declared('GPL-2+ | Expat')?.expression).toMatch(/^LicenseRef-GPL-2-Expat-[0-9a-f]{8}$/);
    expect(declared('same as Perl and so on')?.expression).toMatch(/^LicenseRef-same-as-Perl-and-so-on-/);
  });

  test('is not guessed from a text without form', () => {
    expect(declaredLicence('This is free software.\n\nLicense: GPL-2\n')).toBeUndefined();
    expect(declaredLicence('')).toBeUndefined();
    expect(declaredLicence(FORMAT)).toBeUndefined();
  });
});

test.each([
  ['MIT', 'MIT'],
  [' GPL-2.0-or-later AND (MIT OR Apache-2.0) ', 'GPL-2.0-or-later AND (MIT OR Apache-2.0)'],
  ['GPL2 BSD', undefined],
  ['GPL-2+', undefined],
  ['MIT AND', undefined],
  ['MIT AND Custom', undefined],
  ['', undefined],
])('%o of a database is an expression of SPDX: %o', (text, expression) => {
  expect(knownExpression(text)).toBe(expression);
});
