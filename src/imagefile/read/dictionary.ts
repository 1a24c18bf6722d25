import { type Problem, problem } from '../text/problem.ts';
import { type Path, quote } from '../text/tree.ts';
import { at, type ReadContext, report, sourceAt } from './read-context.ts';
import type { Sound } from './sound-part.ts';

type Dictionary = NonNullable<Sound['environment']>;

/** Reads `environment` or `labels`, sorted by name. */
export function readDictionary(
  context: ReadContext,
  path: Path,
  value: Dictionary,
): Readonly<Record<string, string>> {
  const subject = path.at(-1) === 'labels' ? 'label' : 'variable';
  const found = new Map<string, string>();
  for (const [item, name, written] of pairsOf(value)) {
    const place = at(context, ...path, item);
    if (found.has(name)) {
      report(
        context,
        place,
        problem('duplicate-key', `${subject} ${quote(name)} is written twice`, 'keep one of the two'),
      );
      continue;
    }
    const fault =
      typeof written === 'string'
        ? explainDollar(`${subject} ${quote(name)}`, written)
        : explainRewritten(`${subject} ${quote(name)}`, String(written), sourceAt(context, ...path, item));
    if (fault !== undefined) report(context, place, fault);
    found.set(name, String(written).replaceAll('$$', '$'));
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Returns for each entry its step in the path, name and value. */
function pairsOf(
  value: Dictionary,
): readonly (readonly [string | number, string, string | number | boolean])[] {
  if (!isLines(value)) return Object.entries(value).map(([name, text]) => [name, name, text] as const);
  return [...value.entries()].flatMap(([index, line]) => {
    if (line === undefined) return [];
    const equals = line.indexOf('=');
    return [[index, line.slice(0, equals), line.slice(equals + 1)] as const];
  });
}

function isLines(value: Dictionary): value is readonly (string | undefined)[] {
  return Array.isArray(value);
}

/** Refuses a number or boolean whose text differs from the source, as 1.1 from `1.10`. */
function explainRewritten(what: string, value: string, source: string): Problem | undefined {
  if (value === source) return undefined;
  return problem(
    'wrong-type',
    `${what} ${source} must be in quotes, because YAML reads it as ${value}`,
    `write ${quote(source)}`,
  );
}

/** Refuses `$NAME`: Compose replaces it, so keeping it unchanged could surprise. */
function explainDollar(what: string, text: string): Problem | undefined {
  const variable = /(?:^|[^$])(?:\$\$)*(\$\{[^}]*\}?|\$[A-Za-z_][A-Za-z0-9_]*)/.exec(text)?.[1];
  if (variable === undefined) return undefined;
  const message = `${what} contains ${quote(variable)}, but only ${quote('\x24{NAME}')} from "args" is replaced`;
  return problem('invalid-value', message, `write ${quote(`$${variable}`)} for the text itself`);
}
