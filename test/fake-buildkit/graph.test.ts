import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import type { Lock } from '../../src/debian/lock.ts';
import { formatLockFile } from '../../src/debian/lock-file.ts';
import { lockedRequest } from '../../src/debian/locked-request.ts';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import { describe } from '../../src/llb/index.ts';
import type { pb } from '../../src/llb/proto.ts';
import { bundleWhole } from './bundle.ts';
import { run } from './run.ts';
import { Refusal } from './server.ts';

const IMAGEFILE =
  '# syntax=mib/frontend\npackages: [nginx-light]\nentry: /usr/sbin/nginx\ncheck: [nginx -t]\n';
const AMD64: Lock = JSON.parse(readFileSync('test/golden/images/lock.json', 'utf8'));

let file: string;
beforeAll(async () => {
  file = await bundleWhole();
});

/** Returns a folder with the Imagefile and its lock for two architectures. */
function folder(): Readonly<Record<string, string>> {
  const { spec } = parseImagefile(IMAGEFILE);
  if (spec === undefined) throw new Error('no spec');
  const own = (of: Lock['base']) =>
    of.map((each) => ({ ...each, architecture: each.architecture === 'all' ? 'all' : 'arm64' }));
  const { base, packages } = AMD64;
  const arm64: Lock = { ...AMD64, architecture: 'arm64', base: own(base), packages: own(packages) };
  const lock = { request: lockedRequest(spec, [], new Map()), locks: [AMD64, arm64] };
  return { Imagefile: IMAGEFILE, 'Imagefile.lock': formatLockFile(lock) };
}

interface Asked {
  readonly definition: pb.Definition.$Properties;
  readonly isEvaluated: boolean;
}

/** Runs the whole frontend. @returns its answer, and the graphs that it solved */
async function ask(options: Readonly<Record<string, string>>) {
  const files = folder();
  const solved: Asked[] = [];
  const { returned } = await run(file, {
    options,
    environment: {
      BUILDKIT_WORKERS: JSON.stringify([
        { id: 'w1', platforms: ['amd64', 'arm64'].map((architecture) => ({ architecture, os: 'linux' })) },
      ]),
    },
    handlers: {
      Solve: ({ Definition, Evaluate }) => {
        if (Definition) solved.push({ definition: Definition, isEvaluated: Evaluate });
        return { result: { ref: { id: `r${solved.length}` } } };
      },
      StatFile: ({ Path }) => {
        const text = files[Path];
        if (text === undefined) throw new Refusal({ message: `lstat ${Path}: no such file or directory` });
        return { stat: { mode: 0o644, size: text.length } };
      },
      ReadFile: ({ FilePath }) => ({ Data: Buffer.from(files[FilePath] ?? '') }),
    },
  });
  const [{ result, error } = {}] = returned;
  expect(error?.message).toBeUndefined();
  const text = (key: string) => Buffer.from(result?.metadata?.[key] ?? []).toString();
  return { solved, text: text('result.txt'), json: text('result.json') };
}

/** Returns the graphs of a build: those that it solves lazily, after the Imagefile and the ignore file. */
async function builtGraphs(options: Readonly<Record<string, string>>): Promise<string[]> {
  const { solved } = await ask(options);
  return solved
    .filter(({ isEvaluated }) => !isEvaluated)
    .slice(2)
    .map(({ definition }) => describe(definition))
    .sort();
}

test('--call=graph prints the graph of a build, and builds nothing', { timeout: 60_000 }, async () => {
  const { solved, text, json } = await ask({ requestid: 'frontend.graph' });
  expect(solved.map(({ definition }) => definition.def?.length)).toEqual([2, 2]);
  expect(solved.filter(({ isEvaluated }) => isEvaluated)).toEqual([]);
  const [graph] = await builtGraphs({});
  expect(text).toBe(`# linux/amd64\n${graph}`);
  expect(JSON.parse(json)).toEqual([{ platform: 'linux/amd64', ops: parse(text) }]);
});

test('--call=graph has a document for each platform', { timeout: 60_000 }, async () => {
  const platform = 'linux/amd64,linux/arm64';
  const { text, json } = await ask({ requestid: 'frontend.graph', platform });
  const documents = text.split(/^---\n/m);
  const graphs = documents.map((each) => each.replace(/^# .*\n/, ''));
  expect(documents.map((each) => each.split('\n')[0])).toEqual(['# linux/amd64', '# linux/arm64']);
  expect([...graphs].sort()).toEqual(await builtGraphs({ platform }));
  expect(JSON.parse(json)).toEqual([
    { platform: 'linux/amd64', ops: parse(graphs[0] ?? '') },
    { platform: 'linux/arm64', ops: parse(graphs[1] ?? '') },
  ]);
  expect(parseAllDocuments(text)).toHaveLength(2);
});

// BuildKit loses links of a cache with several last results.
test.each([
  ['images', {}, 'seal the image'],
  ['reports', { target: 'report' }, 'write the report'],
  ['SBOMs', { 'attest:sbom': 'type=sbom' }, 'write the SBOM'],
])('of several platforms, one graph has all %s behind it', { timeout: 60_000 }, async (_, options, step) => {
  const graphs = await builtGraphs({ platform: 'linux/amd64,linux/arm64', ...options });
  const steps = graphs.map((graph) => graph.split(step).length - 1).filter((count) => count > 0);
  expect(Math.max(...steps)).toBe(2);
  if (step === 'write the SBOM') {
    const last = graphs.find((graph) => graph.split(step).length === 3);
    expect(last?.split('seal the image')).toHaveLength(3);
  }
});
