import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseOptions } from './options.ts';
import { parseList } from './values.ts';

const WORKERS = JSON.stringify([
  {
    id: 'w',
    platforms: [
      { architecture: 'amd64', os: 'linux' },
      { architecture: 'arm64', os: 'linux', variant: 'v8' },
    ],
  },
]);

function environment(options: Readonly<Record<string, string>>): Record<string, string> {
  const pairs = Object.entries(options).map(([key, value], n) => [
    `BUILDKIT_FRONTEND_OPT_${n}`,
    `${key}=${value}`,
  ]);
  return { ...Object.fromEntries(pairs), BUILDKIT_SESSION_ID: 's1', BUILDKIT_WORKERS: WORKERS };
}

function parse(options: Readonly<Record<string, string>>) {
  return parseOptions(environment(options)).options;
}

test('an empty set of options gives the defaults', () => {
  const { options, problems } = parseOptions({ ...environment({}), BUILDKIT_EXPORTEDPRODUCT: 'docker' });
  expect(problems).toEqual([]);
  expect(options).toEqual({
    given: new Map(),
    namedContexts: new Map(),
    inputConfigs: new Map(),
    gate: 'run',
    localSessions: new Map(),
    sharedKeys: new Map(),
    platforms: [],
    multiPlatform: false,
    buildArgs: new Map(),
    proxy: { http: '', https: '', ftp: '', no: '', all: '' },
    labels: new Map(),
    imageResolveMode: 'default',
    addHosts: [],
    networkMode: 'sandbox',
    ulimits: [],
    noCache: [],
    cacheImports: [],
    cacheNamespace: '',
    attest: new Map(),
    resources: {},
    caps: [],
    sessionId: 's1',
    buildPlatform: { os: 'linux', architecture: 'amd64' },
    workerPlatforms: [
      { os: 'linux', architecture: 'amd64' },
      { os: 'linux', architecture: 'arm64' },
    ],
    product: 'docker',
  });
});

test('what the classic Docker API sends empty counts as not given', () => {
  const { options, problems } = parseOptions(
    environment({
      'cache-from': '',
      'add-hosts': '',
      'image-resolve-mode': '',
      ulimit: '',
      platform: '',
      target: '',
    }),
  );
  expect(problems).toEqual([]);
  expect({ ...options, given: new Map() }).toEqual(parse({}));
});

test('a value keeps everything behind the first equals sign', () => {
  expect(parse({ 'build-arg:A': 'x=y=z\nÜ 😀', 'build-arg:EMPTY': '' }).buildArgs).toEqual(
    new Map([
      ['A', 'x=y=z\nÜ 😀'],
      ['EMPTY', ''],
    ]),
  );
});

describe('context', () => {
  test('is the value of the option that contextkey names', () => {
    const options = { contextkey: 'other', other: 'https://git.example/x.git', context: 'ignored' };
    expect(parse(options).context).toBe('https://git.example/x.git');
    expect(parse({ context: 'https://git.example/x.git' }).context).toBe('https://git.example/x.git');
  });

  test('named contexts keep their platform suffix', () => {
    const options = { 'context:base::linux/arm64': 'docker-image://a', 'context:base': 'docker-image://b' };
    expect([...parse(options).namedContexts]).toEqual([
      ['base', 'docker-image://b'],
      ['base::linux/arm64', 'docker-image://a'],
    ]);
  });

  test('inputs bring their image config', () => {
    const config = Buffer.from('{"os":"linux"}').toString('base64');
    const options = { 'input-metadata:base': JSON.stringify({ 'containerimage.config': config }) };
    expect(parse(options).inputConfigs).toEqual(new Map([['base', '{"os":"linux"}']]));
  });
});

describe('platforms', () => {
  const ids = (options: Record<string, string>) => {
    const { platforms, multiPlatform } = parse(options);
    return [platforms.length, multiPlatform];
  };
  test.each([
    [{ platform: 'linux/amd64' }, [1, false]],
    [{ platform: 'linux/amd64,linux/arm' }, [2, true]],
    [{ platform: 'linux/amd64', 'multi-platform': 'true' }, [1, true]],
    [{ platform: 'linux/arm64,linux/arm64/v8' }, [1, false]],
    [{ 'multi-platform': '1' }, [0, true]],
    [{ 'multi-platform': 'true', 'build-arg:BUILDKIT_MULTI_PLATFORM': 'false' }, [0, false]],
  ])('%o', (options, expected) => {
    expect(ids(options as Record<string, string>)).toEqual(expected);
  });
});

test('no-cache is everything when empty, and else the names', () => {
  expect(parse({ 'no-cache': '' }).noCache).toBe('all');
  expect(parse({ 'no-cache': 'resolve,install' }).noCache).toEqual(['resolve', 'install']);
});

