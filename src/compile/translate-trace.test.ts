import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Lock } from '../debian/lock.ts';
import { parseImagefile } from '../imagefile/parse.ts';
import { describe, image, marshal } from '../llb/index.ts';
import { makePlan } from '../plan/make.ts';
import type { CompileContext } from './context.ts';
import { compile, isTraced, type Model } from './image.ts';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const LOCK: Lock = JSON.parse(readFileSync('test/golden/images/lock.json', 'utf8'));
const HEAD = 'entry: /usr/bin/cat\n';

function planFor(text: string, architecture: string) {
  const { spec } = parseImagefile(text);
  if (spec === undefined) throw new Error('no spec');
  const oci = { os: 'linux', architecture };
  const lock = { ...LOCK, architecture };
  return makePlan(spec, lock, { platform: `linux/${architecture}`, oci, labels: {}, variant: 'thin' });
}

const NATIVE: CompileContext = {
  builder: image('docker.io/mib/frontend:latest', { platform: AMD64 }),
  native: AMD64,
  prefix: '[linux/amd64] ',
  buildContext: undefined,
  named: new Map(),
  keys: new Map(),
  container: {},
  locate: () => ({ start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }),
  ignoreCache: false,
};
const FOREIGN: CompileContext = { ...NATIVE, prefix: '[linux/arm64] ', lacksEmulation: true };

function graphOf(text: string, model?: Model): string {
  return describe(marshal(compile(FOREIGN, planFor(text, 'arm64'), model).image()).definition);
}

test('what cannot run is never run: its checks are watched on the model, and are no gates', () => {
  const text = `${HEAD}check: [cat /etc/debian_version]\n`;
  const graph = graphOf(text, { context: NATIVE, plan: planFor(text, 'amd64') });
  const traced = [...graph.matchAll(/\[linux\/(\w+)\] (trace|check) /g)].map(
    ([, name, kind]) => `${kind} ${name}`,
  );
  expect(new Set(traced)).toEqual(new Set(['trace amd64']));
  expect(graph).toContain('[linux/arm64] translate the traces from amd64');
  expect(graph).toContain('[linux/arm64] compare the image with the full tree');
});

test('whole packages are known by what the checks use, too', () => {
  expect(isTraced(planFor(`${HEAD}prune: packages\ncheck: [cat /x]\n`, 'arm64'))).toBe(true);
});

test.each(['', 'prune: none\ncheck: [cat /x]\n'])(
  'with %j there is nothing to watch, and no model is wanted',
  (rest) => {
    const text = `${HEAD}${rest}`;
    expect(isTraced(planFor(text, 'arm64'))).toBe(false);
    expect(graphOf(text)).not.toMatch(/trace|\] check |counterparts/);
  },
);
