import { expect, test } from 'vitest';
import { matcher } from './glob.ts';
import { decodeName } from './names.ts';
import { printable, typeable } from './printable.ts';

test('what does not show in a name is written out, and nothing else', () => {
  expect(printable('a\nb\u202ecod.exe\u0000\u200b\x1b[31m\u009b\r\t\x7f')).toBe(
    'a\\nb\\u{202e}cod.exe\\x00\\u{200b}\\x1b[31m\\u{9b}\\r\\t\\x7f',
  );
  expect(printable('<img src=x> "ü" 日本 😀 \ufffd \\xff')).toBe('<img src=x> "ü" 日本 😀 \ufffd \\xff');
});

test('a byte that is not UTF-8 is written out; any other lone surrogate too', () => {
  expect(printable(decodeName(Buffer.from([0x61, 0xff, 0x80, 0xc3, 0xa9, 0xc3])))).toBe('a\\xff\\x80é\\xc3');
  expect(printable('\udc7f\ud83d')).toBe('\\u{dc7f}\\u{d83d}');
});

test('what is written out twice is as after the first time', () => {
  const once = printable('a\nb\u202e\udcff');
  expect(printable(once)).toBe(once);
});

test('a pattern that can be typed matches the name', () => {
  const name = `/opt/${decodeName(Buffer.from('caf\xe9', 'latin1'))}\x1b\u{e0001}é`;
  expect(typeable(name)).toBe('/opt/caf????é');
  expect(matcher([typeable(name)])(name)).toBe(true);
});
