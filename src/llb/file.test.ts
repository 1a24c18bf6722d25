import { describe, expect, test } from 'vitest';
import { file, image, scratch } from './index.ts';
import { pb } from './proto.ts';

const platform = { os: 'linux', architecture: 'amd64' };

describe('file', () => {
  test('refuses to do nothing', () => {
    expect(() => file(scratch).output()).toThrow('a file op needs an action');
  });

  test('leaves a chain alone when another grows from it', () => {
    const chain = file(scratch).mkdir('/a');
    chain.mkdir('/b').output();
    const op = pb.Op.decode(chain.output().vertex.bytes);
    expect(op.file?.actions).toHaveLength(1);
  });

  test('is the same for every platform', () => {
    const op = pb.Op.decode(file(scratch).mkdir('/a').output().vertex.bytes);
    expect(op.platform ?? null).toBeNull();
  });

  test('looks names up in the tree that knows them', () => {
    const accounts = image('debian', { platform });
    const owner = { user: { name: 'www-data', input: accounts } };
    const { vertex } = file(scratch).mkdir('/a', { owner }).output();
    expect(vertex.inputs).toEqual([accounts]);
    expect(pb.Op.decode(vertex.bytes).file?.actions?.[0]?.mkdir?.owner?.user?.byName).toMatchObject({
      name: 'www-data',
      input: 0,
    });
  });

  test('keeps a time to the second, in nanoseconds', () => {
    const { vertex } = file(scratch).mkdir('/a', { time: 1767225601 }).output();
    expect(pb.Op.decode(vertex.bytes).file?.actions?.[0]?.mkdir?.timestamp).toBe(1767225601e9);
  });
});
