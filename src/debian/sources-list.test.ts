import { expect, test } from 'vitest';
import { sourceStanza } from './sources-list.ts';

test('an archive becomes a paragraph of sources.list', () => {
  const archive = { url: 'http://mirror.example/debian', suite: 'trixie' };
  expect(sourceStanza(archive, ['main', 'contrib'], '/usr/share/keyrings/debian-archive-keyring.gpg')).toBe(
    `Types: deb
URIs: http://mirror.example/debian
Suites: trixie
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
`,
  );
});
