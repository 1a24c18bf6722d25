import { describe, expect, test } from 'vitest';
import { parseImagefile } from '../imagefile/parse.ts';
import { image, marshal, type Output } from '../llb/index.ts';
import { pb } from '../llb/proto.ts';
import { buildsOf } from '../plan/builds.ts';
import { addBuilds } from './build.ts';
import type { CompileContext } from './context.ts';

const PLATFORM = { os: 'linux', architecture: 'amd64' };
const NODE = image('node', { platform: PLATFORM });
const SUITE = { suite: 'trixie', archives: [], base: [], packages: [], tools: [] };

function context(source: string): CompileContext {
  return {
    prefix: '',
    builder: image('builder', { platform: PLATFORM }),
    native: PLATFORM,
    buildContext: image(source, { platform: PLATFORM }),
    buildImages: new Map([
      ['a', NODE],
      ['b', NODE],
    ]),
    named: new Map(),
    container: {},
    locate: () => ({ start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }),
  } as unknown as CompileContext;
}

const ONE = (name: string) => `  - name: ${name}
    from: node
    source: {context: .}
    fetch: {files: [lock, "**/package.json"], run: [{run: npm ci, environment: {NODE_ENV: production, LANG: C}}]}
    prepare: [npm rebuild]
    run: [make]
    output: [out: /${name}]
`;

function compiled(names: readonly string[], source = 'one', hasAuthorities = false, architecture = 'amd64') {
  const { spec } = parseImagefile(`build:\n${names.map(ONE).join('')}entry: /a\n`);
  if (spec === undefined) throw new Error('no spec');
  const builds = buildsOf(spec, architecture, {
    locks: new Map(names.map((name) => [name, { ...SUITE, architecture: 'amd64' }])),
    images: new Map(
      names.map((name) => [name, { name: 'node', environment: ['PATH=/opt/bin', 'A=b=c'], hasAuthorities }]),
    ),
  });
  const made: Output = addBuilds(context(source), NODE, { builds }, 0);
  return (marshal(made).definition.def ?? []).map((bytes) => pb.Op.decode(bytes));
}

const execs = (ops: ReturnType<typeof compiled>, ...args: readonly string[]) =>
  ops.filter(({ exec }) => JSON.stringify(exec?.meta?.args) === JSON.stringify(args));
const NPM = ['/.mib/fetch', 'npm', 'ci'];

describe('a build in an image', () => {
  test('has the environment of the image, and each command its own', () => {
    const [fetch] = execs(compiled(['a']), ...NPM);
    const env = fetch?.exec?.meta?.env ?? [];
    expect(env).toEqual(
      expect.arrayContaining(['PATH=/opt/bin', 'A=b=c', 'HOME=/root', 'NODE_ENV=production']),
    );
    expect(env.filter((line) => line.startsWith('LANG='))).toEqual(['LANG=C']);
    const [prepare] = execs(compiled(['a']), 'npm', 'rebuild');
    expect(prepare?.exec?.meta?.env).not.toContain('NODE_ENV=production');
    expect(prepare?.exec?.meta?.env).toContain('LANG=C.UTF-8');
  });

  test('has the network in fetch alone', () => {
    const ops = compiled(['a']);
    const networks = [NPM, ['npm', 'rebuild'], ['make']].map((args) => execs(ops, ...args)[0]?.exec?.network);
    expect(networks).toEqual([pb.NetMode.UNSET, pb.NetMode.NONE, pb.NetMode.NONE]);
  });

  test('gets authorities only where it has none', () => {
    const [without] = execs(compiled(['a']), ...NPM);
    const [having] = execs(compiled(['a'], 'one', true), ...NPM);
    const variable = 'SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt';
    expect(without?.exec?.meta?.env).toContain(variable);
    expect(having?.exec?.meta?.env).not.toContain(variable);
    const copies = (hasAuthorities: boolean) =>
      compiled(['a'], 'one', hasAuthorities)
        .flatMap(({ file }) => file?.actions ?? [])
        .filter(({ copy }) => copy?.dest === '/etc/ssl/certs/ca-certificates.crt');
    expect(copies(false)).toHaveLength(1);
    expect(copies(true)).toHaveLength(0);
  });

  test('shares what comes before its own commands with a build in the same image', () => {
    const ops = compiled(['a', 'b']);
    for (const args of [NPM, ['npm', 'rebuild'], ['make']]) expect(execs(ops, ...args)).toHaveLength(1);
  });

  test('copies what globs match by their patterns, and looks whether there is any', () => {
    const ops = compiled(['a']);
    const copies = ops.flatMap(({ file }) => file?.actions ?? []).flatMap(({ copy }) => copy ?? []);
    expect(copies.filter(({ include_patterns }) => (include_patterns ?? []).length > 0)).toMatchObject([
      { src: '/', dest: '/src', include_patterns: ['**/package.json'] },
    ]);
    expect(execs(ops, 'mib', 'matches')).toHaveLength(1);
  });

  test('says nothing of compilers that the image lacks, and of the machine to Go', () => {
    const [make] = execs(compiled(['a'], 'one', false, 'arm64'), 'make');
    const env = make?.exec?.meta?.env ?? [];
    expect(env).toContain('GOARCH=arm64');
    expect(env.filter((line) => /^(CC|CARGO_BUILD_TARGET)=/.test(line))).toEqual([]);
  });
});
