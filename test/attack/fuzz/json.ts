import { mutate } from './mutate.ts';
import type { Random } from './random.ts';

/** Values at which a reader of JSON goes wrong. */
const VALUES: readonly unknown[] = [
  ...[
    null,
    true,
    0,
    -1,
    1.5,
    1e21,
    2 ** 53,
    '',
    ' ',
    '/',
    '..',
    '\n',
    '\u0000',
    '\ud800',
    '\u202e',
    '__proto__',
  ],
  ...[[], {}, [[]], [null], ['', ''], { '': '' }, 'a'.repeat(5000)],
];

/** Changes values and keys of a JSON text; now and then its bytes, as for any text. */
export function mutateJson(bytes: Buffer, random: Random, words: readonly Buffer[], other: Buffer): Buffer {
  const value = parsed(bytes);
  if (value === undefined || random.below(4) === 0) return mutate(bytes, random, words, other);
  const pool = [...VALUES, ...words.map(String), ...leavesOf(parsed(other))];
  let changed: unknown = value;
  for (let left = 1 + random.below(3); left > 0; left--) changed = changeOne(changed, random, pool);
  return Buffer.from(JSON.stringify(changed, undefined, random.below(2)) ?? '');
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Goes down to a value at random, and replaces, removes, copies or renames it. */
function changeOne(value: unknown, random: Random, pool: readonly unknown[]): unknown {
  const entries: [string, unknown][] =
    typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (entries.length === 0 || random.below(8) === 0)
    return changedText(value, random) ?? random.pick<unknown>(pool);
  const at = random.below(entries.length);
  const [key, inner] = entries[at] as [string, unknown];
  const kind = random.below(12);
  const by: [string, unknown][] =
    kind === 0
      ? []
      : kind === 1
        ? [
            [key, inner],
            [`${random.pick(pool)}`.slice(0, 20), inner],
          ]
        : kind === 2
          ? [[`${random.pick(pool)}`.slice(0, 20), inner]]
          : [[key, changeOne(inner, random, pool)]];
  const all = entries.toSpliced(at, 1, ...by);
  return Array.isArray(value) ? all.map(([, each]) => each) : Object.fromEntries(all);
}

/** Half of the texts are changed only a little, so that they still look like what they are. */
function changedText(value: unknown, random: Random): string | undefined {
  if (typeof value !== 'string' || random.below(2) === 0) return undefined;
  return mutate(
    Buffer.from(value),
    random,
    [Buffer.from('/'), Buffer.from('..')],
    Buffer.from(value),
  ).toString('utf8');
}

function leavesOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values(value).flatMap(leavesOf).slice(0, 200);
}
