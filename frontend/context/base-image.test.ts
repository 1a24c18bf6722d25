import { describe, expect, test } from 'vitest';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import type { Spec } from '../../src/imagefile/spec.ts';
import { file, marshal, scratch } from '../../src/llb/index.ts';
import { pb } from '../../src/llb/proto.ts';
import { inFile } from '../../test/support/in-file.ts';
import { BridgeError } from '../gateway/bridge.ts';
import type { Session } from '../gateway/session.ts';
import { parseOptions } from '../options/options.ts';
import { lockedBaseImage, openBaseImages, requireProgram, withSuite } from './base-image.ts';

const FILE = { name: 'Imagefile', text: 'from: base\nsuite: bookworm\n' };
const FROM = { value: 'base', at: { start: 6, end: 10 } };
const SPEC = { from: FROM, suite: { name: 'trixie', assumed: true } } as unknown as Spec;
const AMD64 = { os: 'linux', architecture: 'amd64' };
const ARM64 = { os: 'linux', architecture: 'arm64' };
const DIGEST = `sha256:${'1'.repeat(64)}`;
const CONFIG = { config: { Env: ['A=1'] }, history: [{ created_by: 'x' }] };

const TREE: Readonly<Record<string, string>> = {
  'var/lib/dpkg/status': 'Package: dpkg\nStatus: install ok installed\nVersion: 1\n',
  'var/lib/dpkg/info/format': '1\n',
  'etc/os-release': 'VERSION_CODENAME=trixie\n',
};

interface Setting {
  readonly options?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly platforms?: readonly (typeof AMD64)[];
  readonly pins?: ReadonlyMap<string, string>;
}

/** Opens `base` at a daemon that has one image, and whatever is given. */
async function open({ options = {}, files = TREE, platforms = [AMD64], pins }: Setting = {}) {
  const env = Object.entries(options).map(([key, value], n) => [
    `BUILDKIT_FRONTEND_OPT_${n}`,
    `${key}=${value}`,
  ]);
  const asked: string[] = [];
  const session = {
    options: parseOptions({ ...Object.fromEntries(env), BUILDKIT_SESSION_ID: 's1' }).options,
    bridge: {
      inputs: async () => new Map([['base', marshal(file(scratch).mkdir('/a').output()).definition]]),
      solve: async ({ definition }: { definition: pb.Definition.$Properties }) =>
        definition.def === undefined ? undefined : { id: 'r' },
      resolveSourceMeta: async ({ Source }: { Source: { identifier: string } }) => {
        asked.push(Source.identifier);
        if (Source.identifier.includes('gone')) throw new BridgeError('gone: not found');
        return { Image: { Digest: DIGEST, Config: Buffer.from(JSON.stringify(CONFIG)) } };
      },
      readFile: async (_: unknown, path: string) => {
        const text = files[path];
        if (text === undefined) throw new BridgeError('no such file or directory');
        return Buffer.from(text);
      },
    },
  } as unknown as Session;
  const baseImages = await inFile(FILE, () => openBaseImages(session, SPEC, platforms, pins));
  return { baseImages, asked, base: baseImages.get('linux/amd64') };
}

/** What the daemon would load for it. */
function loaded({ base }: Awaited<ReturnType<typeof open>>) {
  const [op = new Uint8Array()] = (base && marshal(base.tree).definition.def) ?? [];
  return pb.Op.decode(op).source?.identifier;
}

