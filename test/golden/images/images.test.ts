import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, describe as group, test } from 'vitest';
import type { CompileContext } from '../../../src/compile/context.ts';
import { compile } from '../../../src/compile/image.ts';
import { NOTHING } from '../../../src/compile/seal.ts';
import type { Lock } from '../../../src/debian/lock.ts';
import { parseImagefile } from '../../../src/imagefile/parse.ts';
import { lineStarts, positionAt } from '../../../src/imagefile/text/lines.ts';
import { describe, image, local, marshal } from '../../../src/llb/index.ts';
import { makePlan } from '../../../src/plan/make.ts';
import { takenFromOthers } from './taken.ts';

const AMD64 = { os: 'linux', architecture: 'amd64' };

/** A lock that is small enough to read: one package of the base, and two on top. */
const LOCK: Lock = JSON.parse(readFileSync(join(import.meta.dirname, 'lock.json'), 'utf8'));

function planAndGraph(name: string) {
  const text = readFileSync(`images/${name}/Imagefile`, 'utf8');
  const { spec, diagnostics } = parseImagefile(text);
  expect(diagnostics).toEqual([]);
  if (spec === undefined) throw new Error('no spec');
  const builds = new Map(spec.build.map((build) => [build.name, LOCK]));
  const circumstances = { platform: 'linux/amd64', oci: AMD64, labels: {}, variant: 'thin', builds } as const;
  const below = spec.from && { name: spec.from.value, environment: [], history: [] };
  const plan = makePlan(spec, LOCK, { ...circumstances, ...(below && { below }) });
  const starts = lineStarts(text);
  const context: CompileContext = {
    builder: image('docker.io/mib/frontend:latest', { platform: AMD64 }),
    native: AMD64,
    ...(below && { base: image(below.name, { platform: AMD64 }) }),
    prefix: '',
    buildContext: local('context', {}),
    named: new Map(),
    keys: new Map(),
    container: {},
    locate: ({ start, end }) => ({ start: positionAt(starts, start), end: positionAt(starts, end - 1) }),
    ignoreCache: false,
  };
  const file = { filename: 'Imagefile', data: new TextEncoder().encode(text), language: 'YAML' };
  const { definition } = marshal(compile(context, plan).image(), file);
  return { plan, definition, graph: describe(definition) };
}

group.each(readdirSync('images'))('images/%s', (name) => {
  const { plan, definition, graph } = planAndGraph(name);

  test('becomes this plan', async () => {
    await expect(`${JSON.stringify(plan, null, 2)}\n`).toMatchFileSnapshot(`${name}.plan.json`);
  });

  test('becomes this graph', async () => {
    await expect(graph).toMatchFileSnapshot(`${name}.graph.yaml`);
  });

  test('takes nothing from a step but the tree', () => {
    expect(takenFromOthers(definition).filter((source) => source !== NOTHING)).toEqual([]);
  });

  test('becomes the same bytes every time', () => {
    for (let run = 0; run < 8; run++) expect(planAndGraph(name).graph).toBe(graph);
  });
});
