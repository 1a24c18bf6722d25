// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation of HCL
import { describe, expect, test } from 'vitest';
import { parseImagefile } from '../../imagefile/parse.ts';
import type { BaseConfig } from '../../plan/base-image.ts';
import { bakeFile } from './bake.ts';
import type { FirstConfig } from './image.ts';
import { firstImagefile, withBakeFile } from './imagefile.ts';

const BARE: BaseConfig = {
  entrypoint: [],
  command: [],
  user: '',
  workingDir: '/',
  expose: [],
  volumes: [],
  labels: {},
};

const SHOP: FirstConfig = {
  environment: ['PORT=3000', 'GREETING=hello, you', 'PATH=/usr/local/bin:/usr/bin'],
  container: {
    entrypoint: ['docker-entrypoint.sh'],
    command: ['node', 'server.js'],
    user: '1000',
    workingDir: '/app',
    expose: ['9229/tcp', '3000/tcp'],
    volumes: ['/data'],
    labels: { made: 'elsewhere' },
    stopSignal: 'SIGINT',
    healthcheck: { test: ['CMD', 'true'] },
  },
};

function imagefile(config?: FirstConfig, from = 'shop'): string {
  const whose = 'The image "shop"';
  return firstImagefile({ frontend: 'mib/frontend', from, whose, ...(config && { config }) });
}

/** Returns what the Imagefile makes of the text, which must have no problems. */
function read(text: string) {
  const { spec, diagnostics } = parseImagefile(text);
  expect(diagnostics).toEqual([]);
  return spec;
}

function withContainer(container: Partial<BaseConfig>, environment: readonly string[] = []): FirstConfig {
  return { environment, container: { ...BARE, command: ['app'], ...container } };
}

test('an image with a server has its config as comments, and a check', () => {
  const text = imagefile(SHOP);
  expect(text).toBe(`# syntax=mib/frontend
from: shop

# The image "shop" is set up like this, and so is the thin one. A key in this file replaces a line:
#   entry: ["docker-entrypoint.sh"]
#   command: ["node", "server.js"]
#   user: "1000"
#   working_dir: /app
#   environment:
#     - "GREETING=hello, you"
#     - PATH=/usr/local/bin:/usr/bin
#     - PORT=3000
#   expose: ["9229/tcp", "3000/tcp"]
#   volumes: ["/data"]
#   labels:
#     - made=elsewhere
#   stop_signal: SIGINT
#   healthcheck:
#     test: ["CMD", "true"]

check:
  # The image's program must answer here with a status from 200 to 399. The port is in its variable PORT.
  - ready: http://127.0.0.1:3000/
    # Requests that must be answered as in production:
    # get: [/login, {path: /none, status: 404}]
`);
  expect(read(text)).toMatchObject({
    from: { value: 'shop' },
    check: [{ kind: 'start', ready: { kind: 'http', url: 'http://127.0.0.1:3000/' } }],
  });
});

