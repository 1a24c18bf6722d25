const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const LETTERS: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Escapes what a terminal or a page would not show or would obey: control characters and bytes that are not UTF-8 as
 * `\x1b` and `\xff`, invisible characters and those that change the direction of text as `\u{202e}`.
 */
export function printable(text: string): string {
  return text.replaceAll(HIDDEN, (character) => LETTERS[character] ?? escaped(character.codePointAt(0) ?? 0));
}

/** Returns a pattern that a person can type: `?` for all that `printable` escapes. */
export function typeable(pattern: string): string {
  return pattern.replaceAll(HIDDEN, (character) => '?'.repeat(character.length));
}

function escaped(code: number): string {
  // src/tree/names.ts: a lone surrogate stands for a byte.
  const byte = code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code < 0x80 ? code : undefined;
  return byte === undefined ? `\\u{${code.toString(16)}}` : `\\x${byte.toString(16).padStart(2, '0')}`;
}
