/** Span is a part of a text, as UTF-16 offsets, end excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Yields the paragraphs of a control file in order (deb822(5): separated by blank lines). Nothing is copied: a list of
 * 60 MB has 70 000 paragraphs, of which callers need a few.
 */
export function* paragraphs(text: string): Generator<Span> {
  let start = 0;
  while (start < text.length) {
    if (text.startsWith('\n', start)) {
      start += 1;
      continue;
    }
    const blank = text.indexOf('\n\n', start);
    const end = blank < 0 ? text.length : blank + 1;
    yield { start, end };
    start = end;
  }
}

/** Returns the value of a field in a paragraph. Continuation lines are joined by `\n`, without their first space. */
export function field(text: string, span: Span, name: string): string | undefined {
  const wanted = `${name.toLowerCase()}:`;
  for (let line = span.start; line < span.end; line = nextLine(text, line, span.end)) {
    if (text.slice(line, line + wanted.length).toLowerCase() !== wanted) continue;
    const end = endOfField(text, line, span.end);
    return text
      .slice(line + wanted.length, end)
      .trim()
      .replaceAll(/\n[ \t]/g, '\n');
  }
  return undefined;
}

/** Returns the fields of a paragraph by lower-case name, in the order written; values as from `field`. */
export function fields(text: string, span: Span): Map<string, string> {
  const found = new Map<string, string>();
  for (let line = span.start; line < span.end; ) {
    const end = endOfField(text, line, span.end);
    const colon = text.indexOf(':', line);
    if (colon > line && colon < end && !text.startsWith('#', line)) {
      const value = text.slice(colon + 1, end).trim();
      found.set(text.slice(line, colon).toLowerCase(), value.replaceAll(/\n[ \t]/g, '\n'));
    }
    line = end;
  }
  return found;
}

/** Returns the start of the next line, or `end`. */
export function nextLine(text: string, line: number, end: number): number {
  const newline = text.indexOf('\n', line);
  return newline < 0 || newline >= end ? end : newline + 1;
}

function endOfField(text: string, line: number, end: number): number {
  let next = nextLine(text, line, end);
  while (next < end && (text[next] === ' ' || text[next] === '\t')) next = nextLine(text, next, end);
  return next;
}
