import type { StartedCheck } from '../../imagefile/spec.ts';
import type { Message } from '../../prune/messages.ts';
import { findProgram, programsOf } from '../../prune/programs.ts';
import { entryProblems } from '../../prune/prune.ts';
import type { PruneRequest } from '../../prune/request.ts';
import { canonicalIn } from '../../trace/events.ts';
import { accountOf, groupsOf, isAccount } from '../../tree/accounts.ts';
import { join } from '../../tree/paths.ts';
import { type Resolver, resolverOf } from '../../tree/resolver.ts';
import type { Tree } from '../../tree/tree.ts';
import type { Runner } from './commands.ts';
import type { ExportOptions } from './options.ts';
import { wordsOf } from './words.ts';

/** Order is an export whose options were validated in the stage. */
export interface Order {
  /** The folder for the files, canonical in the stage. */
  readonly path: string;
  readonly checks: readonly StartedCheck[];
  readonly runner: Runner;
  readonly request: Omit<PruneRequest, 'level' | 'epoch'>;
  /** The value of `--prune`, if given. */
  readonly level?: PruneRequest['level'];
  /** SOURCE_DATE_EPOCH. */
  readonly epoch?: number;
}

/** StageFacts say where and how `export` was started. */
export interface StageFacts {
  readonly tree: Tree;
  readonly folder: string;
  readonly mounted: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Validates options in a stage. */
export function orderOf(
  options: ExportOptions,
  { tree, folder, mounted, environment }: StageFacts,
): Order | { readonly problems: readonly Message[] } {
  const resolver = resolverOf(tree);
  const absolute = (path: string) => (path.startsWith('/') ? path : join(folder, path));
  const path = canonicalIn(resolver)(absolute(options.path));
  const binaries = options.binaries.map(absolute);
  const programs = options.checks.flatMap(programsOf);
  const programProblems = (what: 'binary' | 'command', entry: readonly string[]) =>
    entryProblems(tree, resolver, { entry, environment, workingDir: folder }).map((each) =>
      wordsOf(each, what),
    );
  const problems = [
    ...pathProblems(path, tree, resolver, mounted),
    ...binaries.flatMap((binary) => programProblems('binary', [binary])),
    ...programs.flatMap((argv) => programProblems('command', argv)),
    ...userProblems(options.user, tree),
  ];
  if (problems.length > 0) return { problems };
  const [name = ''] = programs[0] ?? [];
  const program = name.includes('/')
    ? absolute(name)
    : findProgram({ resolver, request: { environment } }, name);
  const { uid, home } = accountOf(tree, options.user);
  const own = { ...environment, ...(options.user !== '' && { HOME: home ?? '/' }) };
  const epoch =
    /^\d{1,10}$/.test(environment.SOURCE_DATE_EPOCH ?? '') && Number(environment.SOURCE_DATE_EPOCH);
  return {
    path,
    checks: options.checks,
    runner: { uid, groups: groupsOf(tree, options.user), folder, environment: own },
    request: {
      architecture: '',
      entry: [binaries[0] ?? program ?? []].flat(),
      programs: [...binaries.slice(1).map((binary) => [binary]), ...programs],
      packages: [],
      environment: own,
      workingDir: folder,
      user: options.user,
      volumes: [],
      from: {},
      files: [],
      keep: options.keep,
      drop: options.drop,
    },
    ...(options.prune && { level: options.prune }),
    ...(epoch !== false && { epoch }),
  };
}

function pathProblems(
  path: string,
  tree: Tree,
  resolver: Resolver,
  mounted: readonly string[],
): readonly Message[] {
  const entry = resolver.lstat(path);
  const problem = (what: string, fix?: string): readonly Message[] => [
    { code: 'cannot-export', message: `--path "${path}" ${what}`, ...(fix !== undefined && { fix }) },
  ];
  const mount = mounted.find((each) => path === each || path.startsWith(`${each}/`));
  if (mount !== undefined) return problem(`is on a mount, "${mount}", which no other stage can copy from`);
  if (entry === undefined) return [];
  if (entry.type !== 'folder') return problem('is not a folder');
  if (tree.readdir(path).length > 0) return problem('is not empty', 'name a folder that does not exist');
  return [];
}

function userProblems(user: string, tree: Tree): readonly Message[] {
  if (isAccount(tree, user)) return [];
  return [{ code: 'invalid-option', message: `--user "${user}" is not an account in the stage` }];
}
