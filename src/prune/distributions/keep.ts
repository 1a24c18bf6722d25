import { dataPackages } from '../data-packages.ts';
import type { Engine, Expander } from '../engine.ts';
import type { Reason, ReasonKind } from '../graph.ts';
import { dependenciesOf } from '../package-fields.ts';
import { keepData } from '../packages.ts';
import type { TraceEvent } from '../request.ts';
import type { Distribution, Installed, Language } from './distribution.ts';
import { importsOf } from './imports.ts';
import { LANGUAGES } from './languages.ts';
import { pluginsOf } from './plugins.ts';
import { dependenciesOfUsed, NO_USE, scanFinder } from './used.ts';

/** LeftOutDistribution is a distribution that no check used and that nothing kept requires. */
export interface LeftOutDistribution {
  readonly name: string;
  readonly language: Language;
  readonly bytes: number;
  /** What a line of `keep` says to keep it. */
  readonly keep: string;
}

/** Keeper keeps the distributions that are used, each whole, and no others. */
export interface Keeper {
  /** Reports whether a path waits for its distribution to be kept. */
  readonly isHeld: (path: string, reason: Pick<Reason, 'kind' | 'from'>) => boolean;
  readonly expander: Expander;
  /** Keeps what is known only after everything else. Returns whether it found something. */
  readonly settle: (engine: Engine) => boolean;
  /** Sorted by group. */
  readonly leftOut: (engine: Engine) => readonly LeftOutDistribution[];
}

interface State {
  readonly installed: Installed;
  readonly byGroup: ReadonlyMap<string, Distribution>;
  readonly isScan: (path: string) => boolean;
  /** The groups of the rules that have fired. */
  readonly active: Set<string>;
  readonly waiting: Wanted[];
  readonly expanded: Set<Distribution>;
  /** What those that name a distribution ask of it beyond its modules. */
  readonly extras: Map<Distribution, ReadonlySet<string>>;
}

interface Wanted {
  readonly of: Distribution;
  readonly reason: Reason;
}

/** Reasons of the application's own files. */
const OWN = new Set<ReasonKind>(['application', 'argument', 'entry', 'file', 'keep']);

const LANGUAGE_RULES = new Set(Object.values(LANGUAGES).map(({ rule }) => rule));

/** Returns the group of the language's rule that a group is, be it for one folder. */
function languageRule(group = ''): string | undefined {
  const rule = group.replace(/ in \/.*$/s, '');
  return LANGUAGE_RULES.has(rule) ? rule : undefined;
}

function isActive({ active }: State, { rule }: Distribution): boolean {
  return rule === undefined || active.has(rule);
}

/** @param asked names of the packages that were installed on purpose */
export function distributionKeeper(
  installed: Installed,
  events: readonly TraceEvent[],
  asked: readonly string[],
): Keeper {
  const state: State = {
    installed,
    byGroup: new Map(installed.all.map((each) => [each.group, each])),
    isScan: scanFinder(installed, events),
    active: new Set(),
    waiting: [],
    expanded: new Set(),
    extras: new Map(),
  };
  const activeOnes = () => installed.all.filter((each) => isActive(state, each));
  return {
    isHeld: (path, reason) => isHeld(state, path, reason),
    expander: (engine, { id, entry }, reason) => {
      if (entry === undefined) expandGroup(state, engine, id);
      else expandFile(state, engine, id, reason);
    },
    settle: (engine) => {
      if (installed.all.length === 0) return false;
      const before = engine.graph.nodes.size;
      for (const { of, detail, from } of dependenciesOfUsed(engine, installed, asked)) {
        const reason =
          from === undefined ? { kind: 'requested' as const } : { kind: 'requires' as const, from };
        want(state, engine, { of, reason: { ...reason, detail, strength: 'soft' } });
      }
      for (const { of, from, entryPoints: detail } of pluginsOf(engine, activeOnes()))
        want(state, engine, { of, reason: { from, kind: 'requires', detail, strength: 'soft' } });
      keepDataOf(
        engine,
        installed.all.filter(({ group }) => engine.graph.nodes.has(group)),
      );
      return engine.graph.nodes.size > before;
    },
    leftOut: (engine) => activeOnes().flatMap((each) => leftOutOf(engine, each)),
  };
}

