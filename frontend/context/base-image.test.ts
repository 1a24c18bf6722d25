import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import type { Spec } from '../../src/imagefile/spec.ts';
import { file, marshal, scratch } from '../../src/llb/index.ts';
import { pb } from '../../src/llb/proto.ts';
import { inFile } from '../../test/support/in-file.ts';
import { APK_INSTALLED } from '../../test/support/prune/other-trees.ts';
import { BridgeError } from '../gateway/bridge.ts';
import type { Session } from '../gateway/session.ts';
import { parseOptions } from '../options/options.ts';
import { lockedBaseImage, openBaseImages, requireProgram, withSuite } from './base-image.ts';

const FILE = { name: 'Imagefile', text: 'from: base\nsuite: bookworm\n' };
const FROM = { value: 'base', at: { start: 6, end: 10 } };
const SUITE = { name: 'trixie', assumed: true };
const SPEC = {
  from: FROM,
  suite: SUITE,
  packages: [{ name: 'jq', exclude: false, architectures: [] }],
} as unknown as Spec;
/** Nothing is added to the image but what is taken away. */
const ALONE = {
  from: FROM,
  suite: SUITE,
  packages: [{ name: 'vim', exclude: true, architectures: [] }],
} as unknown as Spec;
const AMD64 = { os: 'linux', architecture: 'amd64' };
const ARM64 = { os: 'linux', architecture: 'arm64' };
const DIGEST = `sha256:${'1'.repeat(64)}`;
const CONFIG = { config: { Env: ['A=1'] }, history: [{ created_by: 'x' }] };

const TREE: Readonly<Record<string, string>> = {
  'var/lib/dpkg/status': 'Package: dpkg\nStatus: install ok installed\nVersion: 1\n',
  'var/lib/dpkg/info/format': '1\n',
  'etc/os-release': 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nVERSION_CODENAME=trixie\n',
  'usr/bin/apt-get': '',
};

interface Setting {
  readonly options?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  /** Files that are no regular ones, or larger than what they hold. */
  readonly stats?: Readonly<Record<string, { readonly mode?: number; readonly size?: number }>>;
  readonly spec?: Spec;
  readonly config?: string;
  readonly platforms?: readonly (typeof AMD64)[];
  readonly pins?: ReadonlyMap<string, string>;
}

/** Opens `base` at a daemon that has one image, and whatever is given. */
async function open({
  options = {},
  files = TREE,
  stats = {},
  platforms = [AMD64],
  pins,
  spec = SPEC,
  config = JSON.stringify(CONFIG),
}: Setting = {}) {
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
        return { Image: { Digest: DIGEST, Config: Buffer.from(config) } };
      },
      statFile: async (_: unknown, path: string) => {
        const text = files[path];
        if (text === undefined) throw new BridgeError('no such file or directory');
        return { mode: 0o644, size: text.length, ...stats[path] };
      },
      readDir: async (_: unknown, folder: string, name?: string) =>
        Object.entries({ ...files, ...stats }).flatMap(([path, content]) => {
          const { dir, base } = posix.parse(path);
          if (dir !== folder || (name !== undefined && base !== name)) return [];
          const size = typeof content === 'string' ? content.length : 0;
          return [{ path: base, mode: 0o644, size, ...stats[path] }];
        }),
      readFile: async (_: unknown, path: string) => {
        const text = files[path];
        if (text === undefined || stats[path] !== undefined) throw new Error(`${path} was opened`);
        return Buffer.from(text);
      },
    },
  } as unknown as Session;
  const baseImages = await inFile(FILE, () => openBaseImages(session, spec, platforms, pins));
  return { baseImages, asked, base: baseImages.get('linux/amd64') };
}

/** What the daemon would load for it. */
function loaded({ base }: Awaited<ReturnType<typeof open>>) {
  const [op = new Uint8Array()] = (base && marshal(base.tree).definition.def) ?? [];
  return pb.Op.decode(op).source?.identifier;
}

describe('the base image', () => {
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
      'Imagefile:1: the config of the image "base" has config.Cmd that is not a list of strings [unusable-base]\n' +
        '  build the image again',
    );
  });

  test('may be a folder, which counts as one layer', async () => {
    const { base } = await open({ options: { 'context:base': 'local:base' } });
    expect(base).toMatchObject({ environment: [], history: [{ created_by: 'a folder' }] });
    expect(base).not.toHaveProperty('config');
  });
});

