import type { Diagnostic, Range } from './diagnostic.ts';
import { explainIssues } from './issues.ts';
import { type Problem, problem } from './problem.ts';
import { readSpec } from './read.ts';
import { type Reading, soundPart } from './reading.ts';
import { Imagefile } from './schema.ts';
import type { Spec } from './spec.ts';
import { kindOf, plain, type Tree } from './tree.ts';
import { readYaml } from './yaml.ts';

export interface ParseResult {
  /** Absent when a diagnostic is an error. */
  readonly spec?: Spec;
  /** All there are, in the order of the file. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads an Imagefile. Never throws: whatever the text is, the result holds a Spec or says why there is none. */
export function parseImagefile(text: string): ParseResult {
  const dockerfile = findDockerfile(text);
  if (dockerfile !== undefined) return refused([], aDockerfile(), dockerfile);
  const { tree, diagnostics } = readYaml(text);
  // What a broken document seems to hold is guesswork; a twice-written key is not.
  if (diagnostics.some(({ code }) => code === 'yaml-syntax' || code === 'too-many-aliases')) {
    return { diagnostics: inOrder(diagnostics) };
  }
  if (tree === undefined) return refused(diagnostics, emptyFile(), { start: 0, end: 0 });
  if (tree.kind !== 'map') return refused(diagnostics, notAMap(tree), tree.at);

  const value = plain(tree);
  const faults = explainIssues(tree, Imagefile.safeParse(value).error?.issues ?? []);
  const reading: Reading = {
    tree,
    diagnostics: [...diagnostics, ...faults.map((fault) => fault.diagnostic)],
  };
  const spec = readSpec(reading, soundPart(value, faults), faults);
  const found = inOrder(reading.diagnostics);
  return found.length === 0 ? { spec, diagnostics: [] } : { diagnostics: found };
}

function refused(diagnostics: readonly Diagnostic[], found: Problem, at: Range): ParseResult {
  return { diagnostics: inOrder([...diagnostics, { severity: 'error', ...found, at }]) };
}

/** In the order of the file; what an alias brings in twice is said once. */
function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return [...diagnostics]
    .sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end)
    .filter(({ at, message }) => {
      const same = `${at.start} ${at.end} ${message}`;
      return !seen.has(same) && seen.add(same);
    });
}

function emptyFile(): Problem {
  return problem(
    'missing-key',
    'this Imagefile is empty',
    'begin with packages: [nginx-light] and entry: /usr/sbin/nginx',
  );
}

function notAMap(tree: Tree): Problem {
  const fix = 'for example packages: [nginx-light]';
  return problem('wrong-type', `an Imagefile must be a map of keys, not ${kindOf(tree)}`, fix);
}

/** The place of the first instruction, where a Dockerfile was given instead; most of them are no YAML either. */
function findDockerfile(text: string): Range | undefined {
  const found = /^(?:\ufeff?(?:[ \t]*(?:#.*)?\r?\n)*)((?:FROM|ARG)[ \t]+[^\s:]+(?::[^\s:]+)?(?=\s|$))/i.exec(
    text,
  );
  const [whole, instruction] = found ?? [];
  if (whole === undefined || instruction === undefined) return undefined;
  return { start: whole.length - instruction.length, end: whole.length };
}

function aDockerfile(): Problem {
  const fix = 'list "packages", "files" and "entry"; docs/reference.md has the keys';
  return problem('wrong-type', 'this is a Dockerfile, and mib reads an Imagefile', fix);
}
