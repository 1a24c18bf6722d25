import { describe, expect, test } from 'vitest';
import { contentsIndex, packageIndexes, parseRelease, sourcesIndex } from './release.ts';

const sum = (digit: string): string => digit.repeat(64);

const IN_RELEASE = `-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA256

Origin: Debian
Suite: stable-security
Codename: trixie-security
Date: Fri, 20 Nov 2026 00:12:42 UTC
Valid-Until: Fri, 27 Nov 2026 00:12:42 UTC
Acquire-By-Hash: yes
Architectures: amd64 armhf
Components: updates/main updates/contrib
Description: a line
- -----BEGIN is escaped
SHA256:
 ${sum('a')}   306312 main/binary-amd64/Packages.xz
 ${sum('b')}  2224071 main/binary-amd64/Packages
 ${sum('c')}       32 contrib/binary-armhf/Packages.xz
 ${sum('d')}   100000 main/source/Sources.xz
-----BEGIN PGP SIGNATURE-----

iQIzBAEBCAAdFiEE
-----END PGP SIGNATURE-----
`;

describe('an InRelease file', () => {
  const release = parseRelease(IN_RELEASE);

  test('says what the suite is', () => {
    expect(release).toMatchObject({
      suite: 'stable-security',
      codename: 'trixie-security',
      date: Date.UTC(2026, 10, 20, 0, 12, 42) / 1000,
      validUntil: Date.UTC(2026, 10, 27, 0, 12, 42) / 1000,
      byHash: true,
      architectures: ['amd64', 'armhf'],
      components: ['updates/main', 'updates/contrib'],
    });
    expect(release.files.size).toBe(4);
  });

  test('gives the lists of the components that it has for the architecture', () => {
    expect(packageIndexes(release, ['main', 'contrib'], 'amd64')).toEqual([
      {
        component: 'main',
        file: {
          name: 'main/binary-amd64/Packages.xz',
          path: `main/binary-amd64/by-hash/SHA256/${sum('a')}`,
          sha256: sum('a'),
          size: 306312,
        },
      },
    ]);
    expect(packageIndexes(release, ['main', 'contrib'], 'armhf').map(({ component }) => component)).toEqual([
      'contrib',
    ]);
    expect(packageIndexes(release, ['main'], 's390x')).toEqual([]);
  });

  test('gives the list of all files, if there is one', () => {
    const line = ` ${sum('e')} 12699567 main/Contents-amd64.gz`;
    const listed = parseRelease(
      `Date: Thu, 20 Nov 2026 00:00:00 UTC\nAcquire-By-Hash: yes\nSHA256:\n${line}\n`,
    );
    expect(contentsIndex(listed, 'main', 'amd64')).toEqual({
      name: 'main/Contents-amd64.gz',
      path: `main/by-hash/SHA256/${sum('e')}`,
      sha256: sum('e'),
      size: 12699567,
    });
    expect(contentsIndex(release, 'main', 'amd64')).toBeUndefined();
  });

  test('gives the list of sources', () => {
    expect(sourcesIndex(release, 'main')?.path).toBe(`main/source/by-hash/SHA256/${sum('d')}`);
    expect(sourcesIndex(release, 'contrib')).toBeUndefined();
  });

  test('gives an index by its name where the archive has no by-hash folders', () => {
    const plain = parseRelease(IN_RELEASE.replace('Acquire-By-Hash: yes\n', ''));
    expect(packageIndexes(plain, ['main'], 'amd64')[0]?.file.path).toBe('main/binary-amd64/Packages.xz');
  });

  test('may be a Release file, and need not expire', () => {
    const plain = parseRelease('Suite: stable\nDate: Sat, 12 Sep 2026 07:55:41 UTC\nSHA256:\n');
    expect(plain).toMatchObject({ suite: 'stable', codename: '', byHash: false, architectures: [] });
    expect(plain).not.toHaveProperty('validUntil');
  });

  test.each([
    ['Date: Fri, 20 Nov 2026 00:12:42 UTC\n', 'the Release file has no SHA256'],
    ['SHA256:\n', 'the Release file has no Date'],
    ['Date: soon\nSHA256:\n', 'the Release file has an invalid date: soon'],
    [IN_RELEASE.slice(0, 400), 'the InRelease file is truncated'],
    [
      'Date: Sat, 09 Aug 2025 09:00:00 UTC\nSHA256:\n ../../x 1 main/binary-amd64/Packages.xz\n',
      'the Release file has an invalid checksum: ../../x 1 main/binary-amd64/Packages.xz',
    ],
    [
      `Date: Sat, 09 Aug 2025 09:00:00 UTC\nSHA256:\n ${'a'.repeat(64)} -1 main/binary-amd64/Packages.xz\n`,
      `the Release file has an invalid checksum: ${'a'.repeat(64)} -1 main/binary-amd64/Packages.xz`,
    ],
    ['<html>', 'the Release file has no Date'],
  ])('is refused when it is none: %j', (text, message) => {
    expect(() => parseRelease(text)).toThrow(message);
  });
});
