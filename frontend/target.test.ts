import { expect, test } from 'vitest';
import { readTarget } from './target.ts';

const FILE = { name: 'Imagefile', text: 'entry: /x\n' };

test.each([
  [undefined, 'thin'],
  ['', 'thin'],
  ['thin', 'thin'],
  ['debug', 'debug'],
  ['fat', 'fat'],
  ['tree', 'tree'],
])('%s is the target %s', (given, target) => {
  expect(readTarget(given, FILE)).toBe(target);
});

test('another is refused, with a suggestion', () => {
  expect(() => readTarget('thim', FILE)).toThrow(
    'Imagefile: target "thim" does not exist [unknown-target]\n  did you mean "thin"?',
  );
  expect(() => readTarget('builder', FILE)).toThrow(
    'Imagefile: target "builder" does not exist [unknown-target]\n  there are thin, fat, debug, tree',
  );
});
