import { parseIgnoreFile } from '../../../frontend/context/dockerignore.ts';
import { parseGitUrl } from '../../../frontend/context/git-url.ts';
import { readImageConfig } from '../../../frontend/context/image-config.ts';
import { layoutOf } from '../../../frontend/context/named-context.ts';
import { StatusError } from '../../../frontend/errors/status.ts';
import { readOptions } from '../../../frontend/options/read-options.ts';
import { parseImagefile } from '../../../src/imagefile/parse.ts';
import { readSettings } from '../../../src/lint/directive.ts';
import { inheritConfig } from '../../../src/plan/base-image.ts';
import { imageConfig } from '../../../src/plan/config.ts';
import { firstImagefile } from '../../../src/report/init/imagefile.ts';
import { must, never, plainError, type Target } from '../fuzz/target.ts';

const WORKERS =
  '[{"platforms":[{"os":"linux","architecture":"amd64"},{"os":"linux","architecture":"arm64"}]}]';

const OPTIONS = [
  'filename=Imagefile',
  'platform=linux/amd64,linux/arm/v7',
  'multi-platform=true',
  'build-arg:A=b',
  'build-arg:SOURCE_DATE_EPOCH=1',
  'build-arg:MIB_GATE=skip',
  'context:base=docker-image://debian@sha256:00',
  'context:x=oci-layout://store@sha256:00',
  'input-metadata:x={"containerimage.config":"e30="}',
  'cache-imports=[{"Type":"registry","Attrs":{"ref":"x"}}]',
  'cache-from=a,b',
  'ulimit=nofile=1024:2048,"core=-1"',
  'add-hosts=a=192.0.2.1,b=::1',
  'attest:sbom=generator=x',
  'attest:provenance=mode=max',
  'no-cache=',
  'label:a=b',
  'shm-size=65536',
  'memory=1',
  'force-network-mode=host',
  'frontend.caps=moby.buildkit.frontend.subrequests',
  'image-resolve-mode=pull',
  'build-arg:BUILDKIT_DOCKERFILE_CHECK=skip=root-user;error=true',
].join('\n');

export const options: Target = {
  name: 'options',
  seeds: () => [OPTIONS, ...OPTIONS.split('\n')],
  words: [
    ...OPTIONS.split('\n').map((line) => `${line}\n`),
    ...[
      '=',
      ',',
      '"',
      '""',
      ':',
      '/',
      'linux/',
      'null',
      '{}',
      '[]',
      '[null]',
      '1e3',
      '-1',
      '9007199254740993',
      '__proto__',
      '\n',
      '\0',
      '\udc80',
    ],
  ],
  read(input) {
    const lines = input.toString('utf8').split('\n');
    const given = lines.map((line, at) => [`BUILDKIT_FRONTEND_OPT_${at}`, line] as const);
    const read = readOptions({
      BUILDKIT_WORKERS: WORKERS,
      BUILDKIT_SESSION_ID: 's',
      ...Object.fromEntries(given),
    });
    must(
      read.platforms.every(({ os, architecture }) => os !== '' && architecture !== ''),
      'platforms',
    );
    for (const [name, value] of read.namedContexts) layoutOf(name || 'x', value);
    readSettings(read.buildArgs.get('BUILDKIT_DOCKERFILE_CHECK') ?? '');
  },
  refuses: (error) => error instanceof StatusError,
};

export const urls: Target = {
  name: 'urls',
  seeds: () => [
    'https://git.example/x.git#main:sub',
    'git@git.example:x.git?ref=v1&subdir=a&keep-git-dir=1',
    'ssh://git@git.example:22/x.git?checksum=abc&submodules=false&mtime=commit',
    'github.com/a/b?tag=v1',
    '# comment\n*.log\n!keep\n/a/../b/\n\n  x  \n',
  ],
  words: [
    'https://',
    'git://',
    '.git',
    '#',
    '?',
    ':',
    '&',
    'ref=',
    'tag=',
    'branch=',
    'subdir=',
    '../',
    '%',
    '%zz',
    '%00',
    '@',
    '!',
    '\n',
    '__proto__=1',
    '\ufeff',
    '**/',
  ],
  read(input) {
    const text = input.toString('utf8');
    parseIgnoreFile(text);
    parseGitUrl(text);
  },
  refuses: plainError(
    /^"[\s\S]*" (?:is none of|is given twice|has no value|is "[\s\S]*", not )/,
    /^it has more than one /,
  ),
};

const CONFIG = JSON.stringify({
  os: 'linux',
  architecture: 'amd64',
  config: {
    Env: ['PATH=/usr/bin:/bin', 'A='],
    Entrypoint: ['/usr/sbin/nginx', '-g', 'daemon off;'],
    Cmd: null,
    User: 'nginx:nginx',
    WorkingDir: '/srv/../x/',
    ExposedPorts: { '80/tcp': {} },
    Volumes: { '/data': {} },
    Labels: { a: 'b' },
    StopSignal: 'SIGQUIT',
    Healthcheck: { Test: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'], Interval: 30e9, Retries: 3 },
  },
  history: [{ created: '2025-01-01T00:00:00Z', created_by: 'x', empty_layer: true }],
  rootfs: { type: 'layers', diff_ids: [`sha256:${'0'.repeat(64)}`] },
});

export const config: Target = {
  name: 'config',
  isJson: true,
  seeds: () => [CONFIG, '{}', 'null', '{"config":null}'],
  words: [
    'null',
    'true',
    '[]',
    '{}',
    '""',
    '"\\u0000"',
    '"\\ud800"',
    '"Env":',
    '"Entrypoint":',
    '"Labels":',
    '"__proto__":',
    '-1',
    '1e400',
    ',',
    '"',
    ':',
    '"/"',
    '"CMD"',
    '"NONE"',
    '"a\\nb"',
    '"$(id)"',
    '"0/udp"',
  ],
  read(input) {
    const read = readImageConfig(input.toString('utf8'));
    if ('fault' in read) return;
    const { spec } = parseImagefile('from: base\npackages: [jq]\nprune: none\n');
    if (spec === undefined) throw new Error('the Imagefile is wrong');
    const { environment, container, history } = read;
    const below = { name: 'base', environment, container, history };
    imageConfig(inheritConfig(spec, below), { os: 'linux', architecture: 'amd64' }, {}, 0);
    const text = firstImagefile({
      frontend: 'mib/frontend',
      from: 'base',
      whose: 'The image',
      config: { environment, container },
    });
    const { diagnostics } = parseImagefile(text);
    must(diagnostics.length === 0, `an Imagefile that builds: ${diagnostics[0]?.message}\n${text}`);
  },
  refuses: never,
};