/** Keeps the packages that only hold data of kept distributions, such as dictionaries. */
function keepDataOf(engine: Engine, kept: readonly Distribution[]): void {
  const data = dataPackages(
    engine,
    kept.flatMap((each) => each.package ?? []),
  );
  for (const { group, package: of } of kept) {
    if (of === undefined) continue;
    for (const detail of dependenciesOf(of).filter((name) => data.has(name))) {
      const each = engine.packages.get(detail);
      if (each !== undefined)
        keepData(engine, each, { from: group, kind: 'requires', detail, strength: 'soft' });
    }
  }
}

function isHeld({ installed, isScan }: State, path: string, { kind, from }: Pick<Reason, 'kind' | 'from'>) {
  const place = installed.places.get(path);
  if (place === undefined || !place.held.includes(kind)) return false;
  if (kind === 'rule') return languageRule(from) !== undefined;
  return kind !== 'trace' || place.isFolder || isScan(path);
}

function want(state: State, engine: Engine, wanted: Wanted): void {
  if (isActive(state, wanted.of)) engine.group(wanted.of.group, wanted.reason);
  else state.waiting.push(wanted);
}

function expandGroup(state: State, engine: Engine, id: string): void {
  const rule = languageRule(id);
  if (rule !== undefined && !state.active.has(rule)) {
    state.active.add(rule);
    for (const wanted of state.waiting.splice(0)) want(state, engine, wanted);
  }
  const of = state.byGroup.get(id);
  if (of === undefined || state.expanded.has(of)) return;
  state.expanded.add(of);
  for (const path of of.files) engine.keep(path, { from: id, kind: 'distribution', strength: 'soft' });
  follow(state, engine, of);
}

/** Keeps what a distribution requires, with the extras that are asked of it. */
function follow(state: State, engine: Engine, of: Distribution): void {
  const { extras, expanded, installed } = state;
  const asked = extras.get(of) ?? new Set();
  for (const { detail, keys, applies, extras: more } of of.requirements) {
    if (!applies(asked)) continue;
    for (const other of found(installed, keys)) {
      if (other === of) continue;
      const known = extras.get(other) ?? new Set();
      const isMore = more.some((each) => !known.has(each));
      if (isMore) extras.set(other, new Set([...known, ...more]));
      want(state, engine, {
        of: other,
        reason: { from: of.group, kind: 'requires', detail, strength: 'soft' },
      });
      if (isMore && expanded.has(other)) follow(state, engine, other);
    }
  }
}

function found({ byKey }: Installed, keys: readonly string[]): readonly Distribution[] {
  return keys.map((key) => byKey.get(key)).find((each) => each !== undefined) ?? [];
}

function expandFile(state: State, engine: Engine, id: string, reason: Reason): void {
  const { installed } = state;
  if (isEvidence(state, id, reason)) {
    for (const of of installed.places.get(id)?.distributions ?? [])
      want(state, engine, { of, reason: { from: id, kind: 'distribution', strength: 'soft' } });
  }
  if (!OWN.has(reason.kind) || installed.all.length === 0) return;
  for (const { detail, keys } of importsOf(engine, id)) {
    for (const of of found(installed, keys))
      want(state, engine, { of, reason: { from: id, kind: 'imports', detail, strength: 'soft' } });
  }
}

/** Reports whether a reason to keep a file shows that its distribution is used. */
function isEvidence({ installed, isScan }: State, path: string, { kind, from }: Reason): boolean {
  const place = installed.places.get(path);
  if (place === undefined || NO_USE.has(kind)) return false;
  if (kind === 'rule') return languageRule(from) === undefined;
  return kind !== 'trace' || !(place.isOwn || (place.isMetadata && isScan(path)));
}

function leftOutOf(engine: Engine, { group, name, language, files, pattern, rule }: Distribution) {
  const { graph, resolver, isUnwanted, droppedBy } = engine;
  if (graph.nodes.has(group)) return [];
  const left = files.filter(
    (path) =>
      !graph.nodes.has(path) &&
      droppedBy(path) === undefined &&
      !isUnwanted(path, { kind: 'distribution', from: group }),
  );
  // Debian's Node reads single files of what it does not load.
  const isPart = rule === LANGUAGES.node.rule && left.length < files.length;
  if (left.length === 0 || isPart) return [];
  const bytes = left.reduce((sum, path) => sum + (resolver.lstat(path)?.size ?? 0), 0);
  return [{ name, language, bytes, keep: pattern }];
}
