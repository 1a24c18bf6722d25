import { expect, test } from 'vitest';
import { parseImagefile } from '../imagefile/parse.ts';
import { describe, image, local, marshal, type Output } from '../llb/index.ts';
import { buildsOf } from '../plan/builds.ts';
import { addBuilds } from './build.ts';
import type { CompileContext } from './context.ts';

const PLATFORM = { os: 'linux', architecture: 'amd64' };
const place = { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } };
const tree = image('base', { platform: PLATFORM });
const context = {
  ...{ prefix: '', native: PLATFORM, platform: PLATFORM, container: {}, locate: () => place },
  builder: image('builder', { platform: PLATFORM }),
  buildContext: local('context', {}, { name: '' }),
  buildImages: new Map([['app', image('tools', { platform: PLATFORM })]]),
  named: new Map(),
} as unknown as CompileContext;

/** Returns the names of the steps of a build with these lines, in their order. */
function steps(...lines: readonly string[]): string[] {
  const build = ['name: app', 'from: tools', 'source: {context: .}', ...lines, 'output: [app: /bin/app]'];
  const { spec, diagnostics } = parseImagefile(`build:\n  - ${build.join('\n    ')}\nentry: /bin/app\n`);
  if (spec === undefined) throw new Error(JSON.stringify(diagnostics));
  const lock = { architecture: 'amd64', suite: 'trixie', archives: [], base: [], packages: [], tools: [] };
  const builds = buildsOf(spec, 'amd64', {
    locks: new Map([['app', lock]]),
    images: new Map([['app', { name: 'tools', environment: [], hasAuthorities: true }]]),
  });
  return namesOf(addBuilds(context, tree, { builds }, 0));
}

function namesOf(made: Output): string[] {
  const names = [...describe(marshal(made).definition).matchAll(/^ *-? *name: (.*)$/gm)].map(
    ([, name = '']) => name,
  );
  return names
    .map((name) => name.replace(/^(["'])(.*)\1$/, '$2'))
    .filter((name) => / app\b/.test(name) && !/^(?:find|copy app)/.test(name));
}

test('commands run before or after the source is there', () => {
  expect(steps('fetch: {files: [go.mod], run: [get]}', 'prepare: [compile, link]', 'run: [make]')).toEqual([
    'copy go.mod of app',
    'fetch for app: get',
    'prepare app: compile',
    'prepare app: link',
    'copy the source of app',
    'build app: make',
  ]);
});

test('what comes before the source may be all', () => {
  expect(steps('fetch: {files: [go.mod], run: [get]}').slice(0, 2)).toEqual([
    'copy go.mod of app',
    'fetch for app: get',
  ]);
  expect(steps('prepare: [compile]')).toEqual([
    'make the folder of app',
    'prepare app: compile',
    'copy the source of app',
  ]);
  expect(steps('fetch: {files: [go.mod]}', 'prepare: [compile]').slice(0, 2)).toEqual([
    'copy go.mod of app',
    'prepare app: compile',
  ]);
});
