import { describe, expect, test } from 'vitest';
import type { Lock, LockedBaseImage, LockedPackage } from '../../src/debian/lock.ts';
import { formatLockFile } from '../../src/debian/lock-file.ts';
import { lockedRequest } from '../../src/debian/locked-request.ts';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import { inFile } from '../../test/support/in-file.ts';
import type { Entrypoint } from '../context/entrypoint.ts';
import { lockedBaseDigests } from '../context/lock-file.ts';
import { lockedPackages } from './match-lock.ts';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const ARM = { os: 'linux', architecture: 'arm', variant: 'v7' };
const CURL_PACKAGE: LockedPackage = {
  name: 'curl',
  version: '8.14',
  architecture: 'amd64',
  archive: 0,
  path: 'pool/main/c/curl/curl_8.14_amd64.deb',
  sha256: 'a'.repeat(64),
  size: 1,
};
const LOCK: Lock = {
  architecture: 'amd64',
  suite: 'trixie',
  archives: [
    { url: 'http://mirror.example/debian', suite: 'trixie', date: 1789199741 },
    { url: 'http://mirror.example/debian-security', suite: 'trixie-security', date: 1789199742 },
  ],
  base: [{ ...CURL_PACKAGE, name: 'dash' }],
  packages: [CURL_PACKAGE],
  tools: [],
};

function specOf(text: string) {
  const { spec } = parseImagefile(text);
  if (spec === undefined) throw new Error('no spec');
  return spec;
}

/** Returns the request of an Imagefile. @param key the hex digit that the digests of all keys consist of */
function requestOf(text: string, key = 'a') {
  const spec = specOf(text);
  const repositories = spec.repositories.map((each) => ({ ...each, digest: `sha256:${key.repeat(64)}` }));
  return lockedRequest(spec, repositories, new Map());
}

/** Returns the text of a lock for the first Imagefile. */
function lockOf(imagefile: string, more: Partial<Lock> = {}): string {
  return formatLockFile({
    request: requestOf(imagefile),
    locks: [{ ...LOCK, ...more }],
  });
}

interface Setting {
  readonly name?: string;
  readonly lockName?: string;
  readonly architecture?: string;
  readonly platforms?: readonly (typeof AMD64)[];
  readonly mirror?: string;
  readonly needsTools?: boolean;
  readonly ownTarget?: string;
  readonly base?: LockedBaseImage;
  readonly builder?: string;
  readonly key?: string;
}

function use(text: string, lock: string, setting: Setting = {}): Lock {
  const {
    name = 'Imagefile',
    architecture = 'amd64',
    platforms = [AMD64],
    mirror,
    needsTools = false,
  } = setting;
  const lockFile = { name: setting.lockName ?? `${name}.lock`, text: lock };
  return inFile({ name, text }, () =>
    lockedPackages(lockFile, {
      spec: specOf(text),
      wanted: requestOf(text, setting.key),
      entrypoint: { file: { name, text }, ownTarget: setting.ownTarget } as Entrypoint,
      architecture,
      platforms,
      needsTools,
      builder: setting.builder ?? 'amd64',
      buildImages: new Map(),
      ...(mirror === undefined ? {} : { mirror }),
      ...(setting.base === undefined ? {} : { base: setting.base }),
    }),
  );
}

const CURL = 'packages: [curl]\nentry: /usr/bin/curl\n';

describe('a lock that was made for the Imagefile', () => {
  test('has the packages', () => {
    expect(use(CURL, lockOf(CURL))).toEqual(LOCK);
  });

  test('does for an Imagefile that differs in other things', () => {
    expect(use(`${CURL}labels: {a: b}\n`, lockOf(CURL)).packages).toEqual(LOCK.packages);
  });

  test('is taken to another mirror', () => {
    const { archives } = use(CURL, lockOf(CURL), { mirror: 'http://other.example/debian/' });
    expect(archives.map(({ url }) => url)).toEqual([
      'http://other.example/debian',
      'http://other.example/debian-security',
    ]);
  });
});

describe('a lock with a base image', () => {
  const ON_BASE = `from: base\n${CURL}`;
  const locked = { digest: `sha256:${'1'.repeat(64)}`, packages: `sha256:${'2'.repeat(64)}` };

  test('fits while the packages there are the same, whatever else is', () => {
    const later = { packages: locked.packages, digest: `sha256:${'3'.repeat(64)}` };
    expect(use(ON_BASE, lockOf(ON_BASE, { below: locked, base: [] }), { base: later }).below).toEqual(locked);
  });

  test('does not where they have changed', () => {
    const later = { ...locked, packages: `sha256:${'3'.repeat(64)}` };
    expect(() => use(ON_BASE, lockOf(ON_BASE, { below: locked, base: [] }), { base: later })).toThrow(
      'Imagefile:1: the packages of the image "base" have changed since Imagefile.lock was made [lock-mismatch]\n' +
        '  renew it: docker buildx build --call=lock --file Imagefile . > new.lock && mv new.lock Imagefile.lock',
    );
  });

  test('is for that image', () => {
    expect(() => use(ON_BASE, lockOf(CURL))).toThrow(
      'Imagefile:2: "from" is base here, but none in Imagefile.lock [lock-mismatch]',
    );
  });

  test('pins it by its digest', () => {
    const file = { name: 'Imagefile', text: ON_BASE };
    const lock = { name: 'Imagefile.lock', text: lockOf(ON_BASE, { below: locked, base: [] }) };
    const pins = lockedBaseDigests({ file, lock } as Entrypoint, [AMD64, ARM]);
    expect([...pins]).toEqual([['linux/amd64', locked.digest]]);
    expect(lockedBaseDigests({ file } as Entrypoint, [AMD64]).size).toBe(0);
  });
});

