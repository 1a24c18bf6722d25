import type { Reason, ReasonKind } from '../../prune/graph.ts';

/** Meaning groups reasons by the colour shown for them. */
export type Meaning = 'asked' | 'needed' | 'seen' | 'rule' | 'data' | 'order';

/** Texts of the meanings, in the order of the legend. */
export const MEANINGS: Readonly<Record<Meaning, string>> = {
  asked: 'named in the Imagefile',
  needed: 'something in the image needs it',
  seen: 'a check used it',
  rule: 'a rule of its ecosystem',
  data: 'configuration or data of a package in use',
  order: 'accounts, licences, package list',
};

/**
 * Words are the text of a kind of reason, to follow "it is". `of` is followed by the name of its origin, `own` stands alone;
 * `%` is the detail. `own` is absent for kinds that always have an origin.
 */
interface Words {
  readonly meaning: Meaning;
  readonly of: string;
  readonly own?: string;
}

export const KINDS: Readonly<Record<ReasonKind, Words>> = {
  entry: { meaning: 'asked', of: 'the program (%) of', own: 'the program that the image starts' },
  program: { meaning: 'asked', of: 'a program (%) started by', own: 'a program that a check starts: %' },
  argument: { meaning: 'asked', of: 'an argument (%) of', own: 'an argument: %' },
  file: { meaning: 'asked', of: 'a file of', own: 'added by a line of "files"' },
  keep: { meaning: 'asked', of: 'kept (%) with', own: 'matched by a line of "keep" (%)' },
  certificates: { meaning: 'asked', of: 'trusts %, as', own: 'a bundle with the certificates of %' },
  timezones: { meaning: 'asked', of: 'the time zone % of', own: 'named in "timezones": %' },
  locales: { meaning: 'asked', of: 'the translation for % of', own: 'named in "locales": %' },
  application: { meaning: 'asked', of: 'the application of', own: 'the application of the base image' },
  named: { meaning: 'needed', of: 'a program named in line % of' },
  skeleton: { meaning: 'order', of: 'part of', own: 'part of every image' },
  home: { meaning: 'asked', of: 'the home of', own: 'the home of an account' },
  'working-dir': { meaning: 'asked', of: 'the working directory of', own: 'the working directory' },
  volume: { meaning: 'asked', of: 'a volume of', own: 'a volume of the image' },
  trace: { meaning: 'seen', of: 'used (%) by', own: 'used by a check (%)' },
  interpreter: { meaning: 'needed', of: 'the loader (%) of' },
  needed: { meaning: 'needed', of: 'the library %, needed by' },
  hwcap: { meaning: 'needed', of: 'the library % for newer processors, needed by' },
  'dlopen-note': { meaning: 'needed', of: 'the library %, which may be loaded by' },
  'dlopen-literal': { meaning: 'needed', of: 'named (%) in' },
  shebang: { meaning: 'needed', of: 'the interpreter (%) of' },
  'shell-word': { meaning: 'needed', of: 'called (%) by' },
  sourced: { meaning: 'needed', of: 'read (%) by the script' },
  nss: { meaning: 'needed', of: 'the name service "%" of' },
  cache: { meaning: 'needed', of: 'the library %, by the loader’s cache, for' },
  link: { meaning: 'needed', of: 'reached by a link (%) from', own: 'a link on the way to %' },
  parent: { meaning: 'order', of: 'the folder of' },
  rule: { meaning: 'rule', of: 'required (%) by' },
  need: { meaning: 'rule', of: 'as % says, indispensable to' },
  requested: {
    meaning: 'data',
    of: 'belongs (%) to the program of',
    own: 'requested by the Imagefile, as the package %',
  },
  'package-data': { meaning: 'data', of: 'configuration or data of', own: 'configuration or data' },
  package: { meaning: 'data', of: 'goes with' },
  distribution: { meaning: 'data', of: 'goes with' },
  requires: { meaning: 'needed', of: 'required (%) by' },
  imports: { meaning: 'needed', of: 'imported (%) by' },
  licence: { meaning: 'order', of: 'the licence of', own: 'a licence' },
  database: { meaning: 'order', of: 'part of', own: 'the list of packages' },
};

/** Returns the text of a reason, which ends before the name of its origin, if it has one. */
export function reasonWords({ kind, from, detail }: Reason): string {
  const { of, own = of } = KINDS[kind];
  const words = from === undefined ? own : of;
  if (detail !== undefined) return words.replace('%', () => detail);
  return words.replace(/ ?[("]?%[)"]?,?/, '').replace(/:$/, '');
}

/** Formats bytes: 999 B, 1.0 kB, 12.3 MB. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_950) return `${(bytes / 1000).toFixed(bytes < 99_950 ? 1 : 0)} kB`;
  if (bytes < 999_950_000) return `${(bytes / 1e6).toFixed(bytes < 99_950_000 ? 1 : 0)} MB`;
  return `${(bytes / 1e9).toFixed(2)} GB`;
}

/** Formats a share of a whole: 29 %, 0.4 %. */
export function shareWords(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (100 * part) / whole;
  return percent > 0 && percent < 0.1 ? 'below 0.1 %' : `${percent.toFixed(percent < 10 ? 1 : 0)} %`;
}

/** Formats a count: `1 file`, `1,204 files`. */
export function count(many: number, one: string, several = `${one}s`): string {
  return `${grouped(many)} ${many === 1 ? one : several}`;
}

/** Groups digits in threes, in every locale. */
export function grouped(number: number): string {
  return String(number).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
