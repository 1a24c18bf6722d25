import { describe, expect, test } from 'vitest';
import { BridgeError, type FrontendRequest } from '../gateway/bridge.ts';
import type { Session } from '../gateway/session.ts';
import { parseOptions } from '../options/options.ts';
import { init } from './init.ts';

const SHOP = {
  os: 'linux',
  architecture: 'amd64',
  config: { Cmd: ['shop'], ExposedPorts: { '8080/tcp': {} } },
};

interface Setting {
  readonly options?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  /** JSON of the image that is looked up, or that the Dockerfile makes. */
  readonly config?: string;
}

/** Asks at a daemon that has one image, and these files. */
async function ask({ options = {}, files = {}, config = JSON.stringify(SHOP) }: Setting) {
  const env = Object.entries(options).map(([key, value], n) => [
    `BUILDKIT_FRONTEND_OPT_${n}`,
    `${key}=${value}`,
  ]);
  const asked: string[] = [];
  const requests: FrontendRequest[] = [];
  const workers = '[{"platforms":[{"os":"linux","architecture":"amd64"}]}]';
  const session = {
    options: parseOptions({ ...Object.fromEntries(env), BUILDKIT_WORKERS: workers }).options,
    bridge: {
      solve: async () => ({ id: 'r' }),
      inputs: async () => new Map([['base', { def: [] }]]),
      resolveSourceMeta: async ({ Source }: { Source: { identifier: string } }) => {
        asked.push(Source.identifier);
        if (Source.identifier.includes('gone')) throw new BridgeError('gone: not found');
        return { Image: { Digest: `sha256:${'1'.repeat(64)}`, Config: Buffer.from(config) } };
      },
      statFile: async (_: unknown, path: string) => {
        const text = files[path];
        if (text === undefined) throw new BridgeError(`lstat ${path}: no such file or directory`);
        return { mode: 0o644, size: text.length };
      },
      readFile: async (_: unknown, path: string) => Buffer.from(files[path] ?? ''),
      runFrontend: async (request: FrontendRequest) => {
        requests.push(request);
        return { 'containerimage.config': Buffer.from(config) };
      },
    },
  } as unknown as Session;
  if (init.needsImagefile !== false) throw new Error('init needs no Imagefile');
  const { text, json } = await init.answer(session);
  return { text, json: JSON.parse(json), asked, requests };
}

const from = (name: string) => ({ 'build-arg:from': name });

describe('an image that is named', () => {
  test('is all that is read', async () => {
    const { text, json, asked, requests } = await ask({ options: from('shop'), files: {} });
    expect(text).toMatch(
      /^# syntax=mib\/frontend\nfrom: shop\n[\s\S]*\n {2}- ready: http:\/\/127\.0\.0\.1:8080\/\n/,
    );
    expect(json).toEqual({ imagefile: text });
    expect(asked).toEqual(['docker-image://docker.io/library/shop:latest']);
    expect(requests).toEqual([]);
  });

  test('takes precedence over a Dockerfile, and may be a context', async () => {
    const options = { ...from('shop'), 'context:shop': 'docker-image://mirror.example/shop:2' };
    const { text, asked } = await ask({ options, files: { Dockerfile: 'FROM x\n' } });
    expect(text).toContain('\nfrom: shop\n');
    expect(asked).toEqual(['docker-image://mirror.example/shop:2']);
  });

  test('is thinned by the frontend that was asked', async () => {
    const options = { ...from('shop'), source: 'mirror.example/mib:1' };
    expect((await ask({ options })).text).toMatch(/^# syntax=mirror\.example\/mib:1\n/);
  });

  test('that does not exist is an error', async () => {
    await expect(ask({ options: from('gone') })).rejects.toThrow(
      'the image "gone" cannot be read [unusable-base]\n' +
        '  gone: not found\n  or give it with --build-context gone=…',
    );
  });

  test('that is for another platform is an error', async () => {
    await expect(ask({ options: { ...from('shop'), platform: 'linux/arm64' } })).rejects.toThrow(
      'the image "shop" is for linux/amd64, not for linux/arm64 [unusable-base]\n' +
        '  build it for that platform too, or build with --platform linux/amd64',
    );
  });

  test.each([
    ['is not JSON', '{'],
    ['has config.Cmd that is not a list of strings', '{"config":{"Cmd":1}}'],
  ])('whose config %s is an error', async (fault, config) => {
    await expect(ask({ options: from('shop'), config })).rejects.toThrow(
      `the config of the image "shop" ${fault} [unusable-base]\n  build the image again`,
    );
  });

  test.each([
    ['Shop!', '"Shop!"'],
    ['a\nrun: [x]', '"a\\nrun: [x]"'],
  ])('by %j is an error', async (name, shown) => {
    await expect(ask({ options: from(name) })).rejects.toThrow(
      `from ${shown} must be the name of an image, in lower case except for its tag [invalid-value]\n` +
        '  for example from: base',
    );
  });
});

describe('a Dockerfile', () => {
  test('is read by the frontend for Dockerfiles, with the options of the client', async () => {
    const { text, json, requests } = await ask({
      options: {
        'build-arg:A': '1',
        'build-arg:BUILDKIT_SYNTAX': 'mib/frontend',
        'context:base': 'input:base',
        cmdline: 'mib/frontend',
        filename: 'Dockerfile.prod',
        platform: 'linux/arm64,linux/amd64',
        requestid: 'frontend.init',
        source: 'mib/frontend',
        target: 'prod',
      },
      files: { 'Dockerfile.prod': '\n# A comment\r\n\targ A\nFROM base\n' },
    });
    expect(requests).toEqual([
      {
        frontend: 'dockerfile.v0',
        options: new Map([
          ['build-arg:A', '1'],
          ['context:base', 'input:base'],
          ['filename', 'Dockerfile.prod'],
          ['target', 'prod'],
          ['platform', 'linux/arm64'],
        ]),
        inputs: new Map([['base', { def: [] }]]),
      },
    ]);
    expect(text).toMatch(/^# syntax=mib\/frontend\nfrom: app\n\n# The image of the Dockerfile is set up /);
    expect(text).toContain('\n#bake   dockerfile = "Dockerfile.prod"\n#bake   target     = "prod"\n');
    expect(text.startsWith(json.imagefile)).toBe(true);
    expect(json.imagefile).not.toContain('#bake');
    expect(json.bake).toMatch(/^group "default" \{\n {2}targets = \["thin"\]\n\}\n\ntarget "app" \{\n/);
  });

  const FIX =
    '  name the image to thin: --build-arg from=IMAGE, or the Dockerfile that builds it: -f Dockerfile';

  test('that is not there is an error', async () => {
    const lack = `there is no Dockerfile, and no image is named [missing-argument]\n${FIX}`;
    await expect(ask({})).rejects.toThrow(lack);
    await expect(ask({ options: { filename: 'Other', ...from('') } })).rejects.toThrow(lack);
  });

  test.each([
    '# syntax=mib/frontend\nfrom: shop\n',
    'from : x\n',
    '',
    '# FROM x\n',
    'packages: |\n  FROM x\n',
  ])('is not %j', async (text) => {
    await expect(ask({ files: { Dockerfile: text } })).rejects.toThrow(
      '"Dockerfile" does not begin with FROM or ARG, so it is not a Dockerfile, and no image is named [missing-argument]\n' +
        FIX,
    );
  });

  test('whose image has a broken config is an error', async () => {
    await expect(ask({ files: { Dockerfile: 'FROM x\n' }, config: '[]' })).rejects.toThrow(
      'the config of the image of Dockerfile has a value that is not a map',
    );
  });
});