describe('an image that cannot be the base image', () => {
  test('is not there', async () => {
    await expect(open({ options: { 'context:base': 'docker-image://gone' } })).rejects.toThrow(
      'Imagefile:1: the image "base" cannot be read [unusable-base]\n' +
        '  gone: not found\n  or give it with --build-context base=…',
    );
  });

  const WAYS =
    '\n  leave "packages" out: the image is then pruned as it is\n' +
    '  or use Debian or Ubuntu as the base image, and copy files from this one: files: [{context: NAME, from: /bin/app, to: /bin/app}]\n' +
    '  with --build-context NAME=docker-image://base';

  test('lacks apt, where there are packages: says what it is, and the ways', async () => {
    const refused = 'Imagefile:1: packages cannot be added to the image "base", which';
    const cases: readonly (readonly [Setting, string])[] = [
      [{ files: ALPINE }, 'is Alpine Linux v3.22 without apt'],
      [
        { files: { 'usr/lib/os-release': 'ID=wolfi\nVERSION_ID=\x1b[31m20230201\n' } },
        'is wolfi [31m20230201 without apt',
      ],
      [{ files: {} }, 'has no apt'],
      [{ files: { ...TREE, 'var/lib/dpkg/status': '' } }, 'is Debian GNU/Linux 13 (trixie) without apt'],
      [{ options: { 'context:base': 'docker-image://scratch' } }, 'has no apt'],
    ];
    for (const [setting, what] of cases)
      await expect(open(setting)).rejects.toThrow(`${refused} ${what} [unusable-base]${WAYS}`);
    const { 'usr/bin/apt-get': _, ...without } = TREE;
    await expect(open({ files: without })).rejects.toThrow('Debian GNU/Linux 13 (trixie) without apt');
  });

  test('is pruned, where there are packages', async () => {
    await expect(
      open({ files: { 'var/lib/dpkg/status': 'Package: x\nStatus: install ok installed\nVersion: 1\n' } }),
    ).rejects.toThrow(
      'Imagefile:1: packages cannot be added to the image "base", which is pruned: its dpkg database only lists packages [unusable-base]\n' +
        '  use the unpruned image: prune: none in its Imagefile, or its target fat\n' +
        '  or leave "packages" out: it can be pruned again, and files can be added',
    );
  });

  test.each([
    ['no JSON', 'no', 'is not JSON'],
    ['a list', '[]', 'has a value that is not a map'],
    ['an environment of numbers', '{"config":{"Env":["A=1",2]}}', 'has config.Env[1] that is not a string'],
    ['a history of text', '{"history":"x"}', 'has history that is not a list of maps'],
    ['layers of numbers', '{"rootfs":{"diff_ids":1}}', 'has rootfs.diff_ids that is not a list of strings'],
  ])('has a config of %s', async (_, config, fault) => {
    await expect(open({ config, spec: ALONE })).rejects.toThrow(
      `Imagefile:1: the config of the image "base" ${fault} [unusable-base]\n  build the image again`,
    );
  });

  test('is for another platform', async () => {
    const config = JSON.stringify({ os: 'linux', architecture: 'amd64' });
    await expect(open({ config, platforms: [ARM64], spec: ALONE })).rejects.toThrow(
      'Imagefile:1: the image "base" is for linux/amd64, not for linux/arm64 [unusable-base]\n' +
        '  build it for that platform too, or build with --platform linux/amd64',
    );
  });

  const FIX = '[unusable-base]\n  build the image again, or use another base image';

  test.each([
    ['a folder', { mode: 0x8000_01ed }, 'is a folder, not a file'],
    ['a named pipe', { mode: 0x0200_01ed }, 'is a named pipe, not a file'],
    ['a device', { mode: 0x0420_01b6 }, 'is a device, not a file'],
    ['a socket', { mode: 0x0100_01ed }, 'is a socket, not a file'],
    ['200 MB', { size: 200_000_000 }, 'has 200 MB, more than the 64 MB that are read'],
  ])('has a database that is %s', async (_, stat, fault) => {
    for (const path of ['var/lib/dpkg/status', 'lib/apk/db/installed']) {
      const files = { ...TREE, [path]: 'never read' };
      await expect(open({ files, stats: { [path]: stat }, spec: ALONE })).rejects.toThrow(
        `Imagefile:1: /${path} of the image "base" ${fault} ${FIX}`,
      );
    }
  });

  test('has a database that is a link to nowhere', async () => {
    const stats = { 'var/lib/dpkg/status': { mode: 0x0800_01ff } };
    await expect(open({ files: {}, stats, spec: ALONE })).rejects.toThrow(
      `/var/lib/dpkg/status of the image "base" is a link to a file that does not exist ${FIX}`,
    );
  });

  test.each([
    ['var/lib/dpkg/status', 'Package: a\nVersion: 1\n\nPackage: b\n'],
    ['var/lib/dpkg/status', 'Package: a\nVersion: 1'],
    ['lib/apk/db/installed', 'P:a\nV:1\n\nC:Q1\nP:b\n'],
    ['usr/lib/apk/db/installed', 'P:a\nV:1\nF:lib\nR:li'],
  ])('has a database that is truncated: %s of %j', async (path, text) => {
    await expect(open({ files: { [path]: text }, spec: ALONE })).rejects.toThrow(
      `/${path} of the image "base" is truncated: its last package is incomplete ${FIX}`,
    );
  });

  test('has more of its packages than is read', async () => {
    const many = Array.from({ length: 20_001 }, (_, at) => [`var/lib/dpkg/status.d/${at}`, '']);
    await expect(open({ files: Object.fromEntries(many), spec: ALONE })).rejects.toThrow(
      `/var/lib/dpkg/status.d of the image "base" has 20001 files, more than the 20000 that are read ${FIX}`,
    );
    const stats = { 'var/lib/dpkg/status.d/a': { size: 65_000_000 } };
    await expect(open({ files: {}, stats, spec: ALONE })).rejects.toThrow(
      '/var/lib/dpkg/status.d of the image "base" has 65 MB, more than the 64 MB that are read',
    );
  });

  test('has an os-release that is a named pipe', async () => {
    const stats = { 'etc/os-release': { mode: 0x0200_01b6 } };
    await expect(open({ stats, spec: ALONE })).rejects.toThrow(
      '/etc/os-release of the image "base" is a named pipe, not a file',
    );
  });
});

