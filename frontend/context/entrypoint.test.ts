import { describe, expect, test } from 'vitest';
import { pb } from '../../src/llb/proto.ts';
import { UserError } from '../errors/user-error.ts';
import { type Bridge, BridgeError, type Ref, type Stat } from '../gateway/bridge.ts';
import { parseOptions } from '../options/options.ts';
import { readEntrypoint } from './entrypoint.ts';

type Files = Readonly<Record<string, string>>;

interface Folders {
  readonly dockerfile?: Files;
  readonly context?: Files;
  /** What is told of files that are not small and regular. They cannot be opened. */
  readonly stats?: Readonly<Record<string, Stat>>;
}

/** Returns a bridge that serves two folders, and the requests that it received. */
function folders({ dockerfile = {}, context = {}, stats = {} }: Folders) {
  const sources: { identifier: string; attrs: Record<string, string>; name: string | undefined }[] = [];
  const textOf = (ref: Ref, path: string) => (ref.id === 'local://context' ? context : dockerfile)[path];
  const bridge: Partial<Bridge> = {
    async solve(request) {
      if (!('definition' in request)) throw new Error('no definition');
      const { def, metadata } = request.definition;
      const { source } = pb.Op.decode(def?.[0] ?? new Uint8Array());
      const [op] = Object.values(metadata ?? {}).filter(({ description }) => description?.['llb.customname']);
      const identifier = source?.identifier ?? '';
      sources.push({ identifier, attrs: source?.attrs ?? {}, name: op?.description?.['llb.customname'] });
      return { id: identifier };
    },
    async statFile(ref, path) {
      const text = textOf(ref, path);
      if (text === undefined) throw new BridgeError(`lstat ${path}: no such file or directory`);
      return { mode: 0o644, size: text.length, ...stats[path] };
    },
    async readFile(ref, path) {
      if (stats[path] !== undefined) throw new Error(`${path} was opened`);
      return Buffer.from(textOf(ref, path) ?? '');
    },
    inputs: async () => new Map(),
  };
  return { sources, bridge: bridge as Bridge };
}

function read(bridge: Bridge, options: Files) {
  const pairs = Object.entries(options).map(([key, value], n) => [
    `BUILDKIT_FRONTEND_OPT_${n}`,
    `${key}=${value}`,
  ]);
  return readEntrypoint({
    bridge,
    options: parseOptions({ ...Object.fromEntries(pairs), BUILDKIT_SESSION_ID: 's' }).options,
  });
}

test('the sources are those of other frontends, so that transfers are shared', async () => {
  const { bridge, sources } = folders({ dockerfile: { 'my.yaml': 'x' } });
  await read(bridge, { filename: 'my.yaml' });
  expect(sources).toEqual([
    {
      identifier: 'local://context',
      name: '[internal] load .dockerignore',
      attrs: {
        'local.differ': 'none',
        'local.followpaths': '[".dockerignore"]',
        'local.session': 's',
        'local.sharedkeyhint': 'context-.dockerignore',
      },
    },
    {
      identifier: 'local://dockerfile',
      name: '[internal] load build definition from my.yaml',
      attrs: {
        'local.differ': 'none',
        'local.followpaths': '["my.yaml","my.yaml.dockerignore","my.yaml.lock"]',
        'local.session': 's',
        'local.sharedkeyhint': 'dockerfile',
      },
    },
  ]);
});

test('another local and another session are used where the client says so', async () => {
  const { bridge, sources } = folders({ dockerfile: { Imagefile: 'x' } });
  await read(bridge, { filename: 'Imagefile', dockerfilekey: 'df', 'local-sessionid:df': 's2' });
  expect(sources.find(({ identifier }) => identifier === 'local://df')?.attrs).toMatchObject({
    'local.session': 's2',
    'local.sharedkeyhint': 'df',
  });
});

describe('the file', () => {
  test.each([
    [{}, { Imagefile: 'a' }, 'Imagefile'],
    [{}, { Dockerfile: 'a' }, 'Dockerfile'],
    [{ filename: 'Dockerfile' }, { Imagefile: 'a' }, 'Imagefile'],
    [{ filename: 'Dockerfile' }, { Imagefile: 'b', Dockerfile: 'a' }, 'Dockerfile'],
    [{ filename: 'sub/Dockerfile' }, { 'sub/Imagefile': 'a' }, 'sub/Imagefile'],
    [{ filename: 'my.yaml' }, { 'my.yaml': 'a', Imagefile: 'b' }, 'my.yaml'],
  ])('asked for as %o, found among %o, is %s', async (options, dockerfile, name) => {
    const { file, source } = await read(folders({ dockerfile }).bridge, options as Files);
    expect(file).toEqual({ name, text: 'a' });
    expect(source).toMatchObject({ filename: name, language: 'YAML', data: Buffer.from('a') });
  });

  test('loses its byte order mark', async () => {
    const { file } = await read(folders({ dockerfile: { Imagefile: '\uFEFFentry: ü' } }).bridge, {});
    expect(file.text).toBe('entry: ü');
  });

  test('that is not there is named', async () => {
    const { bridge } = folders({});
    await expect(read(bridge, { filename: 'Dockerfile' })).rejects.toThrow(
      'the folder has no Dockerfile or Imagefile',
    );
    await expect(read(bridge, { filename: 'x.yaml' })).rejects.toThrow('the folder has no x.yaml');
  });

  test('of a git repository is read there, and no folder of the client', async () => {
    const { bridge, sources } = folders({});
    const context = 'https://git.example/x.git#v1:sub';
    await expect(read(bridge, { context })).rejects.toThrow('the folder has no ');
    expect(sources.map(({ identifier, name }) => [identifier, name])).toEqual([
      ['git://git.example/x.git#v1:sub', `[internal] load git source ${context}`],
    ]);
  });

  test.each([
    ['x', 'the context "x" is neither a git repository nor a URL [invalid-value]'],
    [
      'https://git.example/x.git?brunch=a',
      'the git URL "https://git.example/x.git?brunch=a" cannot be used: "brunch" is none of',
    ],
  ])('of the context %s cannot be read', async (context, message) => {
    await expect(read(folders({}).bridge, { context })).rejects.toThrow(message);
  });
});

