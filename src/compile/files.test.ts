import { expect, test } from 'vitest';
import { parseImagefile } from '../imagefile/parse.ts';
import { image, local, marshal } from '../llb/index.ts';
import { pb } from '../llb/proto.ts';
import type { CompileContext } from './context.ts';
import { addFiles } from './files.ts';

const PLATFORM = { os: 'linux', architecture: 'amd64' };

/** Returns the operations of an Imagefile's files. */
function operations(lines: readonly string[]) {
  const { spec, diagnostics } = parseImagefile(`entry: /x\nfiles:\n${lines.join('\n')}\n`);
  expect(diagnostics).toEqual([]);
  const context = {
    prefix: '',
    buildContext: local('context', {}),
    locate: ({ start }: { start: number }) => {
      const place = { line: start, character: 0 };
      return { start: place, end: place };
    },
  } as unknown as CompileContext;
  const tree = addFiles(context, image('base', { platform: PLATFORM }), spec?.files ?? [], 0);
  const source = { filename: 'Imagefile', data: new Uint8Array(), language: 'YAML' };
  const { def, metadata, Source } = marshal(tree, source).definition;
  const all = (def ?? []).map((bytes) => pb.Op.decode(bytes)).filter((op) => op.file);
  const names = Object.values(metadata ?? {}).map(({ description }) => description?.['llb.customname']);
  const marks = Object.values(Source?.locations ?? {}).map(
    ({ locations }) => locations?.flatMap(({ ranges }) => ranges ?? []).length ?? 0,
  );
  return { all, names, marks };
}

const copies = (count: number) => Array.from({ length: count }, (_, at) => `  - f${at}: /d/f${at}`);

test('a file is an operation, so that a failure names its line', () => {
  const { all, names, marks } = operations(copies(100));
  expect(all).toHaveLength(100);
  expect(names).toContain('copy f0 to /d/f0');
  expect(Math.max(...marks)).toBe(1);
});

test('many files are fewer operations than the kernel stacks layers, which name all their lines', () => {
  const { all, names, marks } = operations(copies(20_000));
  expect(all).toHaveLength(100);
  expect(all.map(({ file }) => file?.actions?.length)).toEqual(Array(100).fill(200));
  expect(names).toContain('copy f0 to /d/f0, and 199 more');
  expect(names).toContain('copy f19800 to /d/f19800, and 199 more');
  expect(marks.filter((count) => count === 200)).toHaveLength(100);
}, 60_000);

test('the name of an owner is looked up after the files that may create it', () => {
  const owned = (name: string) => `  - {from: ${name}, to: /d/${name}, owner: app}`;
  const last = (target: string) => {
    const files = [...copies(396), owned('a'), `  - passwd: ${target}`, owned('b'), owned('c')];
    return operations(files)
      .all.map(({ file }) => file?.actions?.length)
      .slice(-2);
  };
  expect(last('/x/passwd')).toEqual([4, 4]);
  expect(last('/etc/passwd')).toEqual([2, 2]);
  expect(last('/etc')).toEqual([2, 2]);
});
