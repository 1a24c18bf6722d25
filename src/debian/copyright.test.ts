import { expect, test } from 'vitest';
import { licencesOf } from './copyright.ts';

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
