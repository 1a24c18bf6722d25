import { expect, test } from 'vitest';
import { image, local, marshal } from '../llb/index.ts';
import { pb } from '../llb/proto.ts';
import type { CompileContext } from './context.ts';
import { copyFetchFiles } from './fetch-files.ts';

const PLATFORM = { os: 'linux', architecture: 'amd64' };
const at = { start: 0, end: 1 };
const place = { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } };
const context = {
  prefix: '',
  builder: image('builder', { platform: PLATFORM }),
  native: PLATFORM,
  locate: () => place,
} as unknown as CompileContext;

/** Returns the copies of a graph that have a source in the build context, and the arguments of its steps. */
function copied(...values: readonly string[]) {
  const files = values.map((value) => ({ value, at }));
  const source = { tree: local('context', {}, { name: '' }), folder: '/app' };
  const made = copyFetchFiles(context, image('base', { platform: PLATFORM }), source, {
    ...{ build: 'app', files, folder: '/src', time: 0 },
  });
  const ops = (marshal(made).definition.def ?? []).map((bytes) => pb.Op.decode(bytes));
  const copies = ops
    .flatMap(({ file }) => file?.actions ?? [])
    .flatMap(({ copy }) => (copy?.src?.startsWith('/app') ? [copy] : []))
    .map(({ src, dest, include_patterns }) => [src, dest, ...(include_patterns ?? [])]);
  return { copies, steps: ops.flatMap(({ exec }) => exec?.meta?.args?.slice(1) ?? []) };
}

test('paths are copied one by one, and BuildKit finds out whether they exist', () => {
  expect(copied('go.mod', 'app/[id]/go.sum')).toEqual({
    copies: [
      ['/app/go.mod', '/src/go.mod'],
      ['/app/app/[id]/go.sum', '/src/app/[id]/go.sum'],
    ],
    steps: [],
  });
});

test('globs are copied at once, and a step finds out whether each matches', () => {
  const { copies, steps } = copied('yarn.lock', '**/package.{json,yaml}', '!x/*');
  expect(copies).toEqual([
    ['/app/yarn.lock', '/src/yarn.lock'],
    ['/app', '/src', '**/package.json', '**/package.yaml', '[!]x/*'],
  ]);
  expect(steps.filter((word) => word === 'matches')).toHaveLength(2);
});
