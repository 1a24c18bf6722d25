import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { parseRelease, type Release } from '../debian/release.ts';
import type { Resolution, ResolveRequest } from '../debian/resolution.ts';
import { archivePath } from '../protocol/packages.ts';
import type { Places } from '../protocol/steps.ts';
import { readRequest } from './request.ts';
import { ambiguities } from './resolve/ambiguities.ts';
import { type Apt, makeApt } from './resolve/apt.ts';
import { crossed } from './resolve/cross.ts';
import { type Index, readIndex } from './resolve/indexes.ts';
import { installedOf, listOf, readInstalled } from './resolve/installed.ts';
import { InvalidList, invalidEntries, invalidList } from './resolve/invalid.ts';
import { leave } from './resolve/leave.ts';
import { limited, withOverrides } from './resolve/limit.ts';
import { refuseMachineFault } from './resolve/machine-fault.ts';
import { mirror } from './resolve/mirror.ts';
import { indexProblems, requestProblems } from './resolve/problems.ts';
import { type Solution, solveBase, solvePackages } from './resolve/solve.ts';
import { holding, severalVersions } from './resolve/versions.ts';
import { say } from './say.ts';

/** Runs the step `resolve`: apt verifies the indexes and chooses the packages. No program of the target runs. */
export async function resolve(places: Places<'resolve'>): Promise<number> {
  const request = readRequest<'resolve'>(places.request);
  const answer = await resolution(places, request).catch((error: unknown): Resolution => {
    if (error instanceof InvalidList) return { problems: [invalidList(error, request)] };
    throw error;
  });
  writeFileSync(`${places.out}/resolution.json`, `${JSON.stringify(answer)}\n`);
  if ('lock' in answer) say(`${answer.lock.base.length} + ${answer.lock.packages.length} packages`);
  return 0;
}

async function resolution(places: Places<'resolve'>, request: ResolveRequest): Promise<Resolution> {
  rmSync(places.scratch, { recursive: true, force: true });
  const lists = await mirror(places.scratch, places.archives, request);
  const apt = makeApt(places.scratch, lists, keyrings(places, request), request);
  if (request.held !== undefined) {
    apt.trust();
    return solve(apt, holding(lists.map(readIndex), request.held), request, places);
  }
  const verified = apt.update();
  const indexes = lists.map(readIndex);
  const update = await verified;
  refuseMachineFault(update);
  if (update.status !== 0) return { problems: indexProblems(apt, request, update) };
  const problems = requestProblems(indexes, releaseNames(places.archives, request), request);
  if (problems.length > 0) return { problems };
  return solve(apt, indexes, { ...request, packages: crossed(indexes, request) }, places);
}

async function solve(
  apt: Apt,
  indexes: readonly Index[],
  request: ResolveRequest,
  { archives: mounted, status, out }: Places<'resolve'>,
): Promise<Resolution> {
  const ofSuite = indexes.filter(
    ({ archive, architecture }) => architecture === request.architecture && request.archives[archive]?.base,
  );
  const base = request.isUpon === true ? NOTHING : await solveBase(apt, indexes, ofSuite);
  if ('problems' in base) return base;
  const installed = request.isUpon === true ? readInstalled(status) : base.choices.map(installedOf);
  // What the first request left is limited already.
  const offered = request.held === undefined ? limited(indexes, request, listOf(installed)) : indexes;
  const added = await solvePackages(apt, offered, installed, request);
  if ('problems' in added) {
    const whole = offered === indexes ? added : await solvePackages(apt, indexes, installed, request);
    return 'problems' in whole ? added : { problems: withOverrides(added.problems, whole.choices, request) };
  }
  const problems = [
    ...ambiguities(offered, added.choices, request),
    ...invalidEntries([...base.choices, ...added.choices], request),
  ];
  if (problems.length > 0) return { problems };
  if (request.held === undefined)
    leave({ archives: mounted, out }, request, offered, [base.known, added.known]);
  const { architecture, suite } = request;
  const archives = request.archives.map(({ url, suite, key }, index) => {
    const { date } = readRelease(mounted, index);
    return { url, suite, date, ...(key === undefined ? {} : { key }) };
  });
  const locked = {
    base: base.choices.map((choice) => choice.locked),
    packages: added.choices.map((choice) => choice.locked),
    tools: [],
  };
  const versions = severalVersions(offered, [...locked.base, ...locked.packages]);
  return { lock: { architecture, suite, archives, ...locked }, versions };
}

/** The minimal system on a base image: none. */
const NOTHING: Extract<Solution, { choices: unknown }> = { choices: [], known: [] };

function readRelease(archives: string, archive: number): Release {
  return parseRelease(readFileSync(`${archivePath(archives, archive)}/InRelease`, 'latin1'));
}

/** Returns, for each archive, the names that `package/suite` may use. */
function releaseNames(archives: string, request: ResolveRequest): string[][] {
  return request.archives.map((archive, index) => {
    const { suite, codename } = readRelease(archives, index);
    return [archive.suite, suite, codename];
  });
}

/** Returns, for each archive, the file with its keys. */
function keyrings({ archives, scratch, keyring }: Places<'resolve'>, request: ResolveRequest): string[] {
  return request.archives.map(({ key }, index) =>
    key === undefined ? keyring : ownKeyring(archives, scratch, index),
  );
}

/** Copies an archive's key. apt tells armored keys from binary ones by the file name. */
function ownKeyring(archives: string, scratch: string, archive: number): string {
  const key = readFileSync(`${archivePath(archives, archive)}/key`);
  const armored = key.toString('latin1').trimStart().startsWith('-----BEGIN ');
  const path = `${scratch}/key-${archive}.${armored ? 'asc' : 'gpg'}`;
  writeFileSync(path, key);
  return path;
}
