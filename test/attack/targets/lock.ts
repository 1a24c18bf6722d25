import { readFileSync } from 'node:fs';
import type { Entrypoint } from '../../../frontend/context/entrypoint.ts';
import { UserError } from '../../../frontend/errors/user-error.ts';
import { lockedPackages } from '../../../frontend/resolve/match-lock.ts';
import type { Lock } from '../../../src/debian/lock.ts';
import { formatLockFile, parseLockFile } from '../../../src/debian/lock-file.ts';
import { type LockedRequest, lockedRequest, requestDigest } from '../../../src/debian/locked-request.ts';
import { parseImagefile } from '../../../src/imagefile/parse.ts';
import { must, mustBeReadable, type Target } from '../fuzz/target.ts';
import { golden } from '../golden.ts';
import { compileAll } from './imagefile.ts';

const TEXT = `packages: [nginx]
build:
  - name: hello
    packages: [gcc]
    source: {git: https://git.example/hello.git, ref: v2}
    run: [make]
    output: [{hello: /usr/bin/hello}]
entry: /usr/bin/hello
`;

function make() {
  const { spec } = parseImagefile(TEXT);
  if (spec === undefined) throw new Error('the Imagefile is wrong');
  const whole: Lock = JSON.parse(readFileSync(golden('images/lock.json'), 'utf8'));
  const lock = { ...whole, base: whole.base.slice(0, 1), packages: whole.packages.slice(0, 1), tools: [] };
  const request = lockedRequest(spec, [], new Map());
  const builds = [{ name: 'hello', commit: 'c'.repeat(40), lock }];
  return { spec, request, lock: { ...lock, builds } };
}

let known: ReturnType<typeof make> | undefined;

/** Returns the Imagefile and its lock. They are read once: what matters is the time that a lock takes. */
function made() {
  known ??= make();
  return known;
}

/** Gives a text that is JSON the digest of its request, so that what stands behind the digest is reached, too. */
function signed(text: string): string {
  try {
    const json = JSON.parse(text) as { request: LockedRequest };
    const digest = requestDigest(json.request);
    return text.replace(/"digest": *"sha256:[0-9a-f]*"/, `"digest": "${digest}"`);
  } catch {
    return text;
  }
}

const FILE = { name: 'Imagefile', text: TEXT };

function inArm64(packages: Lock['packages']): Lock['packages'] {
  return packages.map((each) => ({ ...each, architecture: 'arm64' }));
}

export const lock: Target = {
  name: 'lock',
  isJson: true,
  seeds: () => {
    const { request, lock } = made();
    const { builds: _, ...plain } = lock;
    const { builds: __, ...without } = request;
    return [
      formatLockFile({ request, locks: [lock] }),
      formatLockFile({ request: without, locks: [plain] }),
      formatLockFile({
        request,
        locks: [lock, { ...lock, architecture: 'arm64', base: inArm64(lock.base), packages: [], tools: [] }],
      }),
    ];
  },
  words: [
    ...[
      '"',
      '":',
      '},\n',
      '],\n',
      '[{',
      '__proto__',
      'constructor',
      'toString',
      'null',
      'true',
      '{}',
      '[]',
      '""',
    ],
    ...[
      '"archives":',
      '"base":',
      '"commit":',
      '"builds":',
      '"below":',
      '"key":',
      '"snapshot":',
      '"from":',
      '"tools":',
    ],
    ...[
      '../',
      '%2e%2e',
      '/',
      '\\',
      '\\u0000',
      '\\ud800',
      '?',
      '#',
      'file:///',
      'http://mirror.example/',
      'all',
      'amd64',
    ],
    ...[
      '.deb',
      ',',
      '0',
      '1e400',
      '9007199254740993',
      '-0',
      'sha256:',
      '2026-13-45T99:99:99Z',
      '0000-00-00T00:00:00Z',
    ],
  ],
  read(input) {
    const { spec, request: wanted } = made();
    const text = signed(input.toString('utf8'));
    const use = {
      spec,
      wanted,
      entrypoint: { file: FILE } as Entrypoint,
      architecture: 'amd64',
      platforms: [{ os: 'linux', architecture: 'amd64' }],
      needsTools: false,
      builder: 'amd64',
      buildImages: new Map(),
    };
    const found = lockedPackages({ name: 'Imagefile.lock', text }, use);
    const file = parseLockFile(text);
    must(
      JSON.stringify(parseLockFile(formatLockFile(file))) ===
        JSON.stringify(parseLockFile(formatLockFile(parseLockFile(formatLockFile(file))))),
      'a lock that reads back as it was written',
    );
    compileAll(TEXT, spec, found, 'thin');
  },
  refuses: (error) => {
    if (!(error instanceof UserError)) return false;
    const { message, problems } = error.in(FILE);
    mustBeReadable(message, message);
    return problems.every(({ code }) => code === 'invalid-lock' || code === 'lock-mismatch');
  },
};
