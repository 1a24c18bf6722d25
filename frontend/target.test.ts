import { expect, test } from 'vitest';
import { verifyTarget } from './target.ts';

const FILE = { name: 'Imagefile', text: 'entry: /x\n' };

test.each([undefined, '', 'thin'])('%s is a target', (target) => {
  expect(() => verifyTarget(target, FILE)).not.toThrow();
});

test('another is refused, with a suggestion', () => {
  expect(() => verifyTarget('thim', FILE)).toThrow(
    'Imagefile: target "thim" does not exist [unknown-target]\n  did you mean "thin"?',
  );
  expect(() => verifyTarget('builder', FILE)).toThrow(
    'Imagefile: target "builder" does not exist [unknown-target]\n  there is "thin"',
  );
});
