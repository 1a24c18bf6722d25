import type { Values } from './args.ts';
import type { Fault } from './schema/issues.ts';
import { factsAt } from './schema/maps.ts';
import type { Diagnostic, Range } from './text/diagnostic.ts';
import { nearestOfFirst } from './text/nearest.ts';
import { didYouMean, problem } from './text/problem.ts';
import { type Entry, type MapTree, type Path, quote, type ScalarTree, type Tree } from './text/tree.ts';

/** Expanded is a tree with references replaced, and a fault for each unknown name. */
export interface Expanded {
  readonly tree: MapTree;
  readonly faults: readonly Fault[];
  /** Whether the tree depends on the platform. */
  readonly isPerPlatform: boolean;
  /** The value that exceeds MOST_TEXT, if one does. */
  readonly excess?: Range;
}

/** Room is the number of characters that values may still have. */
interface Room {
  left: number;
}

/**
 * The most characters of all values together, once arguments are replaced and aliases stand for their values; a file has no
 * more (frontend/context/entrypoint.ts). 100 kB as an argument, named 20,000 times, would be 2 GB.
 */
export const MOST_TEXT = 4_000_000;

/** Replaces `${NAME}` in values and in the sources of `files` and `output`. `$${NAME}` becomes the text `${NAME}`. */
export function expandArgs(tree: MapTree, values: Values): Expanded {
  const faults: Fault[] = [];
  const ofPlatform = new Set<string>();
  const meant = nearestOfFirst();
  const room: Room = { left: MOST_TEXT };
  let excess: Range | undefined;
  const replace = (text: string, path: Path, at: Range): string | undefined => {
    const { text: replaced, used, unknown } = replaceIn(text, path, values.byName, room);
    for (const name of used.filter((each) => values.ofPlatform.has(each))) {
      ofPlatform.add(name);
      if (!factsAt(path).perPlatform) faults.push({ path, diagnostic: explainPlatform(name, path, at) });
    }
    if (unknown === undefined) return replaced;
    faults.push({ path, diagnostic: explainUnknown(unknown, meant(unknown, values.byName.keys()), at) });
    return undefined;
  };
  const visit = (here: Tree, path: Path): Tree => {
    if (here.kind === 'list')
      return { ...here, items: here.items.map((item, index) => visit(item, [...path, index])) };
    if (here.kind === 'scalar') return visitScalar(here, path);
    const hasPairs = factsAt(path).map?.hasPairs === true;
    const entries = [...here.entries].map(([key, { key: at, value }]): [string, Entry] => [
      hasPairs ? (replace(key, path, at) ?? key) : key,
      { key: at, value: visit(value, [...path, key]) },
    ]);
    return { ...here, entries: new Map(entries) };
  };
  const visitScalar = (here: ScalarTree, path: Path): ScalarTree => {
    if (typeof here.value !== 'string') return here;
    const text = here.value.includes('${') ? replace(here.value, path, here.at) : undefined;
    room.left -= here.value.length;
    if (room.left < 0) excess ??= here.at;
    return text === undefined ? here : { ...here, value: text, source: text };
  };
  const expanded = visit(tree, []);
  if (expanded.kind !== 'map') throw new Error('a map became something else');
  const isPerPlatform = ofPlatform.size > 0;
  return { tree: expanded, faults, isPerPlatform, ...(excess === undefined ? {} : { excess }) };
}

function explainPlatform(name: string, [key, , field]: Path, at: Range): Diagnostic {
  const message = `${quote(`\${${name}}`)} is not allowed here: packages and repositories are chosen for all platforms together`;
  return { severity: 'error', ...problem('invalid-value', message, instead(key, field)), at };
}

function instead(key: PropertyKey | undefined, field: PropertyKey | undefined): string | undefined {
  if (key === 'packages' || field === 'packages')
    return 'write a line for each platform, such as "linux-image-arm64[arm64]"';
  return key === 'from'
    ? 'give an image for each platform under one name: --build-context NAME::linux/arm64=…'
    : undefined;
}

const REFERENCE = /(\$?)\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;
/** For `escaped` values, where `$$` becomes `$` later: a `$` in an inserted value is doubled. */
const DOLLARS = /\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

interface Replaced {
  readonly text: string;
  /** The arguments that it refers to. */
  readonly used: readonly string[];
  /** The first name that is not an argument and has no other meaning. */
  readonly unknown?: string;
}

function replaceIn(text: string, path: Path, values: ReadonlyMap<string, string>, room: Room): Replaced {
  const { references } = factsAt(path);
  const unknown: string[] = [];
  const used: string[] = [];
  const lookUp = (whole: string, name: string): string => {
    const value = values.get(name);
    (value === undefined ? unknown : used).push(name);
    room.left -= value?.length ?? 0;
    return room.left < 0 ? '' : (value ?? whole);
  };
  if (references === 'escaped') {
    const replaced = text.replace(DOLLARS, (whole, name?: string) =>
      name === undefined ? whole : lookUp(whole, name).replaceAll('$', () => '$$'),
    );
    return { text: replaced, used, ...first(unknown) };
  }
  const replaced = text.replace(REFERENCE, (whole, dollar: string, name: string) => {
    if (dollar === '') return lookUp(whole, name);
    return references === 'shell' && !values.has(name) ? whole : whole.slice(1);
  });
  return { text: replaced, used, ...(references === 'shell' ? {} : first(unknown)) };
}

function first([name]: readonly string[]): { unknown?: string } {
  return name === undefined ? {} : { unknown: name };
}

function explainUnknown(name: string, meant: string | undefined, at: Range): Diagnostic {
  const reference = quote(`\${${name}}`);
  const fix =
    meant === undefined
      ? `declare it with args: {${name}: …}, or write ${quote(`$\${${name}}`)} for the text itself`
      : didYouMean(`\${${meant}}`);
  const found = problem('unknown-argument', `${reference} is not declared in "args"`, fix);
  return { severity: 'error', ...found, at };
}
