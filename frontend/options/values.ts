/** Parsers for option values. Each throws an Error whose message names the value. */

/** Parses one CSV record as Go's encoding/csv does: fields may be quoted, and a doubled quote stands for one. */
export function parseList(text: string): readonly string[] {
  if (text === '') return [];
  const fields = [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))(?=,|$)/g)];
  const length = fields.reduce((total, [whole]) => total + whole.length, 0);
  if (length !== text.length) throw new Error(`a quote is out of place in ${JSON.stringify(text)}`);
  return fields.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

/** Parses a list of `key=value`; without `=` the value is empty. */
export function parsePairs(text: string): readonly (readonly [key: string, value: string])[] {
  return parseList(text).map((field) => {
    const at = field.indexOf('=');
    return at === -1 ? [field, ''] : [field.slice(0, at), field.slice(at + 1)];
  });
}

/** Parses a boolean as Go's strconv.ParseBool does. */
export function parseTruth(text: string): boolean {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text)) return false;
  throw new Error(`${JSON.stringify(text)} is neither true nor false`);
}

export function parseInteger(text: string): number {
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new Error(`${JSON.stringify(text)} is not a whole number`);
  }
  return value;
}

/** Parses one of `words`; empty text means the first. */
export function parseWord<const T extends string>(text: string, words: readonly [T, ...T[]]): T {
  if (text === '') return words[0];
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw new Error(`${JSON.stringify(text)} is none of ${words.join(', ')}`);
  return word;
}

/** Returns a value that is a JSON object; throws for any other. */
export function parseObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${JSON.stringify(value)} is not an object`);
  }
  return value as Record<string, unknown>;
}
