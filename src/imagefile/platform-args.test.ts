// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation of the Imagefile
import { describe, expect, test } from 'vitest';
import { parseImagefile } from './parse.ts';
import { platformArgs } from './platform-args.ts';

const BUILD = { os: 'linux', architecture: 'amd64' };
const ARM = platformArgs({ os: 'linux', architecture: 'arm', variant: 'v7' }, BUILD);

test('they are those of a Dockerfile', () => {
  expect(Object.fromEntries(ARM)).toEqual({
    TARGETPLATFORM: 'linux/arm/v7',
    TARGETOS: 'linux',
    TARGETARCH: 'arm',
    TARGETVARIANT: 'v7',
    BUILDPLATFORM: 'linux/amd64',
    BUILDOS: 'linux',
    BUILDARCH: 'amd64',
    BUILDVARIANT: '',
  });
});

function read(text: string, given: Readonly<Record<string, string>> = {}) {
  return parseImagefile(`entry: /bin/app\n${text}`, new Map(Object.entries(given)), ARM);
}

const LABEL = 'labels: {on: "${TARGETARCH}"}\n';

test.each([
  ['need no declaration', LABEL, {}, 'arm'],
  ['may be declared', `args: [TARGETARCH]\n${LABEL}`, {}, 'arm'],
  ['count for more than what is declared', `args: {TARGETARCH: mips}\n${LABEL}`, {}, 'arm'],
  ['count for less than what is given', LABEL, { TARGETARCH: 'sparc' }, 'sparc'],
  ['do so where they are declared', `args: [TARGETARCH=mips]\n${LABEL}`, { TARGETARCH: 'sparc' }, 'sparc'],
])('they %s', (_, text, given, expected) => {
  expect(read(text, given).spec?.labels).toEqual({ on: expected });
});

test.each([
  [LABEL, {}, true],
  ['files: ["bin/${TARGETARCH}": /opt/]\n', {}, true],
  ['targets: {worker: {environment: {ON: "${TARGETPLATFORM}"}}}\n', {}, true],
  [LABEL, { TARGETARCH: 'sparc' }, false],
  ["labels: {on: '$${TARGETARCH}'}\nrun: [[app, '${OTHER}']]\n", {}, false],
])('%j with %j is another Imagefile for each platform: %s', (text, given, expected) => {
  expect(read(text, given).isPerPlatform).toBe(expected);
});

test('sources of files and of outputs have them', () => {
  const { spec } = read(
    'files: ["bin/${TARGETARCH}/app": /bin/app]\n' +
      'build: [{name: a, source: {context: "${TARGETOS}"}, run: ["make ${TARGETVARIANT}"], output: ["${TARGETARCH}": /bin/b]}]\n',
  );
  expect(spec?.files).toMatchObject([{ from: 'bin/arm/app' }]);
  expect(spec?.build).toMatchObject([
    { source: { path: 'linux' }, run: [{ value: ['make', 'v7'] }], output: [{ from: 'arm' }] },
  ]);
});

describe('what decides which packages are chosen has none', () => {
  const WHY =
    '"${TARGETARCH}" is not allowed here: packages and repositories are chosen for all platforms together';
  const LINE = 'write a line for each platform, such as "linux-image-arm64[arm64]"';
  const made = (more: string) => `build: [{name: a, run: [make], output: [x: /x], ${more}}]\n`;
  test.each([
    ['packages: ["linux-image-${TARGETARCH}"]\n', LINE],
    [
      'from: "base-${TARGETARCH}"\n',
      'give an image for each platform under one name: --build-context NAME::linux/arm64=…',
    ],
    ['suite: {mirror: "http://mirror.example/${TARGETARCH}"}\n', undefined],
    [
      'repositories: [{url: "http://mirror.example/${TARGETARCH}", suite: stable, key: key.asc}]\n',
      undefined,
    ],
    [made('source: {context: .}, packages: ["gcc-${TARGETARCH}"]'), LINE],
    [made('source: {git: "https://git.example/a", ref: "${TARGETARCH}"}'), undefined],
    ['targets: {worker: {packages: ["linux-image-${TARGETARCH}"]}}\n', LINE],
  ])('%s', (text, fix) => {
    const { spec, diagnostics } = read(text);
    expect(spec).toBeUndefined();
    expect(diagnostics.map(({ code, message, fix }) => ({ code, message, fix }))).toEqual([
      { code: 'invalid-value', message: WHY, fix },
    ]);
    expect(read(text, { TARGETARCH: 'arm64' }).diagnostics).toEqual([]);
  });
});
