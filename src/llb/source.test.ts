import { describe, expect, test } from 'vitest';
import { git, normalizeReference } from './index.ts';

test.each([
  ['debian', 'docker.io/library/debian:latest'],
  ['debian:13', 'docker.io/library/debian:13'],
  ['me/app', 'docker.io/me/app:latest'],
  ['index.docker.io/debian', 'docker.io/library/debian:latest'],
  ['localhost/app', 'localhost/app:latest'],
  ['mirror.example/app', 'mirror.example/app:latest'],
  ['mirror.example:5000/a/b:1', 'mirror.example:5000/a/b:1'],
  [`debian@sha256:${'0'.repeat(64)}`, `docker.io/library/debian@sha256:${'0'.repeat(64)}`],
  [`debian:13@sha256:${'0'.repeat(64)}`, `docker.io/library/debian:13@sha256:${'0'.repeat(64)}`],
])('the reference %s is %s', (reference, full) => {
  expect(normalizeReference(reference)).toBe(full);
});

describe('git', () => {
  test.each(['', 'app.git', '/srv/app.git', 'ftp://git.example/app', 'https://git.example/app#main'])(
    'refuses %j',
    (url) => {
      expect(() => git(url)).toThrow(`not the URL of a git repository: ${url}`);
    },
  );
});
