import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  type Pair,
  Parser,
} from 'yaml';
import type { Code, Diagnostic, Range } from './diagnostic.ts';
import { nearest } from './nearest.ts';
import { type Entry, quote, type ScalarTree, type Tree } from './tree.ts';
import { explainYaml } from './yaml-errors.ts';

/** Maximum nesting of lists and maps. An Imagefile has five levels. */
const MAX_DEPTH = 40;
/** Maximum number of tokens that the parser has open: a few for each level. */
const MAX_OPEN = 5 * MAX_DEPTH;
/** Maximum number of values that aliases may add. */
const MAX_ALIASED = 10_000;

export interface YamlResult {
  /** Absent for an empty document, and after an error that leaves nothing to check. */
  readonly tree?: Tree;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one YAML 1.2 document (core schema). Never throws: errors become diagnostics. */
export function readYaml(text: string): YamlResult {
  const { tokens, deep } = tokensOf(text);
  if (deep !== undefined) {
    return failed('yaml-syntax', `this is nested more than ${MAX_DEPTH} levels deep`, deep);
  }

  // `convertMap` checks for duplicate keys: the composer compares each key with every other.
  const composer = new Composer({ version: '1.2', schema: 'core', strict: true, uniqueKeys: false });
  const documents = [...composer.compose(tokens, true, text.length)];
  const [document] = documents;
  if (document === undefined) return { diagnostics: [] };
  const diagnostics = explainYaml(text, documents);
  if (diagnostics.length > 0) return { diagnostics };
  return convert(document, text);
}

const failed = (code: Code, message: string, at: Range): YamlResult => ({
  diagnostics: [{ severity: 'error', code, message, at }],
});

/**
 * Returns the tokens of a text, or the place where it is nested too deeply. Parser and composer recurse, and V8 aborts the
 * process, uncatchably, if a regular expression is compiled at the end of the stack. So the parser stops early, and the
 * exact depth is measured on a work list of its tokens.
 */
function tokensOf(text: string): { readonly tokens: readonly CST.Token[]; readonly deep?: Range } {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    const open = parser.stack[MAX_OPEN];
    if (open !== undefined) return { tokens, deep: { start: open.offset, end: open.offset + 1 } };
  }
  tokens.push(...parser.end());
  const deep = tooDeep(tokens);
  return deep === undefined ? { tokens } : { tokens, deep };
}

function tooDeep(tokens: readonly CST.Token[]): Range | undefined {
  const work: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const { token, depth } = next;
    if (depth > MAX_DEPTH) return { start: token.offset, end: token.offset + 1 };
    if (token.type === 'document' && token.value !== undefined) {
      work.push({ token: token.value, depth: depth + 1 });
    }
    if (!('items' in token)) continue;
    for (const item of token.items) {
      if (item.key) work.push({ token: item.key, depth: depth + 1 });
      if (item.value !== undefined) work.push({ token: item.value, depth: depth + 1 });
    }
  }
  return undefined;
}

interface Conversion {
  readonly text: string;
  readonly diagnostics: Diagnostic[];
  /** By name, the value of the latest anchor and its number of values. */
  readonly anchors: Map<string, { tree: Tree; size: number }>;
  size: number;
  aliased: number;
}

function convert(document: Document.Parsed, text: string): YamlResult {
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return { diagnostics: [] };
  const run: Conversion = { text, diagnostics: [], anchors: new Map(), size: 0, aliased: 0 };
  const tree = convertNode(run, contents);
  if (run.aliased > MAX_ALIASED) {
    return {
      diagnostics: run.diagnostics.filter((diagnostic) => diagnostic.code === 'too-many-aliases').slice(0, 1),
    };
  }
  return { tree, diagnostics: run.diagnostics };
}

function report(run: Conversion, code: Code, message: string, at: Range, fix?: string): void {
  run.diagnostics.push({ severity: 'error', code, message, at, ...(fix === undefined ? {} : { fix }) });
}

function rangeOf(node: Node): Range {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}

