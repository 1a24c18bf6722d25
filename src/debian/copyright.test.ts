import { expect, test } from 'vitest';
import { licencesOf, readCopyright } from './copyright.ts';

test('a machine-readable file has a short name for each licence', () => {
  const text = `Format: https://mirror.example/copyright-format/1.0/
License: ${'Different licences apply to different files in this package. '.repeat(2)}

Files: *
Copyright: 2001 A
License: Expat   or GPL-2+
 The whole
 text.
   \t
Files: debian/*
Copyright: 2002 B
License: GPL-2+

License: Expat or GPL-2+
 Permission …
`;
  expect(licencesOf(text)).toEqual(['Expat or GPL-2+', 'GPL-2+']);
});

test('another names the texts that it refers to', () => {
  const text = `This is free software.\nLicense: none that counts here
On Debian systems see /usr/share/common-licenses/LGPL-2.1, and "/usr/share/common-licenses/GPL-2".\n`;
  expect(licencesOf(text)).toEqual(['LGPL-2.1', 'GPL-2']);
  expect(licencesOf('All mine.')).toEqual([]);
});

test('a draft of the format is read, and a text without form is not', () => {
  const head = 'Format-Specification: http://mirror.example/dep5\nLicense: Expat\n Permission …\n';
  expect(readCopyright(`${head}\nFiles: *\nLicense: GPL-2+\n`)).toEqual([
    { isOfFiles: false, name: 'Expat', text: 'Permission …' },
    { isOfFiles: true, name: 'GPL-2+', text: '' },
  ]);
  expect(readCopyright('This is free software.\n\nFiles: *\nLicense: GPL-2\n')).toBeUndefined();
});
