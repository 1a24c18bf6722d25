import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matcher } from './glob.ts';
import { decodeName, encodeName, isText } from './names.ts';
import { byName } from './paths.ts';

const bytesOf = (name: string) => Buffer.from(encodeName(name));

describe('a name', () => {
  test('that is UTF-8 is that text, and goes to the operating system as it is', () => {
    for (const name of [
      '',
      'plain',
      'caf\u00e9',
      '\u65e5\u672c',
      '\u{1f600}',
      '\ufffd',
      '\ufeffmark',
      'a\x1b\n',
    ]) {
      expect(decodeName(Buffer.from(name))).toBe(name);
      expect(encodeName(name)).toBe(name);
    }
  });

  test.each([
    ['one byte', [0xff], '\udcff'],
    ['Latin-1', [0x63, 0x61, 0x66, 0xe9], 'caf\udce9'],
    ['text around it', [0xc3, 0xa9, 0x80, 0xc3, 0xa9], '\u00e9\udc80\u00e9'],
    ['a character that is cut', [0xf0, 0x9f, 0x98], '\udcf0\udc9f\udc98'],
    ['a slash in two bytes', [0xc0, 0xaf], '\udcc0\udcaf'],
    ['an overlong character', [0xe0, 0x80, 0xaf], '\udce0\udc80\udcaf'],
    ['a surrogate', [0xed, 0xa0, 0x80], '\udced\udca0\udc80'],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80], '\udcf4\udc90\udc80\udc80'],
    ['U+FFFD, which is valid, beside a byte', [0xef, 0xbf, 0xbd, 0xff], '\ufffd\udcff'],
  ])('that is not UTF-8 keeps its bytes: %s', (_, bytes, text) => {
    expect(decodeName(Uint8Array.from(bytes))).toBe(text);
    expect([...bytesOf(text)]).toEqual(bytes);
    expect(isText(text)).toBe(false);
  });

  test('of any bytes is the same again, after JSON too', () => {
    // More of the bytes that begin, continue and break characters than chance would give.
    const byte = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0x80, max: 0xff }));
    const bytes = fc.oneof(
      fc.array(byte).map((list) => Buffer.from(list)),
      fc
        .tuple(fc.string({ unit: 'grapheme' }), fc.array(byte))
        .map(([text, list]) => Buffer.concat([Buffer.from(text), Buffer.from(list), Buffer.from(text)])),
    );
    fc.assert(
      fc.property(bytes, (name) => {
        const text = decodeName(name);
        expect(bytesOf(text).equals(name)).toBe(true);
        expect(bytesOf(JSON.parse(JSON.stringify(text))).equals(name)).toBe(true);
        // As Node decodes it, but for the bytes.
        expect(isText(text)).toBe(name.equals(Buffer.from(name.toString('utf8'))));
      }),
      { numRuns: 1000 },
    );
  });
});

test('order and patterns count a byte as a character', () => {
  const names = [[0xff], [0x80], [0x7f], [0xef, 0xbf, 0xbd], [0xc3, 0xa9]].map((each) =>
    decodeName(Buffer.from(each)),
  );
  expect(names.sort(byName)).toEqual(['\x7f', '\u00e9', '\udc80', '\udcff', '\ufffd']);
  const name = decodeName(Buffer.from('caf\xe9.txt', 'latin1'));
  expect(
    ['/**', '/*', '/caf?.txt', '/caf*', '/caf[!x].txt'].map((each) => matcher([each])(`/${name}`)),
  ).toEqual(Array(5).fill(true));
  expect(['/caf.txt', '/caf??.txt', '/café.txt'].some((each) => matcher([each])(`/${name}`))).toBe(false);
});