describe('the lock', () => {
  test.each([
    ['Imagefile', { 'Imagefile.lock': 'a' }, 'Imagefile.lock'],
    ['my.yaml', { 'my.yaml.lock': 'a', 'Imagefile.lock': 'b' }, 'my.yaml.lock'],
    ['Dockerfile', { 'Imagefile.lock': 'a' }, 'Imagefile.lock'],
    ['Dockerfile', { 'Dockerfile.lock': 'a', 'Imagefile.lock': 'b' }, 'Dockerfile.lock'],
    ['sub/Dockerfile', { 'sub/Imagefile.lock': 'a', 'Imagefile.lock': 'b' }, 'sub/Imagefile.lock'],
  ])('of %s, found among %o, is %s', async (filename, locks, name) => {
    const { lock } = await read(folders({ dockerfile: { [filename]: 'x', ...locks } }).bridge, { filename });
    expect(lock).toEqual({ name, text: 'a' });
  });

  test('of a target that the Imagefile may declare is its own, or else that of the whole', async () => {
    const dockerfile = { Imagefile: 'x', 'Imagefile.lock': 'a', 'Imagefile.worker.lock': 'b' };
    const lockOf = async (target: string) =>
      (await read(folders({ dockerfile }).bridge, { filename: 'Imagefile', target })).lock?.name;
    expect(await lockOf('worker')).toBe('Imagefile.worker.lock');
    expect(await lockOf('other')).toBe('Imagefile.lock');
    expect(await lockOf('debug')).toBe('Imagefile.lock');
  });

  test('need not be there, and may be empty', async () => {
    const dockerfile = { Imagefile: 'x' };
    expect(await read(folders({ dockerfile }).bridge, {})).not.toHaveProperty('lock');
    const empty = { ...dockerfile, 'Imagefile.lock': '' };
    expect(await read(folders({ dockerfile: empty }).bridge, {})).toHaveProperty('lock.text', '');
  });
});

describe('the ignore file', () => {
  test('beside the Imagefile wins over that of the context', async () => {
    const dockerfile = { Imagefile: 'x', 'Imagefile.dockerignore': 'own' };
    const context = { '.dockerignore': 'root' };
    expect((await read(folders({ dockerfile, context }).bridge, {})).ignored).toEqual(['own']);
    expect((await read(folders({ dockerfile: { Imagefile: 'x' }, context }).bridge, {})).ignored).toEqual([
      'root',
    ]);
  });

  test('need not be there', async () => {
    expect((await read(folders({ dockerfile: { Imagefile: 'x' } }).bridge, {})).ignored).toEqual([]);
  });
});

describe('what is no regular file, or too large, is never opened', () => {
  const PIPE = { mode: 0x0200_01a4 };

  test.each<[string, Stat, string]>([
    ['Imagefile', PIPE, 'is a named pipe, not a file'],
    ['Imagefile', { mode: 0x0420_01b6 }, 'is a device, not a file'],
    ['Imagefile', { size: 60_000_000 }, 'has 60 MB, more than the 4.0 MB that are read'],
    ['Imagefile.lock', PIPE, 'is a named pipe, not a file'],
    ['Imagefile.lock', { size: 17_000_000 }, 'has 17 MB, more than the 16 MB that are read'],
    ['Imagefile.dockerignore', PIPE, 'is a named pipe, not a file'],
    ['.dockerignore', PIPE, 'is a named pipe, not a file'],
    ['.dockerignore', { size: 1_200_000 }, 'has 1.2 MB, more than the 1.0 MB that are read'],
  ])('%s: %o', async (path, stat, fault) => {
    const files = { Imagefile: 'x', [path]: 'x' };
    const { bridge } = folders({ dockerfile: files, context: files, stats: { [path]: stat } });
    await expect(read(bridge, {})).rejects.toThrow(
      new UserError([{ code: 'invalid-file', message: `"${path}" ${fault}` }]),
    );
  });
});
