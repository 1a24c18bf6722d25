import { describe, expect, test } from 'vitest';
import { debianTree, LIB, program } from '../../test/support/prune/debian-tree.ts';
import { elf, type Item, link, memoryTree } from '../../test/support/prune/memory-tree.ts';
import { REQUEST as PLAIN } from '../../test/support/prune/request.ts';
import { sortedReasons } from './graph.ts';
import { prune } from './prune.ts';
import type { PruneRequest } from './request.ts';

const REQUEST: PruneRequest = { ...PLAIN, level: 'files' };

/** A library that opens others by these names, and weighs so many bytes. */
function opener(names: readonly string[], size?: number): Item {
  return elf({ imports: ['dlopen'], constants: names }, size === undefined ? {} : { size });
}

function run(unowned: Readonly<Record<string, Item>>, request: Partial<PruneRequest> = {}) {
  const app = program(['libopen.so.1']);
  const outcome = prune(memoryTree(debianTree({ app: { files: { '/usr/bin/app': app } } }, unowned)), {
    ...REQUEST,
    ...request,
  });
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome;
}

const OPEN = `${LIB}/libopen.so.1`;

describe('libraries that a kept library names', () => {
  test('come along with what they need, link and file', () => {
    const { taken, graph, unopened } = run({
      [OPEN]: opener(['libplug.so.2', 'libabsent.so.1', '/opt/liba.so']),
      [`${LIB}/libplug.so.2`]: link('libplug.so.2.0'),
      [`${LIB}/libplug.so.2.0`]: elf({ needed: ['libneed.so.1'] }),
      [`${LIB}/libneed.so.1`]: elf({}),
      '/opt/liba.so': elf({}),
    });
    const expected = ['/opt/liba.so', `${LIB}/libneed.so.1`, `${LIB}/libplug.so.2`, `${LIB}/libplug.so.2.0`];
    expect(expected.filter((path) => !taken.includes(path))).toEqual([]);
    const node = graph.nodes.get(`${LIB}/libplug.so.2`);
    expect(node && sortedReasons(node)).toEqual([
      { from: OPEN, kind: 'dlopen-literal', detail: 'libplug.so.2', strength: 'soft' },
    ]);
    expect(unopened).toEqual([]);
  });

  test('and what these name, in turn', () => {
    const { taken } = run({
      [OPEN]: opener(['liba.so.1']),
      [`${LIB}/liba.so.1`]: opener(['libb.so.1']),
      [`${LIB}/libb.so.1`]: elf({}),
    });
    expect(taken).toContain(`${LIB}/libb.so.1`);
  });

  test('stay out if they add more than a mebibyte, and are reported', () => {
    const tree = {
      [OPEN]: opener(['liblarge.so.1']),
      [`${LIB}/liblarge.so.1`]: elf({ needed: ['libneed.so.1'] }, { size: 600_000 }),
      [`${LIB}/libneed.so.1`]: elf({}, { size: 600_000 }),
    };
    const { taken, unopened } = run(tree);
    expect(taken).not.toContain(`${LIB}/liblarge.so.1`);
    expect(unopened).toEqual([
      { from: OPEN, name: 'liblarge.so.1', path: `${LIB}/liblarge.so.1`, bytes: 1_200_000 },
    ]);
    // What is there already adds nothing.
    expect(run(tree, { keep: [`${LIB}/libneed.so.1`] }).taken).toContain(`${LIB}/liblarge.so.1`);
  });

  test('may be dropped', () => {
    const tree = { [OPEN]: opener(['liba.so.1']), [`${LIB}/liba.so.1`]: elf({}) };
    const { taken, unopened } = run(tree, { drop: [`${LIB}/liba.so.1`] });
    expect(taken).not.toContain(`${LIB}/liba.so.1`);
    expect(unopened).toEqual([]);
  });

  test('stay out without a word where a rule knows that nothing needs them', () => {
    const sepol = `${LIB}/libsepol.so.2`;
    const { taken, unopened } = run({ [OPEN]: opener(['libsepol.so.2']), [sepol]: elf({}) });
    expect(taken).not.toContain(sepol);
    expect(unopened).toEqual([]);
  });

  test('are each measured against the same image, whichever is first', () => {
    const names = ['liba.so.1', 'libb.so.1'];
    const half = Object.fromEntries(names.map((name) => [`${LIB}/${name}`, elf({}, { size: 600_000 })]));
    for (const order of [names, [...names].reverse()]) {
      expect(run({ ...half, [OPEN]: opener(order) }).taken).toEqual(
        expect.arrayContaining(Object.keys(half)),
      );
    }
  });
});
