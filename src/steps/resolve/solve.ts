import { reachable } from '../../debian/closure.ts';
import type { RequestedPackage, ResolveProblem, ResolveRequest } from '../../debian/resolution.ts';
import type { Apt } from './apt.ts';
import { type Index, lockedPackage, stanzaText } from './indexes.ts';
import type { Choice, InstalledPackage } from './installed.ts';
import { InvalidList } from './invalid.ts';
import { refuseMachineFault } from './machine-fault.ts';
import { unmetWords } from './words.ts';

/** Solution has the chosen packages, sorted by name, or the problems. */
export type Solution =
  | {
      readonly choices: readonly Choice[];
      /** The stanzas that apt could choose from, index by index. */
      readonly known: readonly (readonly string[])[];
    }
  | { readonly problems: readonly ResolveProblem[] };

/**
 * debootstrap merges /usr itself, so the package that does it at installation is excluded, and apt takes the empty
 * alternative that says it is done. Source: EXCLUDE_DEPENDENCY in debootstrap's debian-common.
 */
const NOT_IN_BASE: ReadonlySet<string> = new Set(['usrmerge']);

/**
 * Chooses debootstrap's minimal system: the packages that the main archive marks as required or essential, apt, and their
 * dependencies. It does not depend on the request, so every image of the suite gets the same.
 * @param ofSuite the indexes of the suite itself, for the request's architecture
 */
export async function solveBase(
  apt: Apt,
  indexes: readonly Index[],
  ofSuite: readonly Index[],
): Promise<Solution> {
  const required = new Set(
    ofSuite.filter(({ archive }) => archive === 0).flatMap((index) => [...index.required]),
  );
  const wanted = [...required, 'apt'].sort();
  const options = { recommends: false, excluded: NOT_IN_BASE };
  const known = know(apt, { indexes, from: ofSuite }, wanted, options, []);
  const { choices, explanation } = await ask(apt, known, wanted, false);
  if (explanation !== undefined)
    return { problems: [{ kind: 'unsatisfiable', package: 'apt', explanation }] };
  return { choices, known: stanzasOf(known) };
}

/** Chooses the packages of a request. Excluded ones are hidden from apt, so it takes an alternative or reports them. */
export async function solvePackages(
  apt: Apt,
  indexes: readonly Index[],
  present: readonly InstalledPackage[],
  request: ResolveRequest,
): Promise<Solution> {
  const { recommends } = request;
  const requested = request.packages.filter(({ exclude }) => !exclude);
  if (requested.length === 0) return { choices: [], known: [] };
  const installed = new Set(present.map(({ name }) => name));
  const left = request.packages.filter(({ name, exclude }) => exclude && !installed.has(name));
  const excluded = new Set(left.map(({ name }) => name));
  const stanzas = present.map(({ stanza }) => stanza);
  const names = requested.map(({ name }) => name);
  const options = { recommends, excluded };
  const known = know(apt, { indexes, from: indexes }, [...names, ...installed], options, stanzas);
  const solve = (packages: readonly RequestedPackage[]) =>
    ask(apt, known, packages.map(argument), recommends);
  const { choices, explanation } = await solve(requested);
  if (explanation !== undefined) return { problems: await culprits(requested, explanation, solve) };
  return { choices, known: stanzasOf(known) };
}

/** Returns a package as an argument of apt-get(8). */
function argument({ name, version, suite, architecture }: RequestedPackage): string {
  const which = architecture === undefined ? name : `${name}:${architecture}`;
  if (version !== undefined) return `${which}=${version}`;
  return suite === undefined ? which : `${which}/${suite}`;
}

/** Returns the packages that cannot be installed even alone; else the first that conflicts with those before it. */
async function culprits(
  requested: readonly RequestedPackage[],
  whole: readonly string[],
  solve: (packages: readonly RequestedPackage[]) => Promise<Answer>,
): Promise<ResolveProblem[]> {
  const problems: ResolveProblem[] = [];
  for (const one of requested) {
    const { explanation } = await solve([one]);
    if (explanation !== undefined) problems.push({ kind: 'unsatisfiable', package: one.name, explanation });
  }
  if (problems.length > 0) return problems;
  for (const [index, one] of requested.entries()) {
    const { explanation } = await solve(requested.slice(0, index + 1));
    if (explanation !== undefined) return [{ kind: 'unsatisfiable', package: one.name, explanation }];
  }
  return [{ kind: 'unsatisfiable', package: requested[0]?.name ?? '', explanation: whole }];
}

/**
 * Gives apt only the packages that these names can lead to, and returns them, index by index.
 * @param lists all indexes of apt, and those that it may choose from
 */
function know(
  apt: Apt,
  { indexes, from }: { readonly indexes: readonly Index[]; readonly from: readonly Index[] },
  names: readonly string[],
  options: { readonly recommends: boolean; readonly excluded: ReadonlySet<string> },
  installed: readonly string[],
): readonly (readonly Choice[])[] {
  const spans = new Map(reachable(from, names, options).map((found, at) => [from[at], found]));
  const known = indexes.map((index) =>
    (spans.get(index) ?? []).map((span) => ({
      locked: lockedPackage(index, span),
      stanza: stanzaText(index, span),
    })),
  );
  apt.know(stanzasOf(known), installed);
  return known;
}

function stanzasOf(known: readonly (readonly Choice[])[]): readonly (readonly string[])[] {
  return known.map((choices) => choices.map(({ stanza }) => stanza));
}

interface Answer {
  /** Sorted by name. */
  readonly choices: readonly Choice[];
  /** Why there is none. */
  readonly explanation?: readonly string[];
}

async function ask(
  apt: Apt,
  known: readonly (readonly Choice[])[],
  wanted: readonly string[],
  recommends: boolean,
): Promise<Answer> {
  const outcome = await apt.solve(wanted, recommends);
  refuseMachineFault(outcome);
  const { status, stdout, stderr } = outcome;
  const text = stdout.toString('latin1');
  if (status !== 0) return { choices: [], explanation: unmetWords(text, stderr) };
  const byUri = new Map(
    known.flat().map((choice) => [`${apt.uri(choice.locked.archive)}/${choice.locked.path}`, choice]),
  );
  const choices = [...text.matchAll(/^'([^']+)' /gm)].map(([, uri = '']) => {
    const choice = byUri.get(decoded(uri));
    if (choice === undefined) throw unlisted(apt, known, uri);
    return choice;
  });
  return { choices: choices.sort((a, b) => compare(keyOf(a), keyOf(b))) };
}

/** apt escapes characters of a path. What does not decode is in no list. */
function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

/** apt takes the last of several fields of a name, mib the first. */
function unlisted(apt: Apt, known: readonly (readonly Choice[])[], uri: string): Error {
  const archives = new Set(known.flat().map(({ locked }) => locked.archive));
  const archive = [...archives].find((position) => uri.startsWith(`${apt.uri(position)}/`));
  if (archive === undefined) return new Error(`apt chose ${uri}, which no index has`);
  const path = decoded(uri).slice(apt.uri(archive).length + 1);
  return new InvalidList(archive, `apt would fetch ${JSON.stringify(path)}, the Filename of no entry`);
}

function keyOf({ locked }: Choice): string {
  return `${locked.name} ${locked.architecture}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : 1;
}