const ALPINE = {
  'lib/apk/db/installed': APK_INSTALLED,
  'etc/os-release': 'ID=alpine\nPRETTY_NAME="Alpine Linux v3.22"\n',
};

describe('a base image without packages to add', () => {
  test('may be of any distribution', async () => {
    const { base } = await open({ files: ALPINE, spec: ALONE });
    expect(base).toMatchObject({ system: 'Alpine Linux v3.22', suites: [] });
    expect(base).not.toHaveProperty('suite');
    expect(base?.packages.map(({ name, version }) => `${name} ${version}`)).toEqual([
      'musl 1.2.5-r10',
      'busybox 1.37.0-r18',
      'libfoo 2.0-r1',
      'zlib 1.3.1-r2',
    ]);
    expect(withSuite(ALONE, new Map([['linux/amd64', base as NonNullable<typeof base>]]))).toBe(ALONE);
  });

  test('may have a file for each package, and files that are none', async () => {
    const control = 'Package: libc6\nVersion: 2\nArchitecture: amd64\n';
    const files = {
      'var/lib/dpkg/status.d/bGliYzY': control,
      'var/lib/dpkg/status.d/bGliYzY.md5sums': '',
      'var/lib/dpkg/status.d/none': 'none',
    };
    const stats = { 'var/lib/dpkg/status.d/pipe': { mode: 0x0200_01b6 } };
    const { base } = await open({ files, stats, spec: ALONE });
    expect(base?.packages).toMatchObject([{ name: 'libc6', version: '2' }]);
  });

  test('may be pruned, or hold nothing', async () => {
    const pruned = await open({
      files: { 'var/lib/dpkg/status': 'Package: x\nStatus: install ok installed\nVersion: 1\n' },
      spec: ALONE,
    });
    expect(pruned.base?.packages).toMatchObject([{ name: 'x' }]);
    expect((await open({ files: {}, spec: ALONE })).base?.packages).toEqual([]);
    const empty = await open({ options: { 'context:base': 'docker-image://scratch' }, spec: ALONE });
    expect(empty.base).toMatchObject({ packages: [], layers: [], history: [{ created_by: 'a folder' }] });
    const from = { value: 'scratch', at: FROM.at };
    expect((await open({ spec: { ...ALONE, from } as Spec })).asked).toEqual([]);
  });

  test('has what Go writes for empty lists', async () => {
    const config = '{"config":{"Env":null},"history":null,"rootfs":{"diff_ids":null},"architecture":""}';
    expect((await open({ config, spec: ALONE })).base).toMatchObject({
      environment: [],
      history: [],
      layers: [],
    });
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
      'Imagefile:2: the image "base" is of "trixie", and "suite" is "bookworm" [unusable-base]\n' +
        '  leave out the name of the suite, or use another base image',
    );
  });

  test('has to be named where the image does not say', async () => {
    const { baseImages } = await open({ files: { ...TREE, 'etc/os-release': '' } });
    expect(withSuite(written, baseImages).suite.name).toBe('bookworm');
    expect(() => inFile(FILE, () => withSuite(SPEC, baseImages))).toThrow(
      'Imagefile:1: the image "base" does not say which suite it is of [unusable-base]\n' +
        '  name it, for example suite: trixie',
    );
  });

  test('is the same for all platforms', async () => {
    const { baseImages } = await open({ platforms: [AMD64, ARM64] });
    const [first, second] = [...baseImages];
    if (first === undefined || second === undefined) throw new Error('two platforms');
    const other = new Map([first, [second[0], { ...second[1], suites: ['sid'] }]]);
    expect(() => inFile(FILE, () => withSuite(SPEC, other))).toThrow(
      'Imagefile:1: the image "base" is of "trixie" for linux/amd64, and of "sid" for linux/arm64 [unusable-base]\n' +
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
