import { nextLine, type Span } from './control.ts';

/**
 * PackageList is a `Packages` file with an index by name. One pass over the lines reads what finding packages requires;
 * other fields are read on demand.
 */
export interface PackageList {
  /** The file, one UTF-16 unit per byte (latin1): offsets count bytes and stanzas can be written back unchanged. */
  readonly text: string;
  /** The stanzas of each name, in the order of the file. */
  readonly byName: ReadonlyMap<string, readonly Span[]>;
  /** Names of the packages that provide a name, except a package of that name; each once. */
  readonly providers: ReadonlyMap<string, readonly string[]>;
  /** Names with `Priority: required` or `Essential: yes`. */
  readonly required: ReadonlySet<string>;
}

interface Draft {
  readonly byName: Map<string, Span[]>;
  readonly providers: Map<string, string[]>;
  readonly required: Set<string>;
}

/** Reads a `Packages` file, given as latin1. Stanzas must be separated by single blank lines, as archives write them. */
export function readPackageList(text: string): PackageList {
  const draft: Draft = { byName: new Map(), providers: new Map(), required: new Set() };
  let start = 0;
  while (start < text.length) {
    const blank = text.indexOf('\n\n', start);
    const end = blank < 0 ? text.length : blank + 1;
    readStanza(text, { start, end }, draft);
    start = end + 1;
  }
  return { text, ...draft };
}

/** A list may have 60 MB, so lines are told apart by their first letters, and only three kinds are cut out. */
function readStanza(text: string, span: Span, draft: Draft): void {
  let name = '';
  let provides: string | undefined;
  let required = false;
  for (let line = span.start; line < span.end; ) {
    const next = nextLine(text, line, span.end);
    const first = text.charCodeAt(line);
    if (first === 0x50) {
      if (text.startsWith('Package: ', line)) name = text.slice(line + 9, next).trimEnd();
      else if (text.startsWith('Provides: ', line)) provides = text.slice(line + 10, next);
      else if (text.startsWith('Priority: required', line)) required = true;
    } else if (first === 0x45 && text.startsWith('Essential: yes', line)) required = true;
    line = next;
  }
  if (name === '') return;
  push(draft.byName, name, span);
  if (required) draft.required.add(name);
  if (provides !== undefined) addProviders(provides, name, draft.providers);
}

function addProviders(provides: string, name: string, providers: Map<string, string[]>): void {
  for (const entry of provides.split(',')) {
    const virtual = packageName(entry);
    if (virtual === name) continue;
    if (providers.get(virtual)?.at(-1) !== name) push(providers, virtual, name);
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Returns the name in one alternative of a relation, e.g. `libc6` in ` libc6:any (>= 2.38)` (deb-control(5)). */
export function packageName(alternative: string): string {
  return /^\s*([^\s:(]*)/.exec(alternative)?.[1] ?? '';
}
