import { expect, test } from 'vitest';
import { ownSuites } from './own-suite.ts';

const RELEASE = 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nVERSION_CODENAME=trixie\nID=debian\n';

test('a tree is of the suite that its apt looks at first, in either form', () => {
  const paragraph = 'Types: deb\n# once\nURIs: http://mirror.example/debian\nSuites: trixie trixie-updates\n';
  expect(ownSuites({ sources: paragraph, release: RELEASE })).toEqual(['trixie']);
  const line =
    '# deb http://x y z\ndeb [signed-by=/k arch=amd64] http://mirror.example/debian bookworm main\n';
  expect(ownSuites({ sources: line })).toEqual(['bookworm']);
});

test('it may have two names', () => {
  expect(ownSuites({ sources: 'Suites: stable\n', release: RELEASE })).toEqual(['stable', 'trixie']);
});

test('without apt it is that of its release, or none', () => {
  expect(ownSuites({ release: 'VERSION_CODENAME="noble"\n' })).toEqual(['noble']);
  expect(ownSuites({ sources: 'deb\nSuites:\n', release: 'ID=other\n' })).toEqual([]);
});
