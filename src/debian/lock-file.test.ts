import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Lock, LockedPackage } from './lock.ts';
import { formatLockFile, LockError, type LockFile, parseLockFile } from './lock-file.ts';
import { requestDigest } from './locked-request.ts';

const DASH: LockedPackage = {
  name: 'dash',
  version: '0.5.12-12',
  architecture: 'armhf',
  archive: 0,
  path: 'pool/main/d/dash/dash_0.5.12-12_armhf.deb',
  sha256: 'a'.repeat(64),
  size: 98200,
};

const LOCK: Lock = {
  architecture: 'armhf',
  suite: 'trixie',
  archives: [{ url: 'http://mirror.example/debian', suite: 'trixie', date: 1789199741 }],
  base: [DASH],
  packages: [],
  tools: [],
};

const FILE: LockFile = {
  request: {
    suite: 'trixie',
    components: ['main'],
    repositories: [],
    recommends: false,
    packages: ['nginx[armhf]', 'tzdata'],
  },
  locks: [LOCK],
};

const packages = (minLength: number) =>
  fc.uniqueArray(
    fc.record({
      ...constants(),
      name: fc.stringMatching(/^[a-z0-9][a-z0-9+.-]{1,20}$/),
      size: fc.nat(),
      architecture: fc.constantFrom('armhf', 'all'),
    }),
    { minLength, selector: ({ name, architecture }) => `${name} ${architecture}` },
  );

function constants() {
  return Object.fromEntries(Object.entries(DASH).map(([key, value]) => [key, fc.constant(value)])) as {
    [K in keyof LockedPackage]: fc.Arbitrary<LockedPackage[K]>;
  };
}

describe('the text of a lock file', () => {
  test('has one line for each package', () => {
    expect(formatLockFile(FILE)).toBe(`{
  "version": 1,
  "digest": "${requestDigest(FILE.request)}",
  "request": {
    "suite": "trixie",
    "components": ["main"],
    "repositories": [],
    "recommends": false,
    "packages": [
      "nginx[armhf]",
      "tzdata"
    ]
  },
  "archives": [
    {"url":"http://mirror.example/debian","suite":"trixie","date":"2026-09-12T07:55:41Z"}
  ],
  "architectures": {
    "armhf": {
      "base": [
        {"name":"dash","version":"0.5.12-12","architecture":"armhf","archive":0,"path":"pool/main/d/dash/dash_0.5.12-12_armhf.deb","sha256":"${'a'.repeat(64)}","size":98200}
      ],
      "packages": [],
      "tools": []
    }
  }
}
`);
  });

  test('names the origin of packages from a further repository, and of no others', () => {
    const key = `sha256:${'3'.repeat(64)}`;
    const archives = [...LOCK.archives, { url: 'http://packages.example', suite: 'stable', date: 0, key }];
    const [dash] = LOCK.base;
    const packages = dash === undefined ? [] : [{ ...dash, name: 'tool', archive: archives.length - 1 }];
    const file = { ...FILE, locks: [{ ...LOCK, archives, packages }] };
    const text = formatLockFile(file);
    expect(text.match(/.*"origin".*/g)).toEqual([
      expect.stringMatching(/"name":"tool",.*"origin":"http:\/\/packages\.example stable","path"/),
    ]);
    expect(parseLockFile(text)).toEqual(file);
    expect(parseLockFile(text.replace('"origin":"http://packages.example stable",', ''))).toEqual(file);
    expect(() => parseLockFile(text.replace('"origin":"http://packages', '"origin":"http://other'))).toThrow(
      'architectures.armhf.packages[0].origin must be "http://packages.example stable", as "archive" says',
    );
  });

  test('does not depend on the order of the platforms, and names the later state of the archives', () => {
    const later = {
      ...LOCK,
      architecture: 'amd64',
      archives: LOCK.archives.map((archive) => ({ ...archive, date: 1789199742 })),
      base: LOCK.base.map((each) => ({ ...each, architecture: 'amd64' })),
    };
    const text = formatLockFile({ ...FILE, locks: [LOCK, later] });
    expect(formatLockFile({ ...FILE, locks: [later, LOCK] })).toBe(text);
    const { locks } = parseLockFile(text);
    expect(locks.map(({ architecture }) => architecture)).toEqual(['amd64', 'armhf']);
    expect(locks.map(({ archives }) => archives[0]?.date)).toEqual([1789199742, 1789199742]);
  });

  test('on a base image says which, and has no base', () => {
    const below = { digest: `sha256:${'1'.repeat(64)}`, packages: `sha256:${'2'.repeat(64)}` };
    const file = {
      request: { from: 'registry.example/base:1', ...FILE.request },
      locks: [{ ...LOCK, below, base: [] }],
    };
    const text = formatLockFile(file);
    expect(text).toContain('  "request": {\n    "from": "registry.example/base:1",\n    "suite"');
    expect(text).toContain(
      `    "armhf": {\n      "below": {"digest":"${below.digest}","packages":"${below.packages}"},\n      "base": [],\n`,
    );
    expect(parseLockFile(text)).toEqual(file);
  });

  test('of an image that nothing is added to has no archives; any other has one', () => {
    const lock: Lock = { ...LOCK, archives: [], base: [], below: { packages: `sha256:${'1'.repeat(64)}` } };
    const file = { request: { ...FILE.request, from: 'base' }, locks: [lock] };
    expect(parseLockFile(formatLockFile(file))).toEqual(file);
    expect(() => parseLockFile(formatLockFile({ ...FILE, locks: [lock] }))).toThrow(
      new LockError('archives must be a list of at least one archive', ['archives']),
    );
  });

  test('reads back as the lock it was made from', () => {
    fc.assert(
      fc.property(packages(1), packages(0), (base, others) => {
        const file = { ...FILE, locks: [{ ...LOCK, base, packages: others }] };
        expect(parseLockFile(formatLockFile(file))).toEqual(file);
      }),
    );
  });
});

