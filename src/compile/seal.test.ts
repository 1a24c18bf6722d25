import { expect, test } from 'vitest';
import { image, type Output } from '../llb/index.ts';
import { pb } from '../llb/proto.ts';
import type { CompileContext } from './context.ts';
import { addLayer, NOTHING, seal } from './seal.ts';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const [builder, tree, gate, previous] = ['builder', 'tree', 'gate', 'previous'].map((name) =>
  image(name, { platform: AMD64 }),
) as [Output, Output, Output, Output];

const CONTEXT: CompileContext = {
  builder,
  native: AMD64,
  prefix: '',
  buildContext: undefined,
  named: new Map(),
  container: {},
  keys: new Map(),
  locate: () => ({ start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }),
  ignoreCache: false,
};

test('the gates and the image of another platform are waited for, and nothing is taken from them', () => {
  const { vertex } = seal(CONTEXT, tree, [gate], 0, previous);
  expect(vertex.inputs).toEqual([tree, gate, previous]);
  const copies = pb.Op.decode(vertex.bytes).file?.actions?.map(({ copy }) => copy?.src);
  expect(copies).toEqual([undefined, '/', NOTHING, NOTHING]);
  expect(seal(CONTEXT, tree, [gate], 0).vertex.inputs).toEqual([tree, gate]);
});

test('the same where the image is a layer on a base image', () => {
  const { vertex } = addLayer(CONTEXT, { base: tree, full: tree, gates: [gate], epoch: 0, previous });
  expect(vertex.inputs).toContainEqual(previous);
  const mount = pb.Op.decode(vertex.bytes).exec?.mounts?.find(({ dest }) => dest === '/in/previous');
  expect(mount).toMatchObject({ readonly: true, output: -1 });
});
