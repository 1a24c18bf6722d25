/** FrontCoded texts store the number of UTF-16 units shared with the previous text, and the rest. */
export interface FrontCoded {
  readonly shared: readonly number[];
  readonly rest: readonly string[];
}

/** Encodes texts in any order; sorted paths shrink to a third. */
export function encodeTexts(texts: readonly string[]): FrontCoded {
  const shared = texts.map((text, at) => sharedLength(texts[at - 1] ?? '', text));
  return { shared, rest: texts.map((text, at) => text.slice(shared[at])) };
}

export function decodeTexts({ shared, rest }: FrontCoded): readonly string[] {
  let before = '';
  return rest.map((text, at) => {
    before = before.slice(0, shared[at]) + text;
    return before;
  });
}

function sharedLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}
