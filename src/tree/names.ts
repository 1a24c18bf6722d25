import { isUtf8 } from 'node:buffer';

/**
 * A name on disk is bytes (path_resolution(7)); most are UTF-8. As a string, each byte that is not part of valid UTF-8 is a
 * lone surrogate, U+DC80 to U+DCFF, which no UTF-8 text has. JSON keeps such a string.
 */

/** A valid character of several bytes (Unicode 16, table 3-7), or else one byte; latin1. */
const CHARACTER = new RegExp(
  [
    '[\\xc2-\\xdf][\\x80-\\xbf]',
    '\\xe0[\\xa0-\\xbf][\\x80-\\xbf]',
    '[\\xe1-\\xec\\xee\\xef][\\x80-\\xbf]{2}',
    '\\xed[\\x80-\\x9f][\\x80-\\xbf]',
    '\\xf0[\\x90-\\xbf][\\x80-\\xbf]{2}',
    '[\\xf1-\\xf3][\\x80-\\xbf]{3}',
    '\\xf4[\\x80-\\x8f][\\x80-\\xbf]{2}',
    '[\\x80-\\xff]',
  ].join('|'),
  'g',
);

/** With the flag `u`, half of a surrogate pair does not match. */
const BYTES = /([\udc80-\udcff]+)/u;

/** Returns bytes as text. `encodeName` returns the same bytes. */
export function decodeName(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) return buffer.toString('utf8');
  return buffer
    .toString('latin1')
    .replaceAll(CHARACTER, (found) =>
      found.length === 1
        ? String.fromCharCode(0xdc00 + found.charCodeAt(0))
        : Buffer.from(found, 'latin1').toString('utf8'),
    );
}

/** Returns a name or a text for the operating system: the same string if it is UTF-8, otherwise its bytes. */
export function encodeName(text: string): string | Buffer {
  if (isText(text)) return text;
  return Buffer.concat(
    text
      .split(BYTES)
      .map((part, at) =>
        at % 2 === 0 ? Buffer.from(part) : Buffer.from(Array.from(part, (byte) => byte.charCodeAt(0) & 0xff)),
      ),
  );
}

/** Reports whether a decoded name is UTF-8. */
export function isText(name: string): boolean {
  return !BYTES.test(name);
}
