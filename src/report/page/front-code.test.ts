import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeTexts, encodeTexts } from './front-code.ts';

test('neighbours that begin alike are written once', () => {
  expect(encodeTexts(['/usr/bin', '/usr/bin/sh', '/usr/lib'])).toEqual({
    shared: [0, 8, 5],
    rest: ['/usr/bin', '/sh', 'lib'],
  });
});

test('any texts come back as they were, through JSON too', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
      const coded = JSON.parse(JSON.stringify(encodeTexts(texts)));
      expect(decodeTexts(coded)).toEqual(texts);
    }),
  );
});
