import { createHash } from 'node:crypto';
import { fields, paragraphs } from '../debian/control.ts';
import { byName } from '../prune/paths.ts';
import { licenceId } from './licence-names.ts';

/** What a package declares, in the terms of SPDX. */
export interface Declared {
  /** A licence expression (SPDX 2.3, annex D). */
  readonly expression: string;
  /** Those licences of it that SPDX does not know. */
  readonly others: readonly OtherLicence[];
}

export interface OtherLicence {
  /** `LicenseRef-…`, the same for the same text. */
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

/**
 * All licences that a machine-readable copyright file names for files of the source, joined by AND: which of these
 * went into a binary, nobody knows. Undefined for a file in another form (Debian's copyright format 1.0).
 */
export function declaredLicence(copyright: string): Declared | undefined {
  const clean = copyright.replaceAll(/^[ \t]+$/gm, '');
  const all = [...paragraphs(clean)].map((span) => fields(clean, span));
  const [head, ...others] = all;
  if (head?.get('format')?.includes('copyright-format') !== true) return undefined;
  const named = others.flatMap((each) => (each.has('files') ? (each.get('license') ?? []) : []));
  const texts = new Map(
    all.flatMap((each) => {
      const { name, text } = split(each.get('license') ?? '');
      return text === '' ? [] : [[name.toLowerCase(), text] as const];
    }),
  );
  const found = new Map<string, OtherLicence>();
  const idOf = (name: string) => {
    const id = licenceId(name);
    if (id !== undefined) return id;
    const other = otherLicence(name, texts.get(name.toLowerCase()));
    found.set(other.id, other);
    return other.id;
  };
  const terms = new Set(
    named.flatMap((value) => {
      const { name } = split(value);
      return name === '' ? [] : operands(expression(name, idOf));
    }),
  );
  if (terms.size === 0) return undefined;
  const sorted = [...terms].sort(byName);
  return {
    expression: sorted.length === 1 ? sorted.join() : sorted.map(enclosed).join(' AND '),
    others: [...found.values()].sort((a, b) => byName(a.id, b.id)),
  };
}

/** A field's first line names the licence, the others are its text. */
function split(value: string): { readonly name: string; readonly text: string } {
  const [name = '', ...lines] = value.split('\n');
  const text = lines.map((line) => (line === '.' ? '' : line)).join('\n');
  return { name: name.trim(), text: text.trim() };
}

/** `and` binds more than `or` does, and a comma less than both. What has another form is a name as a whole. */
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

function enclosed(expression: string): string {
  return expression.includes(' OR ') ? `(${expression})` : expression;
}

/** Packages give different texts the same name, so the text is part of the identifier. */
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
