import { type Fault, isMisspelt } from '../schema/issues.ts';
import type { Located, Spec } from '../spec.ts';
import { problem } from '../text/problem.ts';
import { find, gapPlaceOf } from '../text/tree.ts';
import { normalPath } from '../values/paths.ts';
import { readRepositories, readSuite } from './archives.ts';
import { readBuilds } from './build.ts';
import { readChecks } from './check.ts';
import { readCommands, readEntry, readWords } from './command-line.ts';
import { readDictionary, readHealthcheck, readPorts, readSignal } from './config.ts';
import { readFiles } from './files.ts';
import { readPackages } from './packages.ts';
import { at, type ReadContext, report, type Sound } from './reading.ts';
import { readUser, readUsers } from './users.ts';

/**
 * What the sound parts of a file say, with defaults for the rest. Reports what the schema cannot see, because it
 * takes more than one value to see it; the Spec counts only when nothing was reported.
 */
export function readSpec(reading: ReadContext, sound: Sound, faults: readonly Fault[]): Spec {
  const users = readUsers(reading, sound.users ?? []);
  const entry = sound.entry === undefined ? undefined : readEntry(reading, sound.entry);
  if (!has(reading, 'entry')) checkNoEntry(reading, sound, faults);
  const check = readChecks(reading, sound.check ?? []);
  const healthcheck =
    sound.healthcheck === undefined ? undefined : readHealthcheck(reading, sound.healthcheck);
  return {
    ...(sound.image === undefined ? {} : { image: { value: sound.image, at: at(reading, 'image') } }),
    ...(sound.from === undefined ? {} : { from: { value: sound.from, at: at(reading, 'from') } }),
    suite: readSuite(reading, sound.suite, has(reading, 'from')),
    packages: readPackages(reading, ['packages'], sound.packages ?? []),
    repositories: readRepositories(reading, sound.repositories ?? []),
    recommends: sound.recommends ?? false,
    build: readBuilds(reading, sound.build ?? []),
    files: readFiles(reading, sound.files ?? []),
    users,
    run: readCommands(reading, ['run'], sound.run ?? []),
    ...(entry === undefined ? {} : { entry: { value: entry, at: at(reading, 'entry') } }),
    command: readCommand(reading, sound.command),
    environment: readDictionary(reading, ['environment'], sound.environment ?? {}),
    user: readUser(reading, sound.user ?? 'nonroot', users) ?? 'nonroot',
    ...(sound.user === undefined ? {} : { userAt: at(reading, 'user') }),
    workingDir: folder(sound.working_dir ?? '/'),
    expose: readPorts(reading, sound.expose ?? []),
    volumes: [
      ...new Set((sound.volumes ?? []).flatMap((path) => (path === undefined ? [] : [folder(path)]))),
    ],
    labels: readDictionary(reading, ['labels'], sound.labels ?? {}),
    ...(sound.stop_signal === undefined ? {} : { stopSignal: readSignal(reading, sound.stop_signal) }),
    ...(healthcheck === undefined ? {} : { healthcheck }),
    check,
    keep: located(reading, 'keep', sound.keep),
    drop: located(reading, 'drop', sound.drop),
    prune: sound.prune ?? (has(reading, 'check') && check.length > 0 ? 'modules' : 'packages'),
  };
}

function has(reading: ReadContext, key: string): boolean {
  return find(reading.tree, [key]) !== undefined;
}

/** An image needs an entry, unless it is not pruned, or its author only misspelt the key. */
function checkNoEntry(reading: ReadContext, sound: Sound, faults: readonly Fault[]): void {
  const pruneUnknown = has(reading, 'prune') && sound.prune === undefined;
  if (sound.prune === 'none' || pruneUnknown || isMisspelt(faults, [], 'entry')) return;
  const message = '"entry" is missing, and nothing else says which program to keep';
  const fix = 'add for example entry: /usr/sbin/nginx, or prune: none to keep everything';
  report(reading, gapPlaceOf(reading.tree, []), problem('missing-key', message, fix));
}

function readCommand(reading: ReadContext, value: Sound['command']): readonly string[] {
  if (value === undefined) return [];
  if (typeof value === 'string') return readWords(reading, ['command'], value) ?? [];
  return value;
}

function folder(path: string): string {
  return normalPath(path).replace(/(.)\/$/, '$1');
}

function located(
  reading: ReadContext,
  key: 'keep' | 'drop',
  items: readonly (string | undefined)[] = [],
): Located<string>[] {
  return items.flatMap((value, index) =>
    value === undefined ? [] : [{ value, at: at(reading, key, index) }],
  );
}
