import { describe, expect, test } from 'vitest';
import { digestOf } from './encode.ts';
import { embed, exec, file, image, marshal, type Output, scratch } from './index.ts';
import { pb } from './proto.ts';

const platform = { os: 'linux', architecture: 'amd64' };
const at = [{ start: { line: 3, character: 1 }, end: { line: 3, character: 9 } }];
const dockerfile = { filename: 'Dockerfile', data: Buffer.from('FROM debian\n'), language: 'Dockerfile' };
const imagefile = { filename: 'Imagefile', data: Buffer.from('packages: []\n'), language: 'YAML' };

function elsewhere(): Output {
  const base = image('debian', { platform }, { name: 'base', locations: at });
  const mounts = [{ kind: 'bind', dest: '/', input: base } as const, { kind: 'bind', dest: '/out' } as const];
  return exec({ args: ['true'], platform, mounts }, { name: 'step' }).output('/out');
}

/** As it arrives: through the wire. */
function received(definition: pb.Definition.$Properties): pb.Definition.$Properties {
  return pb.Definition.decode(pb.Definition.encode(definition).finish());
}

describe('embed', () => {
  test('gives back the very graph', () => {
    const { definition, digest } = marshal(elsewhere());
    const again = embed(received(definition));
    expect(again?.index).toBe(1);
    expect(again?.vertex.digest).toBe(digest);
    expect(received(marshal(again).definition)).toEqual(received(definition));
  });

  test('keeps bytes that we would have written otherwise', () => {
    const canonical = image('debian', { platform }).vertex.bytes;
    const bytes = Uint8Array.from([...canonical, 0xf8, 0x07, 0x01]);
    const tree = embed({ def: [bytes, resultOf(bytes)] });
    expect(marshal(tree).definition.def?.[0]).toEqual(bytes);
  });

  test('refuses a definition that lacks an op', () => {
    const { bytes, digest } = image('debian', { platform }).vertex;
    expect(() => embed({ def: [resultOf(bytes)] })).toThrow(
      `a definition uses ${digest}, which does not come before`,
    );
  });

  test('keeps what is said of ops, also what we do not know', () => {
    const { definition } = marshal(elsewhere());
    const [digest = ''] = Object.keys(definition.metadata ?? {});
    const unknown = Buffer.from([0xf8, 0x07, 0x01]);
    const metadata = pb.OpMetadata.decode(unknown);
    const tree = embed({ ...definition, metadata: { ...definition.metadata, [digest]: metadata } });
    const kept = marshal(tree).definition.metadata?.[digest] ?? {};
    expect(Buffer.from(pb.OpMetadata.encode(kept).finish())).toEqual(unknown);
  });

  test('keeps the places in a file of its own, behind ours', () => {
    const tree = embed(received(marshal(elsewhere(), dockerfile).definition));
    const { definition } = marshal(file(tree).mkdir('/a').output(), imagefile);
    expect(definition.Source?.infos?.map((info) => info.filename)).toEqual(['Imagefile', 'Dockerfile']);
    const places = Object.values(definition.Source?.locations ?? {}).flatMap((list) => list.locations ?? []);
    expect(places).toMatchObject([{ sourceIndex: 1, ranges: at }]);
  });

  test('knows the empty tree', () => {
    expect(embed(marshal(scratch).definition)).toBe(scratch);
  });
});

function resultOf(bytes: Uint8Array): Uint8Array {
  return pb.Op.encode({ inputs: [{ digest: digestOf(bytes) }] }).finish();
}
