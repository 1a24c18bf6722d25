import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exec, file, http, image, local, type Mount, marshal } from './index.ts';
import { pb } from './proto.ts';

const platform = { os: 'linux', architecture: 'arm', variant: 'v7' };

/** Makes the same graph each time, with what has no order in the order that `shuffle` gives. */
function graph(shuffle: <Type>(list: readonly Type[]) => Type[]): Uint8Array {
  const shuffled = <const Type extends object>(object: Type): Type =>
    Object.assign(Object.create(null), Object.fromEntries(shuffle(Object.entries(object))));
  const base = image(
    'debian',
    shuffled({ platform: shuffled(platform), resolveMode: 'pull', layerLimit: 3 }),
  );
  const deb = http(
    'https://mirror.example/a.deb',
    shuffled({ filename: 'a.deb', checksum: `sha256:${'1'.repeat(64)}`, mode: 0o644, uid: 1, gid: 2 }),
    shuffled({ name: 'fetch a', description: shuffled({ b: '2', a: '1', 10: '10', 9: '9' }) }),
  );
  const context = local(
    'context',
    shuffled({ session: 's', sharedKeyHint: 'h', differ: 'none', include: ['a'] }),
  );
  const mounts: Mount[] = [
    { kind: 'bind', dest: '/', input: base },
    shuffled({ kind: 'bind', dest: '/b', input: deb, readonly: true, selector: '/a.deb' }),
    shuffled({ kind: 'cache', dest: '/c', id: 'c', sharing: 'locked' }),
    { kind: 'bind', dest: '/a', input: context },
    { kind: 'secret', dest: '/t', id: 't' },
    { kind: 'secret', dest: '/s', id: 's' },
    { kind: 'tmpfs', dest: '/tmp' },
  ];
  const run = exec(shuffled({ args: ['true'], platform, network: 'none', mounts: shuffle(mounts) }));
  const files = file(run.output('/')).copy(
    run.output('/a'),
    '/',
    '/srv',
    shuffled({ allowWildcard: true, mode: 0, createDestPath: true }),
  );
  const locations = [{ start: { line: 1, character: 0 }, end: { line: 1, character: 1 } }];
  const joined = file(files.output(), shuffled({ locations, ignoreCache: true, name: 'join' }));
  const result = joined.copy(deb, '/a.deb', '/srv').output();
  const source = shuffled({
    filename: 'Imagefile',
    data: Buffer.from('entry: /bin/true\n'),
    language: 'YAML',
  });
  return pb.Definition.encode(marshal(result, source).definition).finish();
}

test('the same graph has the same bytes, however it is written down', () => {
  const expected = graph((list) => [...list]);
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
      const shuffle = <Type>(list: readonly Type[]): Type[] =>
        list
          .map((element) => ({ element, key: numbers.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ element }) => element);
      expect(graph(shuffle)).toEqual(expected);
    }),
    { numRuns: 25 },
  );
});
