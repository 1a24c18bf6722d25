import { describe, expect, test } from 'vitest';
import { git, image, local, normalizeReference, ownImage, regularImage } from './index.ts';
import { source } from './source.ts';

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

describe('a regular image', () => {
  const platform = { os: 'linux', architecture: 'amd64' };

  test('is encoded as the daemon would, whatever its record was', () => {
    const attributes = { 'image.resolvemode': 'pull', 'image.recordtype': 'regular' };
    const identifier = 'docker-image://docker.io/library/debian:latest';
    const wanted = source({ identifier, attributes, caps: ['source.image'], platform });
    const given = image('debian', { platform, resolveMode: 'pull', recordType: 'internal' });
    expect(regularImage(given).vertex.bytes).toEqual(wanted.vertex.bytes);
    expect(regularImage(given).vertex.digest).toBe(wanted.vertex.digest);
  });

  test('is only for images', () => {
    const context = local('context');
    expect(regularImage(context)).toBe(context);
  });
});

describe('an image of one owner', () => {
  const platform = { os: 'linux', architecture: 'amd64' };
  const identifier = 'docker-image://docker.io/library/debian:latest';

  test('is the same image with the owner among its attributes, and one line of progress with those of others', () => {
    const attributes = { 'image.resolvemode': 'pull', 'mib.owner': 'sha256:1' };
    const wanted = source({ identifier, attributes, caps: ['source.image'], platform });
    const { vertex } = ownImage(image('debian', { platform, resolveMode: 'pull' }), 'sha256:1');
    expect(vertex.bytes).toEqual(wanted.vertex.bytes);
    expect(vertex.metadata.progress_group).toEqual({ id: identifier, name: identifier });
  });

  test('is only for images', () => {
    const context = local('context');
    expect(ownImage(context, 'sha256:1')).toBe(context);
  });
});

describe('git', () => {
  test.each(['', 'app.git', '/srv/app.git', 'ftp://git.example/app', 'https://git.example/app#main'])(
    'refuses %j',
    (url) => {
      expect(() => git(url)).toThrow(`not the URL of a git repository: ${url}`);
    },
  );
});
