import { createHash } from 'node:crypto';
import { readCopyright } from '../debian/copyright.ts';
import { byName } from '../tree/paths.ts';
import { licenceId } from './licence-names.ts';

/** Declared is the declared licence of a package in SPDX terms. */
export interface Declared {
  /** A licence expression (SPDX 2.3, annex D). */
  readonly expression: string;
  /** Its licences without an SPDX identifier. */
  readonly others: readonly OtherLicence[];
}

export interface OtherLicence {
  /** `LicenseRef-…`, equal for equal texts. */
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

/**
 * Joins all licences that a machine-readable copyright file names for source files by AND: it is unknown which of them
 * apply to a binary. Undefined for a file in another form (Debian's copyright format 1.0).
 */
export function declaredLicence(copyright: string): Declared | undefined {
  const all = readCopyright(copyright);
  if (all === undefined) return undefined;
  const named = all.filter(({ isOfFiles, name }) => isOfFiles && name !== '');
  const texts = new Map(
    all.flatMap(({ name, text }) => (text === '' ? [] : [[name.toLowerCase(), text] as const])),
  );
  const found = new Map<string, OtherLicence>();
  const idOf = (name: string) => {
    const id = licenceId(name);
    if (id !== undefined) return id;
    const other = otherLicence(name, texts.get(name.toLowerCase()));
    found.set(other.id, other);
    return other.id;
  };
  const terms = new Set(named.flatMap(({ name }) => operands(expression(name, idOf))));
  if (terms.size === 0) return undefined;
  const sorted = [...terms].sort(byName);
  return {
    expression: sorted.length === 1 ? sorted.join() : sorted.map(enclosed).join(' AND '),
    others: [...found.values()].sort((a, b) => byName(a.id, b.id)),
  };
}

/** `and` binds more tightly than `or`, a comma less than both. Text in another form is one name. */
function expression(name: string, idOf: (name: string) => string): string {
  const [first = '', ...rest] = name.split(/\s*,\s*(and|or)\s+/i);
  const atoms = [first, ...rest.filter((_, at) => at % 2 === 1)].flatMap((group) =>
    group.split(/\s+(?:and|or)\s+/i),
  );
  if (!atoms.every((atom) => /^[A-Za-z0-9][\w.+~/-]*(?: with .+)?$/.test(atom))) return idOf(name);
  const group = (text: string) =>
    text
      .split(/\s+or\s+/i)
      .map((part) =>
        part
          .split(/\s+and\s+/i)
          .map(idOf)
          .join(' AND '),
      )
      .join(' OR ');
  let joined = group(first);
  for (let at = 0; at + 1 < rest.length; at += 2) {
    const isAnd = rest[at]?.toLowerCase() === 'and';
    const next = group(rest[at + 1] ?? '');
    joined = isAnd ? `${enclosed(joined)} AND ${enclosed(next)}` : `${joined} OR ${next}`;
  }
  return joined;
}

function operands(expression: string): readonly string[] {
  return expression.includes(' OR ') ? [expression] : expression.split(' AND ');
}

/**
 * A licence expression of which SPDX knows every licence, as apk's packages have them; undefined for any other text. A name
 * that Debian gives to several texts is one text in an expression of SPDX.
 */
export function knownExpression(text: string): string | undefined {
  const words = text.trim().split(/\s+|(?<=\()|(?=\))/);
  const isKnown = (word: string) =>
    ['AND', 'OR', '(', ')'].includes(word) || AMBIGUOUS.has(word) || licenceId(word) === word;
  const names = words.filter((word) => !['(', ')'].includes(word));
  const isExpression = names.every((word, at) => (word === 'AND' || word === 'OR') === (at % 2 === 1));
  return isExpression && names.length % 2 === 1 && words.every(isKnown) ? text.trim() : undefined;
}

const AMBIGUOUS = new Set(['MIT', 'Artistic-1.0', 'OpenSSL', 'Zlib', 'BSD-1-Clause', 'MIT-0', 'PSF-2.0']);

function enclosed(expression: string): string {
  return expression.includes(' OR ') ? `(${expression})` : expression;
}

/** Packages use one name for different texts, so the identifier includes a digest of the text. */
function otherLicence(
  name: string,
  text = `The copyright file names "${name}" without its text.`,
): OtherLicence {
  const sum = createHash('sha256').update(text).digest('hex').slice(0, 8);
  const word = name
    .replaceAll(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/-+$/, '')
    .slice(0, 80);
  return { id: `LicenseRef-${word}-${sum}`, name, text };
}