test('cache-imports come first, then legacy cache-from', () => {
  const options = {
    'cache-imports': '[{"Type":"local","Attrs":{"src":"a","digest":"b"}},{"Type":"gha"}]',
    'cache-from': 'r.example/a,r.example/b',
  };
  expect(parse(options).cacheImports).toEqual([
    { type: 'local', attrs: { digest: 'b', src: 'a' } },
    { type: 'gha', attrs: {} },
    { type: 'registry', attrs: { ref: 'r.example/a' } },
    { type: 'registry', attrs: { ref: 'r.example/b' } },
  ]);
});

test('flags of docker build', () => {
  const options = parse({
    filename: 'Imagefile',
    dockerfilekey: 'dockerfile',
    target: 'debug',
    'add-hosts': 'DB=10.0.0.1,"v6=::1"',
    ulimit: 'nofile=1024:2048,core=-1',
    'shm-size': '67108864',
    'cgroup-parent': '/x',
    hostname: 'h1',
    'build-arg:BUILDKIT_SANDBOX_HOSTNAME': 'h2',
    'build-arg:SOURCE_DATE_EPOCH': '1700000000',
    'build-arg:HTTP_PROXY': 'http://proxy.example',
    'build-arg:no_proxy': 'a,b',
    'force-network-mode': 'none',
    memory: '1048576',
    memswap: '-1',
    cpusetcpus: '0-1',
    'image-resolve-mode': 'local',
    'label:a.b': 'c',
    'attest:provenance': 'mode=min,inline-only=true',
    'attest:sbom': '',
    'frontend.caps': 'moby.buildkit.frontend.subrequests+forward',
    requestid: 'frontend.outline',
    'local-sessionid:context': 's2',
    'sharedkey:localdir:context': 'k',
  });
  expect(options).toMatchObject({
    filename: 'Imagefile',
    dockerfileKey: 'dockerfile',
    target: 'debug',
    addHosts: [
      { host: 'db', ip: '10.0.0.1' },
      { host: 'v6', ip: '::1' },
    ],
    ulimits: [
      { name: 'nofile', soft: 1024, hard: 2048 },
      { name: 'core', soft: -1, hard: -1 },
    ],
    shmSize: 67108864,
    cgroupParent: '/x',
    hostname: 'h2',
    epoch: '1700000000',
    proxy: { http: 'http://proxy.example', https: '', ftp: '', no: 'a,b', all: '' },
    networkMode: 'none',
    resources: { memory: 1048576, memorySwap: -1, cpusetCpus: '0-1' },
    imageResolveMode: 'local',
    caps: ['moby.buildkit.frontend.subrequests+forward'],
    requestId: 'frontend.outline',
  });
  expect(options.labels).toEqual(new Map([['a.b', 'c']]));
  expect(options.attest.get('provenance')).toEqual(
    new Map([
      ['inline-only', 'true'],
      ['mode', 'min'],
    ]),
  );
  expect(options.attest.get('sbom')).toEqual(new Map());
  expect(options.localSessions).toEqual(new Map([['context', 's2']]));
  expect(options.sharedKeys).toEqual(new Map([['context', 'k']]));
});

test.each([
  [{ platform: 'linux' }, 'option "platform": "linux" is not a platform such as linux/arm64'],
  [{ 'multi-platform': 'maybe' }, 'option "multi-platform": "maybe" is neither true nor false'],
  [
    { platform: 'linux/amd64,linux/arm64', 'multi-platform': 'false' },
    'option "multi-platform": false contradicts more than one platform',
  ],
  [{ 'add-hosts': 'db=nowhere' }, 'option "add-hosts": "nowhere" is not an IP address'],
  [{ 'shm-size': '1g' }, 'option "shm-size": "1g" is not a whole number'],
  [{ 'build-arg:MIB_GATE': 'off' }, 'option "build-arg:MIB_GATE": "off" is none of run, skip'],
  [{ 'force-network-mode': 'lan' }, 'option "force-network-mode": "lan" is none of sandbox, none, host'],
  [{ ulimit: 'nofile' }, 'option "ulimit": "" is not a whole number'],
  [{ 'cache-imports': '{}' }, 'option "cache-imports": not a list'],
])('%o is a problem, not a crash', (options, problem) => {
  expect(parseOptions(environment(options as Record<string, string>)).problems).toEqual([problem]);
});

test('a daemon that names no worker is a problem', () => {
  expect(parseOptions({}).problems).toEqual(['BuildKit named no platform that it builds on']);
});

test('any environment is read without throwing', () => {
  const keys = fc.constantFrom(
    'platform',
    'ulimit',
    'cache-imports',
    'attest:sbom',
    'input-metadata:x',
    'no-cache',
    'x',
  );
  fc.assert(
    fc.property(
      fc.dictionary(keys, fc.string()),
      (options) => parseOptions(environment(options)) !== undefined,
    ),
  );
});

test('a list of quoted fields is read back', () => {
  const quote = (field: string) => `"${field.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (fields) => {
      expect(parseList(fields.map(quote).join(','))).toEqual(fields);
    }),
  );
  expect(() => parseList('"a"b')).toThrow('a quote is out of place');
  expect(() => parseList('a"b')).toThrow('a quote is out of place');
});
