import { describe, expect, test } from 'vitest';
import { exec, file, http, image, type Location, marshal, type Output, scratch, type Tree } from './index.ts';
import { pb } from './proto.ts';

const platform = { os: 'linux', architecture: 'amd64' };
const imagefile = { filename: 'Imagefile', data: Buffer.from('packages: []\n'), language: 'YAML' };
const line = (number: number): Location => ({
  start: { line: number, character: 0 },
  end: { line: number, character: 0 },
});

/** One op that starts from all of these. */
function joined(trees: readonly Output[]): Output {
  const none = file(scratch).mkdir('/all');
  return trees.reduce((chain, tree, at) => chain.copy(tree, '/', `/all/${at}`), none).output();
}

describe('marshal', () => {
  test('makes the empty definition of the empty tree', () => {
    expect(marshal(scratch)).toEqual({ definition: {} });
  });

  test('ends with an op that has nothing but the result as its input', () => {
    const { definition, digest } = marshal(image('debian', { platform }));
    const result = pb.Op.decode(definition.def?.at(-1) ?? new Uint8Array());
    expect(result.inputs).toMatchObject([{ digest }]);
    expect(result.platform ?? null).toBeNull();
  });

  test('takes an op once, however often it was made', () => {
    const twins = [image('debian', { platform }), image('docker.io/library/debian:latest', { platform })];
    const { definition } = marshal(joined(twins.map((twin) => file(twin).mkdir('/a').output())));
    expect(definition.def).toHaveLength(4);
  });

  test('keeps the names and places of all that became one', () => {
    const named = (name: string, place: Location) =>
      http('https://mirror.example/a', { filename: 'a' }, { name, locations: [place] });
    const twins = [named('first', line(1)), named('second', line(2)), named('second', line(2))];
    const tree = joined(twins.map((twin, at) => file(twin).mkdir(`/${at}`).output()));
    const { definition } = marshal(tree, imagefile);
    const [digest = ''] = Object.keys(definition.Source?.locations ?? {}).filter(
      (key) => definition.metadata?.[key]?.description?.['llb.customname'] !== undefined,
    );
    expect(definition.metadata?.[digest]?.description).toEqual({ 'llb.customname': 'second' });
    const places = definition.Source?.locations?.[digest]?.locations ?? [];
    expect(places.map((place) => place.ranges?.[0]?.start?.line)).toEqual([1, 2]);
  });

  test('has no source map without a file', () => {
    const { definition } = marshal(image('debian', { platform }, { locations: [line(1)] }));
    expect(definition.Source).toBeNull();
  });

  test('follows a chain that is longer than the stack', () => {
    const step = (tree: Tree, _: unknown, position: number) => file(tree).mkdir(`/${position}`).output();
    const tree = Array.from({ length: 20_000 }).reduce<Tree>(step, scratch);
    expect(marshal(tree).definition.def).toHaveLength(20_001);
  });

  test('says nothing of a branch that nobody needs', () => {
    const base = image('debian', { platform });
    exec({ args: ['false'], platform, mounts: [{ kind: 'bind', dest: '/', input: base }] });
    expect(marshal(base).definition.def).toHaveLength(2);
  });
});