describe('what an image is built upon', () => {
  test('is the image that Docker has under the name, by its digest', async () => {
    const opened = await open();
    expect(opened.asked).toEqual(['docker-image://docker.io/library/base:latest']);
    expect(loaded(opened)).toBe(`docker-image://docker.io/library/base:latest@${DIGEST}`);
    expect(opened.base).toMatchObject({
      name: 'base',
      digest: DIGEST,
      environment: ['A=1'],
      history: [{ created_by: 'x' }],
      suites: ['trixie'],
    });
  });

  test.each([
    [{ 'context:base': 'docker-image://other:1' }, 'docker-image://docker.io/library/other:1'],
    [
      { 'context:base': `docker-image://a@${DIGEST}`, 'context:base::linux/arm64': 'docker-image://b' },
      `docker-image://docker.io/library/a@${DIGEST}`,
    ],
    [{ 'context:base': `oci-layout://store@${DIGEST}` }, `oci-layout://docker.io/library/base@${DIGEST}`],
  ])('is what the client gives under that name: %o', async (options, identifier) => {
    const opened = await open({ options });
    expect(opened.asked).toEqual([identifier]);
    expect(loaded(opened)).toContain(identifier);
    expect(opened.base?.digest).toBe(DIGEST);
  });

  test('is the image of the lock, where nothing else says which', async () => {
    const pins = new Map([['linux/amd64', `sha256:${'2'.repeat(64)}`]]);
    expect(loaded(await open({ pins }))).toBe(
      `docker-image://docker.io/library/base:latest@sha256:${'2'.repeat(64)}`,
    );
    const options = { 'context:base': `docker-image://a@${DIGEST}` };
    expect(loaded(await open({ pins, options }))).toBe(`docker-image://docker.io/library/a@${DIGEST}`);
  });

  test('has a list of packages that a lock knows again', async () => {
    const [one, other] = await Promise.all([
      open(),
      open({
        files: {
          ...TREE,
          'var/lib/dpkg/status': 'Package: dpkg\nStatus: install ok installed\nVersion: 2\n',
        },
      }),
    ]);
    if (one.base === undefined || other.base === undefined) throw new Error('nothing was opened');
    expect(lockedBaseImage(one.base)).toEqual({
      digest: DIGEST,
      packages: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    expect(lockedBaseImage(one.base).packages).not.toBe(lockedBaseImage(other.base).packages);
  });

  test('is what another target of bake makes, which has no digest yet', async () => {
    const config = Buffer.from(JSON.stringify(CONFIG)).toString('base64');
    const metadata = JSON.stringify({ 'containerimage.config': config });
    const opened = await open({ options: { 'context:base': 'input:base', 'input-metadata:base': metadata } });
    expect(opened.asked).toEqual([]);
    expect(opened.base).toMatchObject({ environment: ['A=1'] });
    expect(opened.base).not.toHaveProperty('digest');
  });

  test('has a configuration of the form that images have', async () => {
    const config = Buffer.from('{"config": {"Cmd": "sh"}}').toString('base64');
    const metadata = JSON.stringify({ 'containerimage.config': config });
    const options = { 'context:base': 'input:base', 'input-metadata:base': metadata };
    await expect(open({ options })).rejects.toThrow(
      'Imagefile:1: the configuration of the image "base" has config.Cmd "sh", which must be a list [cannot-build-upon]\n' +
        '  build that image again, or build upon another: OCI Image Specification v1.1 has the form',
    );
  });

  test('may be a folder, which counts as one layer', async () => {
    const { base } = await open({ options: { 'context:base': 'local:base' } });
    expect(base).toMatchObject({ environment: [], history: [{ created_by: 'a folder' }] });
    expect(base).not.toHaveProperty('config');
  });
});

describe('what cannot be built upon', () => {
  test('is not there', async () => {
    await expect(open({ options: { 'context:base': 'docker-image://gone' } })).rejects.toThrow(
      'Imagefile:1: the image "base" cannot be read [cannot-build-upon]\n' +
        '  gone: not found\n  or give it with --build-context base=…',
    );
  });

  const NO_DATABASE =
    'Imagefile:1: the image "base" has no dpkg database [cannot-build-upon]\n' +
    '  it needs /var/lib/dpkg with "status" and "info", as a whole Debian or Ubuntu has it';

  test('has no dpkg database, or an empty one', async () => {
    await expect(open({ files: {} })).rejects.toThrow(NO_DATABASE);
    await expect(open({ files: { ...TREE, 'var/lib/dpkg/status': '' } })).rejects.toThrow(NO_DATABASE);
    await expect(open({ options: { 'context:base': 'docker-image://scratch' } })).rejects.toThrow(
      NO_DATABASE,
    );
  });

  test('is pruned', async () => {
    await expect(open({ files: { 'var/lib/dpkg/status': 'Package: x\n' } })).rejects.toThrow(
      'Imagefile:1: the image "base" is pruned: dpkg has no more than the names of its packages [cannot-build-upon]\n' +
        '  build upon all of it: with prune: none in its Imagefile, or as its target fat',
    );
  });
});

describe('the suite', () => {
  const written = { ...SPEC, suite: { name: 'bookworm', at: { start: 18, end: 26 } } } as unknown as Spec;

  test('is that of the image', async () => {
    const files = { ...TREE, 'etc/apt/sources.list.d/debian.sources': 'Suites: sid\n' };
    expect(withSuite(SPEC, (await open({ files })).baseImages).suite.name).toBe('sid');
    const codename = { ...TREE, 'etc/os-release': 'VERSION_CODENAME=bookworm\n' };
    expect(withSuite(written, (await open({ files: codename })).baseImages).suite.name).toBe('bookworm');
  });

  test('is no other', async () => {
    const { baseImages } = await open();
    expect(() => inFile(FILE, () => withSuite(written, baseImages))).toThrow(
      'Imagefile:2: the image "base" is of "trixie", and "suite" is "bookworm" [cannot-build-upon]\n' +
        '  leave the name of the suite out, or build upon another image',
    );
  });

  test('has to be named where the image does not say', async () => {
    const { baseImages } = await open({ files: { ...TREE, 'etc/os-release': '' } });
    expect(withSuite(written, baseImages).suite.name).toBe('bookworm');
    expect(() => inFile(FILE, () => withSuite(SPEC, baseImages))).toThrow(
      'Imagefile:1: the image "base" does not say which suite it is of [cannot-build-upon]\n' +
        '  name it, for example suite: trixie',
    );
  });

  test('is the same for all platforms', async () => {
    const { baseImages } = await open({ platforms: [AMD64, ARM64] });
    const [first, second] = [...baseImages];
    if (first === undefined || second === undefined) throw new Error('two platforms');
    const other = new Map([first, [second[0], { ...second[1], suites: ['sid'] }]]);
    expect(() => inFile(FILE, () => withSuite(SPEC, other))).toThrow(
      'Imagefile:1: the image "base" is of "trixie" for linux/amd64, and of "sid" for linux/arm64 [cannot-build-upon]\n' +
        '  build them one by one',
    );
  });
});

describe('an Imagefile without an entry', () => {
  const NOTHING = { name: 'base', environment: [], history: [] };
  const check = (lines: string, base: Parameters<typeof requireProgram>[1] = NOTHING) => {
    const file = { name: 'Imagefile', text: `from: base\n${lines}` };
    const { spec, diagnostics } = parseImagefile(file.text);
    expect(diagnostics).toEqual([]);
    if (spec === undefined) throw new Error('no spec');
    return inFile(file, () => requireProgram(spec, base));
  };
  const container = {
    entrypoint: [],
    command: ['sh'],
    user: '',
    workingDir: '/',
    expose: [],
    volumes: [],
    labels: {},
  };

  test('needs an image that has a program', () => {
    check('', { ...NOTHING, container });
    check('entry: /x\n');
    check('command: x\n');
    check('prune: none\n');
    expect(() => check('')).toThrow(
      'Imagefile:1: "entry" is missing, and the image "base" has no entrypoint and no command either [missing-key]\n' +
        '  add for example entry: /usr/sbin/nginx, or prune: none to keep everything',
    );
  });

  test('needs one for a check that starts it', () => {
    const lines = 'prune: none\ncheck:\n  - ready: http://127.0.0.1/\n';
    check(lines, { ...NOTHING, container });
    expect(() => check(lines)).toThrow(
      'Imagefile:4: a check waits for the program of the image, and the image "base" has no entrypoint and no command [missing-key]\n' +
        '  add "entry", or "start" with another program',
    );
  });
});
