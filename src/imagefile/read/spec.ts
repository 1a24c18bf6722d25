import { type Fault, isMisspelt } from '../schema/issues.ts';
import type { InheritedKey, Located, Spec } from '../spec.ts';
import { problem } from '../text/problem.ts';
import { find, gapPlaceOf } from '../text/tree.ts';
import { explainAlternatives } from '../values/alternatives.ts';
import { normalPath } from '../values/paths.ts';
import { withoutUndefined } from '../values/without-undefined.ts';
import { readRepositories, readSuite } from './archives.ts';
import { readBuilds } from './build.ts';
import { readCertificates } from './certificates.ts';
import { readChecks } from './check.ts';
import { readCommands, readEntry, readWords } from './command-line.ts';
import { readHealthcheck, readPorts } from './config.ts';
import { readDictionary } from './dictionary.ts';
import { readFiles } from './files.ts';
import { readPackages } from './packages.ts';
import { neededPackages, readLocales, readTimezones } from './places.ts';
import { at, type ReadContext, report } from './read-context.ts';
import type { Sound } from './sound-part.ts';
import { readUser, readUsers } from './users.ts';

/**
 * Reads the sound parts of a file, with defaults for the rest. Reports violations of rules about several values, which
 * the schema cannot check. The Spec is valid only if nothing was reported.
 */
export function readSpec(context: ReadContext, sound: Sound, faults: readonly Fault[]): Spec {
  const users = readUsers(context, sound.users ?? []);
  const entry = sound.entry === undefined ? undefined : readEntry(context, sound.entry);
  if (!has(context, 'entry')) checkNoEntry(context, sound, faults);
  const check = readChecks(context, sound.check ?? []);
  const healthcheck =
    sound.healthcheck === undefined ? undefined : readHealthcheck(context, sound.healthcheck);
  const suite = readSuite(context, sound.suite, has(context, 'from'));
  const packages = readPackages(context, ['packages'], sound.packages ?? []);
  const timezones = readTimezones(context, sound.timezones);
  const locales = sound.locales && readLocales(context, sound.locales);
  return withoutUndefined<Spec>({
    image: placed(context, 'image', sound.image),
    from: placed(context, 'from', sound.from),
    suite,
    packages: [
      ...packages,
      ...neededPackages(packages, { timezones, locales: locales ?? [] }, has(context, 'from'), suite),
    ],
    repositories: readRepositories(context, sound.repositories ?? []),
    recommends: sound.recommends ?? false,
    build: readBuilds(context, sound.build ?? []),
    files: readFiles(context, sound.files ?? []),
    certificates: sound.certificates && readCertificates(context, sound.certificates),
    timezones,
    locales,
    users,
    run: readCommands(context, ['run'], sound.run ?? []),
    entry: placed(context, 'entry', entry),
    command: readCommand(context, sound.command),
    environment: readDictionary(context, ['environment'], sound.environment ?? {}),
    user: readUser(context, sound.user ?? 'nonroot', users) ?? 'nonroot',
    userAt: sound.user === undefined ? undefined : at(context, 'user'),
    workingDir: folder(sound.working_dir ?? '/'),
    expose: readPorts(context, sound.expose ?? []),
    volumes: [
      ...new Set((sound.volumes ?? []).flatMap((path) => (path === undefined ? [] : [folder(path)]))),
    ],
    labels: readDictionary(context, ['labels'], sound.labels ?? {}),
    stopSignal: sound.stop_signal?.toString(),
    healthcheck,
    inherits: inheritedKeys(context),
    check,
    keep: located(context, 'keep', sound.keep),
    drop: located(context, 'drop', sound.drop),
    prune: sound.prune ?? (has(context, 'check') && check.length > 0 ? 'modules' : 'packages'),
  });
}

function placed<T>(context: ReadContext, key: string, value: T | undefined): Located<T> | undefined {
  return value === undefined ? undefined : { value, at: at(context, key) };
}

/** Keys whose value comes from the base image if they are absent and there is no `entry`. */
const INHERITED: readonly InheritedKey[] = [
  'entry',
  'command',
  'user',
  'working_dir',
  'expose',
  'volumes',
  'labels',
  'stop_signal',
  'healthcheck',
];

/** An entry of its own makes another program of the image, for which nothing else that is said below holds. */
function inheritedKeys(context: ReadContext): readonly InheritedKey[] | undefined {
  if (!has(context, 'from') || has(context, 'entry')) return undefined;
  return INHERITED.filter((key) => !has(context, key));
}

function has(context: ReadContext, key: string): boolean {
  return find(context.tree, [key]) !== undefined;
}

/** Reports a missing `entry`, unless nothing is pruned, the base image has one, or the key is only misspelt. */
function checkNoEntry(context: ReadContext, sound: Sound, faults: readonly Fault[]): void {
  if (has(context, 'from')) return;
  const pruneUnknown = has(context, 'prune') && sound.prune === undefined;
  if (sound.prune === 'none' || pruneUnknown || isMisspelt(faults, [], 'entry')) return;
  const message = '"entry" is missing, and nothing else says which program to keep';
  const fix = 'add for example entry: /usr/sbin/nginx, or prune: none to keep everything';
  report(context, gapPlaceOf(context.tree, []), problem('missing-key', message, fix));
}

function readCommand(context: ReadContext, value: Sound['command']): readonly string[] {
  if (value === undefined) return [];
  if (typeof value === 'string') return readWords(context, ['command'], value) ?? [];
  return value;
}

function folder(path: string): string {
  return normalPath(path).replace(/(.)\/$/, '$1');
}

function located(
  context: ReadContext,
  key: 'keep' | 'drop',
  items: readonly (string | undefined)[] = [],
): Located<string>[] {
  return items.flatMap((value, index) => {
    if (value === undefined) return [];
    const place = at(context, key, index);
    const costly = explainAlternatives(value);
    if (costly !== undefined) report(context, place, costly);
    return [{ value, at: place }];
  });
}
