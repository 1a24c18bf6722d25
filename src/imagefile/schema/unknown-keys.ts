import { nearest } from '../text/nearest.ts';
import { didYouMean, type Problem, problem } from '../text/problem.ts';
import { type Path, quote } from '../text/tree.ts';
import { factsAt, IMAGEFILE, type MapFacts } from './maps.ts';

/** Explains a key that the schema does not have. */
export function explainKey(path: Path, key: string): Problem {
  const map = factsAt(path).map ?? IMAGEFILE;
  const { known, planned } = map;
  if (Object.hasOwn(planned, key)) {
    const name = map === IMAGEFILE ? quote(key) : `${quote(key)} in ${quote(keyOf(path))}`;
    return problem('not-supported-yet', `${name} is not supported yet`, planned[key]);
  }
  const where = map.name === undefined ? '' : ` in ${map.name}`;
  const message = `unknown key ${quote(key)}${where}`;
  if (key === '<<') return problem('unknown-key', message, 'write the keys out: YAML 1.2 has no merge keys');
  const meant = synonymIn(map, key.toLowerCase()) ?? nearest(key, known);
  if (meant !== undefined) return problem('unknown-key', message, didYouMean(meant));
  const plan = nearest(key, Object.keys(planned));
  if (plan !== undefined) {
    return problem('unknown-key', message, `did you mean ${quote(plan)}, which is not supported yet?`);
  }
  if (map === IMAGEFILE)
    return problem('unknown-key', message, 'docs/reference.md lists the keys of an Imagefile');
  const names = known.map((name) => quote(name)).join(', ');
  return problem(
    'unknown-key',
    message,
    known.length === 1 ? `its only key is ${names}` : `its keys are ${names}`,
  );
}

/** Returns the last key of a path, ignoring positions in lists. */
function keyOf(path: Path): string {
  return String(path.findLast((step) => typeof step === 'string') ?? '');
}

/** Returns the key that another tool calls by this name. */
function synonymIn({ known, keys }: MapFacts, word: string): string | undefined {
  return known.find((key) => keys[key]?.synonyms?.includes(word));
}

/** Explains a missing required key. */
export function explainMissing(path: Path): Problem {
  const key = String(path.at(-1));
  const { name = 'this', keys } = factsAt(path.slice(0, -1)).map ?? IMAGEFILE;
  const example = keys[key]?.example;
  return problem('missing-key', `${name} needs ${quote(key)}`, example && `for example ${key}: ${example}`);
}

/** Returns the planned keys as `key` or `map.key`, each with its workaround. */
export function plannedKeys({
  known,
  keys,
  planned,
}: MapFacts = IMAGEFILE): readonly (readonly [string, string])[] {
  const inner = known.flatMap((key) => {
    const { map } = keys[key] ?? {};
    return map === undefined
      ? []
      : plannedKeys(map).map(([name, instead]) => [`${key}.${name}`, instead] as const);
  });
  return [...Object.entries(planned), ...inner];
}