test('what is a comment is sound if it becomes a key', () => {
  const keys = imagefile(SHOP)
    .replace(/^# {3}entry: .*\n/m, '')
    .replace(/^# {3}(?=[ a-z])/gm, '')
    .replace(/^( +)# (get: )/m, '$1$2');
  expect(read(keys)).toMatchObject({
    command: ['node', 'server.js'],
    environment: { GREETING: 'hello, you' },
    user: '1000',
    healthcheck: { test: ['CMD', 'true'] },
    check: [{ get: [{ path: '/login' }, { path: '/none', status: 404 }] }],
  });
});

test('an image without a port has no check, and says what to add', () => {
  const text = imagefile(withContainer({ expose: ['53/udp', 'http'] }));
  expect(text).toBe(`# syntax=mib/frontend
from: shop

# The image "shop" is set up like this, and so is the thin one. A key in this file replaces a line:
#   command: ["app"]
#   expose: ["53/udp", "http"]

# The image "shop" exposes no port to ask at, so nothing proves yet that the thin one works.
# For a server:
# check:
#   - ready: http://127.0.0.1:8080/
# For a program that ends:
# check:
#   - run: ["app", "--version"]
`);
  expect(read(text)).toMatchObject({ check: [] });
  const [, server = '', command = ''] = text.split(/^# For .*\n/m).map((part) => part.replace(/^# /gm, ''));
  expect(read(`from: shop\n${server}`)).toMatchObject({ check: [{ kind: 'start' }] });
  expect(read(`from: shop\n${command}`)).toMatchObject({ check: [{ run: ['app', '--version'] }] });
});

test.each([
  [
    'an image without a program',
    { environment: [], container: { ...BARE, expose: ['80/tcp'] } },
    '# The image "shop" is set up like this, and so is the thin one. A key in this file replaces a line:\n#   expose: ["80/tcp"]\n\n',
  ],
  ['a folder', undefined, ''],
])('%s is kept whole', (_, config, comment) => {
  const text = imagefile(config);
  expect(text).toBe(`# syntax=mib/frontend
from: shop

${comment}# The image "shop" has no entrypoint and no command, so everything is kept. To keep only what a program needs,
# name the program in place of this line, for example entry: /usr/bin/app
prune: none
`);
  expect(read(text)).toMatchObject({ prune: 'none', check: [] });
});

test('a name that YAML takes for a number is quoted', () => {
  const text = imagefile(undefined, '1.10');
  expect(text).toContain('\nfrom: "1.10"\n');
  expect(read(text)).toMatchObject({ from: { value: '1.10' } });
});

test('no value ends its comment, and a long one is shortened', () => {
  const text = imagefile({
    environment: [`A=1\nentry: /bin/sh`, `B=${'b'.repeat(300)}`, 'C=\u2028\u0085\u001b[31m\u{e0001}'],
    container: {
      ...BARE,
      entrypoint: ['/bin/x\rcheck: [y]'],
      user: 'root\nuser: evil',
      workingDir: '/\n/',
      labels: { 'a\nrun': '[z]' },
    },
  });
  expect(text).toContain(String.raw`#   entry: ["/bin/x\rcheck: [y]"]`);
  expect(text).toContain(String.raw`#   user: "root\nuser: evil"`);
  expect(text).toContain(String.raw`#   working_dir: "/\n/"`);
  expect(text).toContain(String.raw`#     - "A=1\nentry: /bin/sh"`);
  expect(text).toContain(`#     - B=${'b'.repeat(194)}…\n`);
  expect(text).toContain(String.raw`#     - "C=\u2028\u0085\u001b[31m\udb40\udc01"`);
  expect(text).toContain(String.raw`#     - "a\nrun=[z]"`);
  expect(text).toContain(String.raw`#   - run: ["/bin/x\rcheck: [y]", "--version"]`);
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
  expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual(['from: shop']);
});

const curl = (command: string): Partial<BaseConfig> => ({
  healthcheck: { test: ['CMD-SHELL', command] },
  expose: ['80/tcp'],
});

describe('the check asks', () => {
  test.each<[url: string, container: Partial<BaseConfig>, environment?: string[]]>([
    ['http://127.0.0.1:8080/', { expose: ['8443/tcp', '8080/tcp', '5432/tcp', '9229/tcp'] }],
    ['https://127.0.0.1:8443/', { expose: ['8443/tcp', '5432/tcp'] }],
    ['tcp://127.0.0.1:5432', { expose: ['5432/tcp'] }],
    ['tcp://127.0.0.1:9000', { expose: ['9000/tcp'] }],
    ['http://127.0.0.1:8000/', { expose: ['8000-8010/tcp', '70000/tcp', '0/tcp'] }],
    ['http://127.0.0.1:3000/', {}, ['PORT=3000']],
    ['http://127.0.0.1:80/', { expose: ['80/tcp'] }, ['PORT=3000']],
    ['http://127.0.0.1:80/', { expose: ['80/tcp'] }, ['PORT=x']],
    ['http://127.0.0.1:3000/health', curl('curl -f http://localhost:3000/health || exit 1')],
    ['http://127.0.0.1/', curl('wget -q http://127.0.0.1')],
    ['https://127.0.0.1:8443/a?b=c', curl('curl -k "https://[::1]:8443/a?b=c"')],
    ['http://127.0.0.1:81/', curl('curl http://localhost:$P'), ['P=81']],
    ['http://127.0.0.1:82/up', curl(`curl 'http://localhost:\${P:-82}/up'`)],
    // Nobody knows these ports, so the exposed one is used.
    ['http://127.0.0.1:80/', curl('curl http://localhost:$P/up')],
    ['http://127.0.0.1:80/', curl('curl http://localhost:99999/up')],
    ['http://127.0.0.1:80/', curl('curl http://example.org:81/up')],
    ['http://127.0.0.1:80/', curl('curl http://localhost.example.org/up')],
  ])('%s', (url, container, environment) => {
    const text = imagefile(withContainer(container, environment));
    expect(/^ {2}- ready: (.*)$/m.exec(text)?.[1]).toBe(url);
    expect(read(text)?.check).toHaveLength(1);
  });

  test('a port without HTTP whether it is open', () => {
    expect(imagefile(withContainer({ expose: ['9000/tcp'] }))).toContain(`check:
  # The image's program must accept connections here. It exposes the port.
  - ready: tcp://127.0.0.1:9000
    # If it speaks HTTP: ready: http://127.0.0.1:9000/
`);
  });
});

describe('a bake file', () => {
  const BUILD = { name: 'app', dockerfile: 'Dockerfile' };

  test('follows the Imagefile as a comment that can be cut out', () => {
    const text = withBakeFile('from: app\n', BUILD);
    expect(text).toBe(String.raw`from: app

# The rest is a bake file, which builds the Dockerfile and hands its image to this Imagefile. To cut it out:
#   sed -n 's/^#bake \{0,1\}//p' Imagefile >> docker-bake.hcl
#   docker buildx bake
#bake group "default" {
#bake   targets = ["thin"]
#bake }
#bake
#bake target "app" {
#bake   context    = "."
#bake   dockerfile = "Dockerfile"
#bake }
#bake
#bake target "thin" {
#bake   context    = "."
#bake   dockerfile = "Imagefile"
#bake   contexts   = { app = "target:app" }
#bake   tags       = ["app:thin"]
#bake }
`);
    const cut = text.split('\n').flatMap((line) => /^#bake ?(.*)$/.exec(line)?.[1] ?? []);
    expect(`${cut.join('\n')}\n`).toBe(bakeFile(BUILD));
  });

  test('has the names of the file and the stage as HCL writes them', () => {
    const text = bakeFile({ name: 'app', dockerfile: 'a "b"\\\n${c}%{d}$e', target: 'prod' });
    expect(text).toContain(String.raw`  dockerfile = "a \"b\"\\\U0000000a$${'$'}{c}%%{d}$e"
  target     = "prod"
`);
  });
});