const COMMIT = 'c'.repeat(40);
const GCC: LockedPackage = { ...DASH, name: 'gcc', path: 'pool/main/g/gcc/gcc_14_armhf.deb' };
const NATIVE = { name: 'hello', commit: COMMIT, lock: { ...LOCK, packages: [GCC] } };
const CROSS = {
  name: 'other',
  lock: {
    ...LOCK,
    architecture: 'amd64',
    archives: [...LOCK.archives, { url: 'http://mirror.example/debian', suite: 'trixie-backports', date: 0 }],
    base: [{ ...DASH, architecture: 'amd64' }],
    packages: [{ ...GCC, architecture: 'amd64', archive: 1 }, DASH],
  },
};
const BUILT: LockFile = {
  request: {
    ...FILE.request,
    builds: [
      { name: 'hello', packages: ['gcc'], git: { url: 'https://git.example/hello.git', ref: 'v2' } },
      { name: 'other', packages: [] },
    ],
  },
  locks: [{ ...LOCK, builds: [NATIVE, CROSS] }],
};

describe('a lock of builds', () => {
  test('says what they do not share with the image', () => {
    const text = formatLockFile(BUILT);
    expect(text).toContain(`    "builds": [
      {"name":"hello","packages":["gcc"],"git":{"url":"https://git.example/hello.git","ref":"v2"}},
      {"name":"other","packages":[]}
    ]`);
    expect(text).toContain(`      "tools": [],
      "builds": {
        "hello": {
          "architecture": "armhf",
          "commit": "${COMMIT}",
          "packages": [
            ${JSON.stringify(GCC)}
          ]
        },
        "other": {
          "architecture": "amd64",
          "archives": [
`);
    expect(text.split('"base": [')).toHaveLength(3);
  });

  test('reads back as the lock it was made from', () => {
    expect(parseLockFile(formatLockFile(BUILT))).toEqual(BUILT);
  });

  test('has a digest of its own for other packages, and for another source', () => {
    const [hello, other] = BUILT.request.builds ?? [];
    if (hello === undefined || other === undefined) throw new Error('no builds');
    const digests = [
      BUILT.request,
      FILE.request,
      { ...BUILT.request, builds: [{ ...hello, packages: ['make'] }, other] },
      { ...BUILT.request, builds: [{ ...hello, git: { url: 'https://git.example/hello.git' } }, other] },
    ].map(requestDigest);
    expect(new Set(digests).size).toBe(digests.length);
  });

  const below = { digest: `sha256:${'1'.repeat(64)}`, packages: `sha256:${'2'.repeat(64)}` };
  const inImage: LockFile = {
    request: { ...FILE.request, builds: [{ name: 'image', from: 'tools:1.0', packages: [] }] },
    locks: [{ ...LOCK, builds: [{ name: 'image', lock: { ...LOCK, below, base: [], packages: [] } }] }],
  };

  test('has the image that one is built in, and no packages', () => {
    const text = formatLockFile(inImage);
    expect(text).toContain(`        "image": {
          "architecture": "armhf",
          "below": ${JSON.stringify(below)},
          "packages": []
        }
`);
    expect(parseLockFile(text)).toEqual(inImage);
    const [named, plain] = [{ from: 'tools:1.0' }, {}].map((from) =>
      requestDigest({ ...FILE.request, builds: [{ name: 'image', ...from, packages: [] }] }),
    );
    expect(named).not.toBe(plain);
  });

  test.each<[string, string, string]>([
    [`"below": ${JSON.stringify(below)},`, '', 'architectures.armhf.builds.image.below is missing'],
    [
      '"packages": []\n        }',
      `"packages": [], "base": [${JSON.stringify(DASH)}]}`,
      'architectures.armhf.builds.image.base must be empty, as "request" has "from"',
    ],
  ])('is refused where %s of an image was made %s', (from, to, message) => {
    const text = formatLockFile(inImage);
    expect(text).toContain(from);
    expect(() => parseLockFile(text.replace(from, to))).toThrow(message);
  });

  test('is refused where an image is that nobody asked for', () => {
    const text = formatLockFile(BUILT).replace(
      '"architecture": "armhf"',
      `"architecture": "armhf", "below": ${JSON.stringify(below)}`,
    );
    expect(() => parseLockFile(text)).toThrow(
      'architectures.armhf.builds.hello.below is not in "request", which has no "from"',
    );
  });

  const builds = 'architectures.armhf.builds';
  test.each<[string | RegExp, string, string]>([
    [/"hello": \{/, '"else": {', `${builds}.hello is missing`],
    [
      /"other": \{/,
      '"more": {"architecture":"armhf","packages":[]},"other": {',
      `${builds}.more is not in "request"`,
    ],
    [`"commit": "${COMMIT}",`, '', `${builds}.hello.commit is missing`],
    [COMMIT, 'main', `${builds}.hello.commit must be a full commit hash`],
    [
      '"architecture": "amd64"',
      `"architecture": "amd64", "commit": "${COMMIT}"`,
      `${builds}.other.commit does not match "request"`,
    ],
    [
      '"architecture": "amd64"',
      '"architecture": "amd64", "tools": []',
      `${builds}.other.tools is not a field of a lock`,
    ],
    ['"architecture": "amd64",', '', `${builds}.other.architecture is missing`],
    [
      '"archive":1',
      '"archive":2',
      `${builds}.other.packages[0].archive must be less than 2, the number of archives`,
    ],
    [
      '"architecture": "amd64"',
      '"architecture": "arm64"',
      'package "dash" has the architecture amd64, but is listed under arm64',
    ],
    ['"gcc"]', '"make"]', 'digest does not match "request"'],
  ])('is refused where %s was made %s', (from, to, message) => {
    const text = formatLockFile(BUILT);
    expect(text.replace(from, to)).not.toBe(text);
    expect(() => parseLockFile(text.replace(from, to))).toThrow(message);
  });
});

describe('a text that is no lock file', () => {
  const text = formatLockFile(FILE);
  const changed = (from: string | RegExp, to: string): string => {
    expect(text.replace(from, to)).not.toBe(text);
    return text.replace(from, to);
  };
  const place = ['architectures', 'armhf', 'base', 0];

  test.each<[string, string, PropertyKey[]]>([
    ['', 'the lock is empty', []],
    [text.slice(0, 400), 'the lock is truncated', []],
    [changed('"main"', '"main'), 'the lock is not JSON', []],
    ['[]', 'the lock must be a map', []],
    [
      changed('"version": 1', '"version": 2'),
      'version must be 1, the only version that this mib reads',
      ['version'],
    ],
    [changed('"recommends": false', '"recommends": true'), 'digest does not match "request"', ['digest']],
    [
      changed('2026-09', '2026-9'),
      'archives[0].date must be a date such as 2026-01-01T00:00:00Z',
      ['archives', 0, 'date'],
    ],
    [
      changed('"size":98200', '"size":"x"'),
      'architectures.armhf.base[0].size must be a whole number',
      [...place, 'size'],
    ],
    [changed(',"size":98200', ''), 'architectures.armhf.base[0].size is missing', place],
    [
      changed('"size"', '"note":"","size"'),
      'architectures.armhf.base[0].note is not a field of a lock',
      [...place, 'note'],
    ],
    [
      changed(/a{64}/, 'A'),
      'architectures.armhf.base[0].sha256 must be 64 hexadecimal digits',
      [...place, 'sha256'],
    ],
    [
      changed('"archive":0', '"archive":1'),
      'architectures.armhf.base[0].archive must be less than 1, the number of archives',
      [...place, 'archive'],
    ],
    [
      changed('"architecture":"armhf"', '"architecture":"arm64"'),
      'package "dash" has the architecture arm64, but is listed under armhf',
      [...place, 'architecture'],
    ],
    [
      changed(JSON.stringify(DASH), `${JSON.stringify(DASH)},\n${JSON.stringify(DASH)}`),
      'architectures.armhf.base[1] is "dash" a second time',
      ['architectures', 'armhf', 'base', 1, 'name'],
    ],
    ...['../x.deb', 'a/../x.deb', '/x.deb', 'x.deb?y', 'x.tar', 'http://x.deb#'].map(
      (path): [string, string, PropertyKey[]] => [
        changed(DASH.path, path),
        'architectures.armhf.base[0].path must be the path of a package in its archive',
        [...place, 'path'],
      ],
    ),
  ])('is refused: %#', (wrong, message, path) => {
    expect(() => parseLockFile(wrong)).toThrow(new LockError(message, path));
    try {
      parseLockFile(wrong);
    } catch (error) {
      expect(error).toMatchObject({ path });
    }
  });
});