const nothing = (at: Range): ScalarTree => ({ kind: 'scalar', value: null, source: '', at });

function convertNode(run: Conversion, node: Node): Tree {
  if (isAlias(node)) return convertAlias(run, node.source, rangeOf(node));
  const before = run.size;
  run.size++;
  const tree = convertContent(run, node);
  if ('anchor' in node && node.anchor !== undefined) {
    run.anchors.set(String(node.anchor), { tree, size: run.size - before });
  }
  return tree;
}

function convertAlias(run: Conversion, name: string, at: Range): Tree {
  const anchor = run.anchors.get(name);
  if (anchor === undefined) {
    const known = nearest(name, run.anchors.keys());
    const fix =
      known === undefined ? `write "&${name}" before the intended value` : `did you mean "*${known}"?`;
    report(run, 'yaml-syntax', `alias "*${name}" has no anchor "&${name}" above it`, at, fix);
    return nothing(at);
  }
  run.size += anchor.size;
  run.aliased += anchor.size;
  if (run.aliased > MAX_ALIASED) {
    const message = `aliases such as "*${name}" expand this file to more than ${MAX_ALIASED} values`;
    report(run, 'too-many-aliases', message, at, 'write the values out');
    return nothing(at);
  }
  return anchor.tree;
}

/** Tags of the core schema. For others, such as !!binary, the parser returns class instances. */
const TAG = /^(?:!|tag:yaml\.org,2002:(?:str|int|float|bool|null|seq|map))$/;

function convertContent(run: Conversion, node: Node): Tree {
  if (node.tag !== undefined && !TAG.test(node.tag)) {
    const tag = node.tag.replace('tag:yaml.org,2002:', '!!');
    report(run, 'yaml-syntax', `tag ${quote(tag)} is not supported`, rangeOf(node), 'leave the tag out');
    return nothing(rangeOf(node));
  }
  if (isSeq<Node>(node)) {
    const items = node.items.map((item) => convertNode(run, item));
    return { kind: 'list', items, at: trimmed(run, node) };
  }
  if (isMap<Node, Node | null>(node)) return convertMap(run, node.items, trimmed(run, node));
  if (!isScalar(node)) return nothing(rangeOf(node));
  const at = rangeOf(node);
  const { value } = node;
  const source = node.source ?? run.text.slice(at.start, at.end);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return { kind: 'scalar', value, source, at };
  }
  return { kind: 'scalar', value: null, source, at };
}

/** Returns the range of a block collection without the white space after its last value. */
function trimmed(run: Conversion, node: Node): Range {
  const { start, end } = rangeOf(node);
  return { start, end: start + run.text.slice(start, end).trimEnd().length };
}

function convertMap(run: Conversion, pairs: readonly Pair<Node, Node | null>[], at: Range): Tree {
  const entries = new Map<string, Entry>();
  for (const pair of pairs) {
    const key = rangeOf(pair.key);
    const name = keyName(run, pair.key, key);
    let value = pair.value === null ? nothing(key) : convertNode(run, pair.value);
    // An empty value has no text to point at.
    if (value.at.start === value.at.end) value = { ...value, at: key };
    if (name === undefined) continue;
    if (entries.has(name)) {
      report(
        run,
        'duplicate-key',
        `key ${quote(name)} is written twice in one map`,
        key,
        'keep one of the two',
      );
    } else {
      entries.set(name, { key, value });
    }
  }
  return { kind: 'map', entries, at };
}

/** Returns a key as written, so that the file name `1.10` keeps its zero. */
function keyName(run: Conversion, key: Node, at: Range): string | undefined {
  if (!isScalar(key)) {
    report(run, 'wrong-type', 'a key must be a word, not a list, a map or an alias', at);
    return undefined;
  }
  const name = typeof key.value === 'string' ? key.value : (key.source ?? '');
  if (name === '' || name === '__proto__') {
    report(run, 'invalid-value', `${quote(name)} cannot be a key`, at);
    return undefined;
  }
  return name;
}
