import { expect, test } from 'vitest';
import type { Lock, LockedPackage } from './lock.ts';
import { formatLockFile, LockError, parseLockFile } from './lock-file.ts';

const DIGEST = `sha256:${'1'.repeat(64)}`;
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
  archives: [
    { url: 'http://mirror.example/debian', suite: 'trixie', date: 1789199741 },
    { url: 'http://packages.example', suite: 'stable', date: 0, key: DIGEST },
  ],
  base: [DASH],
  packages: [{ ...DASH, name: 'tool', archive: 1 }],
  tools: [{ ...DASH, name: 'strace' }],
};
const REQUEST = {
  suite: 'trixie',
  components: ['main'],
  snapshot: '2026-01-01T00:00:00Z',
  repositories: [
    { url: 'http://packages.example', suite: 'stable', components: ['main'], key: DIGEST, override: true },
  ],
  recommends: false,
  packages: ['nginx'],
  builds: [
    {
      name: 'hello',
      packages: ['gcc'],
      git: { url: 'https://git.example/hello.git', ref: 'v2', commit: 'c'.repeat(40), key: DIGEST },
    },
  ],
} as const;
const OTHER = {
  ...LOCK,
  archives: LOCK.archives.slice(0, 1),
  packages: [],
  tools: [],
  base: [{ ...DASH, name: 'make' }],
};
const BUILD = { name: 'hello', commit: 'c'.repeat(40), lock: OTHER };

/** Two locks that have, between them, every field. */
const LOCKS = [
  formatLockFile({ request: REQUEST, locks: [{ ...LOCK, builds: [BUILD] }] }),
  formatLockFile({
    request: { ...REQUEST, from: 'base', builds: [] },
    locks: [{ ...LOCK, base: [], below: { digest: DIGEST, packages: DIGEST }, builds: [] }],
  }),
].map((text): unknown => JSON.parse(text));

type Path = readonly (string | number)[];

/** Values of every type of JSON. */
const VALUES: readonly unknown[] = [null, true, 1, -1, 1.5, 1e21, '', 'a\nb', [], [[]], {}, { '': '' }];

const typeOf = (value: unknown) => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value);

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [
    path,
    ...inner.flatMap(([key, each]) => pathsOf(each, [...path, Array.isArray(value) ? Number(key) : key])),
  ];
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((here, step) => (here as Record<string, unknown>)[step], value);
}

/** Returns a copy in which a value is another one, or is left out. */
function changed(value: unknown, [step, ...rest]: Path, by: unknown): unknown {
  if (step === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  const next = changed((value as Record<string, unknown>)[step], rest, by);
  if (next !== undefined) Object.assign(copy, { [step]: next });
  else if (Array.isArray(copy)) copy.splice(Number(step), 1);
  else Reflect.deleteProperty(copy, step);
  return copy;
}

function nameOf(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1);
}

/** What a lock is refused with; undefined if it is not. */
function refusal(lock: unknown): LockError | undefined {
  try {
    parseLockFile(JSON.stringify(lock));
    return undefined;
  } catch (error) {
    if (error instanceof LockError) return error;
    throw error;
  }
}

const FIELDS = LOCKS.flatMap((lock, number) =>
  pathsOf(lock).map((path) => [number, nameOf(path), path] as const),
);

test('the locks are valid', () => {
  expect(LOCKS.map(refusal)).toEqual([undefined, undefined]);
  expect(FIELDS.length).toBeGreaterThan(100);
});

test.each(FIELDS)('lock %i: a value of another type is refused by name: %s', (number, name, path) => {
  const lock = LOCKS[number];
  for (const value of VALUES) {
    if (typeOf(value) === typeOf(at(lock, path))) continue;
    const error = refusal(changed(lock, path, value));
    expect(error?.message, JSON.stringify(value)).toMatch(/ must be /);
    expect(error?.message.startsWith(name === '' ? 'the lock must' : `${name} must`), error?.message).toBe(
      true,
    );
    expect(error?.path).toEqual(path);
  }
});

/** Fields that a lock may lack. Without the others it is refused, by their name or because the request is another one. */
const OPTIONAL =
  /^archives\[1\]\.key$|\.(origin|below\.digest|hello\.archives|hello\.base)$|packages\[0\]$|tools\[0\]$|^architectures\.armhf(\.builds)?$/;

test.each(FIELDS)('lock %i: a value that is missing is refused: %s', (number, name, path) => {
  if (name === '') return;
  const error = refusal(changed(LOCKS[number], path, undefined));
  if (OPTIONAL.test(name) && !name.startsWith('request')) return;
  const said = [
    `${name} is missing`,
    'digest does not match "request"',
    / must be /,
    / is not in "request"/,
    / does not match/,
  ];
  expect(
    said.some((each) =>
      typeof each === 'string' ? error?.message === each : each.test(error?.message ?? ''),
    ),
    `${name}: ${error?.message}`,
  ).toBe(true);
});

test('a minimal system of no packages is refused, and one beside a base image', () => {
  const base: Path = ['architectures', 'armhf', 'base'];
  expect(refusal(changed(LOCKS[0], base, []))).toEqual(
    new LockError('architectures.armhf.base must be a list of at least one package', base),
  );
  expect(refusal(changed(LOCKS[1], base, [DASH]))).toEqual(
    new LockError('architectures.armhf.base must be empty, as "request" has "from"', base),
  );
  const own: Path = ['architectures', 'armhf', 'builds', 'hello', 'base'];
  expect(refusal(changed(LOCKS[0], own, []))).toEqual(
    new LockError('architectures.armhf.builds.hello.base must be a list of at least one package', own),
  );
});