describe('a lock that was made for another request says what differs', () => {
  test('of packages', () => {
    const text = 'packages: [tzdata, "curl=8.15"]\nentry: /usr/bin/curl\n';
    expect(() => use(text, lockOf(CURL))).toThrow(
      'Imagefile:1: package "tzdata" is not in Imagefile.lock [lock-mismatch]\n' +
        'Imagefile:1: package "curl=8.15" is not in Imagefile.lock [lock-mismatch]\n' +
        'Imagefile: package "curl" is in Imagefile.lock, but not requested here [lock-mismatch]\n' +
        '  renew it: docker buildx build --call=lock --file Imagefile . > new.lock && mv new.lock Imagefile.lock',
    );
  });

  test('of the suite', () => {
    const text = `suite: {suite: sid, components: [main, contrib]}\nrecommends: true\n${CURL}`;
    expect(() => use(text, lockOf(CURL), { name: 'Dockerfile', lockName: 'Imagefile.lock' })).toThrow(
      'Dockerfile:1: the suite is "sid" here, but "trixie" in Imagefile.lock [lock-mismatch]\n' +
        'Dockerfile:1: the list of components is main, contrib here, but main in Imagefile.lock [lock-mismatch]\n' +
        'Dockerfile:1: "recommends" is true here, but false in Imagefile.lock [lock-mismatch]\n' +
        '  renew it: docker buildx build --call=lock . > new.lock && mv new.lock Imagefile.lock',
    );
  });

  test('of the repositories', () => {
    const text = `${CURL}repositories:\n  - {url: "http://apt.example", suite: extra, key: extra.asc}\n`;
    const renew =
      '  renew it: docker buildx build --call=lock --file Imagefile . > new.lock && mv new.lock Imagefile.lock';
    expect(() => use(text, lockOf(text), { key: 'b' })).toThrow(
      'Imagefile:4: repository "http://apt.example extra" is not in Imagefile.lock, or has another key, other components or another "override" there [lock-mismatch]\n' +
        renew,
    );
    const override = text.replace('}', ', override: true}');
    expect(() => use(override, lockOf(text))).toThrow(/or another "override" there/);
    expect(() => use(override, lockOf(override))).not.toThrow();
    expect(() => use(CURL, lockOf(text))).toThrow(
      `Imagefile: repository "http://apt.example extra" is in Imagefile.lock, but not requested here [lock-mismatch]\n${renew}`,
    );
  });

  test('of the platforms', () => {
    expect(() =>
      use(CURL, lockOf(CURL), { architecture: 'armhf', platforms: [ARM], name: 'tiny.yaml' }),
    ).toThrow(
      'tiny.yaml: tiny.yaml.lock has no packages for armhf, only for amd64 [lock-mismatch]\n' +
        '  renew it: docker buildx build --call=lock --file tiny.yaml --platform linux/amd64,linux/arm/v7 . > new.lock && mv new.lock tiny.yaml.lock',
    );
  });
});

test('a target that the Imagefile declares is told to have a lock of its own', () => {
  const text = 'packages: [curl, tzdata]\nentry: /usr/bin/curl\n';
  for (const lockName of ['Imagefile.lock', 'Imagefile.worker.lock']) {
    expect(() => use(text, lockOf(CURL), { name: 'Dockerfile', lockName, ownTarget: 'worker' })).toThrow(
      `Dockerfile:1: package "tzdata" is not in ${lockName} [lock-mismatch]\n` +
        '  renew it: docker buildx build --call=lock --target worker . > new.lock && mv new.lock Imagefile.worker.lock',
    );
  }
});

test('a lock without tools does for every variant but debug', () => {
  expect(() => use(CURL, lockOf(CURL), { needsTools: true })).toThrow(
    'Imagefile: Imagefile.lock has no tools for --target debug [lock-mismatch]\n' +
      '  renew it: docker buildx build --call=lock --file Imagefile . > new.lock && mv new.lock Imagefile.lock',
  );
});

describe('a lock that is none is shown at its own line', () => {
  const fix =
    '  renew it: docker buildx build --call=lock --file Imagefile . > new.lock && mv new.lock Imagefile.lock, ' +
    'or delete it to build from the newest packages';

  test.each([
    ['', 'Imagefile.lock:1: the lock is empty [invalid-lock]'],
    [lockOf(CURL).slice(0, 300), 'Imagefile.lock:13: the lock is truncated [invalid-lock]'],
    [
      lockOf(CURL).replace('"size":1', '"size":1,"sum":2'),
      'Imagefile.lock:20: architectures.amd64.base[0].sum is not a field of a lock [invalid-lock]',
    ],
    [
      lockOf(CURL).replace('"architecture":"amd64"', '"architecture":"arm64"'),
      'Imagefile.lock:20: package "dash" has the architecture arm64, but is listed under amd64 [invalid-lock]',
    ],
    [
      lockOf(CURL).replace('a'.repeat(64), 'a'.repeat(63)),
      'Imagefile.lock:20: architectures.amd64.base[0].sha256 must be 64 hexadecimal digits [invalid-lock]',
    ],
  ])('%#', (lock, message) => {
    expect(() => use(CURL, lock)).toThrow(`${message}\n${fix}`);
  });
});
