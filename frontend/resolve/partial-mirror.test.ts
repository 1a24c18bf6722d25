import { expect, test } from 'vitest';
import { image } from '../../src/llb/index.ts';
import type { Bridge } from '../gateway/bridge.ts';
import { warnerAt } from '../gateway/warner.ts';
import { dropMissingPockets } from './partial-mirror.ts';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const SITE = {
  builder: image('docker.io/mib/frontend:latest', { platform: AMD64 }),
  native: AMD64,
  prefix: '',
  buildContext: undefined,
  named: new Map(),
  keys: new Map(),
  container: {},
  locate: () => ({ start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }),
  ignoreCache: false,
};

function indexed(suite: string) {
  const name = 'main/binary-i386/Packages.xz';
  const file = { name, path: name, sha256: suite.padEnd(64, '0'), size: 1 };
  const archive = {
    url: 'http://mirror.example/debian',
    suite,
    components: ['main'],
    base: !suite.endsWith('-backports'),
  };
  return { archive, indexes: [{ component: 'main', file }] };
}

/** Returns a daemon that lacks the package lists of these suites. */
function daemonWithout(...suites: readonly string[]) {
  const said: string[] = [];
  const bridge = {
    async solve(request: { definition: { def?: readonly Uint8Array[] } }) {
      const text = Buffer.concat(request.definition.def ?? []).toString('latin1');
      if (suites.some((suite) => text.includes(`/dists/${suite}/`))) throw new Error('digest mismatch');
    },
    async warn({ short }: { short: Uint8Array }) {
      said.push(Buffer.from(short).toString());
    },
  };
  return { bridge: bridge as unknown as Bridge, said };
}

const ARCHIVES = ['stable', 'stable-updates', 'stable-security'].map(indexed);

test('a complete mirror is left alone', async () => {
  const { bridge, said } = daemonWithout();
  expect(await dropMissingPockets(bridge, warnerAt(bridge, ''), SITE, ARCHIVES, 'i386')).toEqual(ARCHIVES);
  expect(said).toEqual([]);
});

test('a pocket without its list is left out, with a warning', async () => {
  const { bridge, said } = daemonWithout('stable-security');
  const [main, updates, security] = ARCHIVES;
  expect(await dropMissingPockets(bridge, warnerAt(bridge, ''), SITE, ARCHIVES, 'i386')).toEqual([
    main,
    updates,
    { ...security, indexes: [] },
  ]);
  expect(said).toEqual([
    'the mirror, a frozen copy, has no package list of stable-security for i386: building without it',
  ]);
});

test('what the Imagefile asks for by name is never left out', async () => {
  const { bridge, said } = daemonWithout('stable-backports');
  const archives = [...ARCHIVES, indexed('stable-backports')];
  expect(await dropMissingPockets(bridge, warnerAt(bridge, ''), SITE, archives, 'i386')).toEqual(archives);
  expect(said).toEqual([]);
});

test('the suite itself is never left out', async () => {
  const { bridge, said } = daemonWithout('stable');
  expect(await dropMissingPockets(bridge, warnerAt(bridge, ''), SITE, ARCHIVES, 'i386')).toEqual(ARCHIVES);
  expect(said).toEqual([]);
});
