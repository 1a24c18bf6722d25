import { expect, test } from 'vitest';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import { inFile } from '../../test/support/in-file.ts';
import type { Parsed } from './imagefile.ts';
import { chooseTarget } from './target.ts';

const FILE = { name: 'Imagefile', text: 'entry: /x\ntargets: {worker: {entry: /worker}}\n' };

function choose(target: string | undefined) {
  return inFile(FILE, () => chooseTarget(target, parseImagefile(FILE.text) as Parsed));
}

test.each([
  [undefined, '/x', 'thin'],
  ['', '/x', 'thin'],
  ['thin', '/x', 'thin'],
  ['debug', '/x', 'debug'],
  ['fat', '/x', 'fat'],
  ['tree', '/x', 'tree'],
  ['report', '/x', 'report'],
  ['worker', '/worker', 'thin'],
])('%s is %s, %s', (given, entry, variant) => {
  const { spec, variant: chosen } = choose(given);
  expect([spec.entry?.value, chosen]).toEqual([[entry], variant]);
});

test('another is refused, with a suggestion', () => {
  expect(() => choose('worke')).toThrow(
    'Imagefile: target "worke" does not exist [unknown-target]\n  did you mean "worker"?',
  );
  expect(() => choose('builder')).toThrow(
    'Imagefile: target "builder" does not exist [unknown-target]\n  the targets are thin, fat, debug, tree, report, worker',
  );
});
