import { describe, expect, test } from 'vitest';
import { indexUrl, inReleaseUrl, suiteArchives } from './archive.ts';
import { packageUrl } from './lock.ts';

const MIRROR = 'http://mirror.example/debian';
const brief = (mirror: string, suite: string): string[] =>
  suiteArchives(mirror, suite).map((a) => `${a.url} ${a.suite}`);

describe('the archives of a suite', () => {
  test('are the suite, its updates and its security fixes', () => {
    expect(brief(MIRROR, 'trixie')).toEqual([
      'http://mirror.example/debian trixie',
      'http://mirror.example/debian trixie-updates',
      'http://mirror.example/debian-security trixie-security',
    ]);
    expect(brief(`${MIRROR}/`, 'testing')[2]).toBe('http://mirror.example/debian-security testing-security');
  });

  test('are one where fixes come as new versions of the suite', () => {
    expect(brief(MIRROR, 'sid')).toEqual(['http://mirror.example/debian sid']);
    expect(brief(MIRROR, 'trixie-backports')).toEqual(['http://mirror.example/debian trixie-backports']);
  });

  test('of experimental begin with the suite that it builds on', () => {
    expect(brief(MIRROR, 'experimental')).toEqual([
      'http://mirror.example/debian unstable',
      'http://mirror.example/debian experimental',
    ]);
  });

  test('are found in a snapshot', () => {
    const snapshot = 'http://debian.mirror.example/archive/debian/20250520T000000Z';
    expect(brief(snapshot, 'trixie')[2]).toBe(
      'http://debian.mirror.example/archive/debian-security/20250520T000000Z trixie-security',
    );
  });

  test('lack the security fixes where nobody knows where they are', () => {
    expect(brief('http://mirror.example/pub', 'trixie')).toHaveLength(2);
  });
});

describe('addresses', () => {
  const archive = { url: MIRROR, suite: 'trixie' };

  test('of indexes lie below the suite', () => {
    expect(inReleaseUrl(archive)).toBe(`${MIRROR}/dists/trixie/InRelease`);
    expect(indexUrl(archive, 'main/source/Sources.xz')).toBe(`${MIRROR}/dists/trixie/main/source/Sources.xz`);
  });

  test('of packages lie below the archive', () => {
    const path = 'pool/main/d/dash/dash_0.5.12-12_armhf.deb';
    const pkg = { name: 'dash', version: '1', architecture: 'armhf', archive: 0, path, sha256: '', size: 1 };
    expect(packageUrl([archive], pkg)).toBe(`${MIRROR}/${path}`);
    expect(() => packageUrl([archive], { ...pkg, archive: 1 })).toThrow('dash: the lock has no archive 1');
  });
});
