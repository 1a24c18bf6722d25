import type { StartedCheck } from '../imagefile/spec.ts';
import { near } from '../imagefile/text/nearest.ts';
import { DEFAULT_PATH } from '../imagefile/values/default-path.ts';
import { folderOf, join, nameOf } from '../tree/paths.ts';
import type { Resolver } from '../tree/resolver.ts';
import type { Tree } from '../tree/tree.ts';
import type { Engine } from './engine.ts';
import type { ReasonKind } from './graph.ts';
import type { PruneProblem, PruneRequest } from './request.ts';
import { LONGEST_LINE, shebang } from './shebang.ts';
import { isStarter } from './shell/starters.ts';

/** Returns the programs that a check starts, an argv each. */
export function programsOf(check: StartedCheck): readonly (readonly string[])[] {
  if (check.kind === 'run') return [check.run];
  const ready = check.ready.kind === 'command' ? [check.ready.argv] : [];
  return [check.start, ...ready, ...(check.run === undefined ? [] : [check.run])];
}

type Where = Pick<Engine, 'resolver'> & { readonly request: Pick<PruneRequest, 'environment'> };

/** Where a program's name is found by the image's PATH: a file that may be executed. */
export function findProgram({ request, resolver }: Where, name: string): string | undefined {
  return searchPath(request)
    .map((folder) => join(folder, name))
    .find((path) => isExecutable(resolver, path));
}

/** Absolute folders only: what PATH says relative to a working directory is no promise. */
function searchPath({ environment }: Pick<PruneRequest, 'environment'>): readonly string[] {
  return (environment.PATH ?? DEFAULT_PATH).split(':').filter((folder) => folder.startsWith('/'));
}

/** Whether a path leads to a file that may be executed. */
export function isExecutable(resolver: Resolver, path: string): boolean {
  const file = resolver.file(path);
  return file !== undefined && ((resolver.lstat(file)?.mode ?? 0) & 0o111) !== 0;
}

/** Keeps the program of an argv and the files among its arguments. Returns the program's path, if there is one. */
export function keepProgram(engine: Engine, argv: readonly string[], kind: ReasonKind): string | undefined {
  const [name = '', ...rest] = argv;
  const path = name.includes('/') ? absolute(engine.request, name) : findProgram(engine, name);
  if (path === undefined) return undefined;
  engine.keepThrough(path, { kind, detail: name, strength: 'hard' });
  for (const word of rest) {
    // `--config=/etc/x.conf` names a file as well.
    for (const text of new Set([word, word.slice(word.indexOf('=') + 1)])) {
      const file = absolute(engine.request, text);
      if (text !== '' && engine.resolver.file(file) !== undefined)
        engine.keepThrough(file, { kind: 'argument', detail: word, strength: 'hard' });
    }
  }
  return path;
}

/**
 * Returns the argvs of the programs that an argv starts one after the other: those in the arguments of an init, or of a
 * script that ends with `exec "$@"`. Any program of a base image's entry may start another. Without a check, only the argv
 * shows them.
 */
export function startedBy(engine: Engine, argv: readonly string[]): readonly (readonly string[])[] {
  const [name = '', ...rest] = argv;
  const path = name.includes('/') ? absolute(engine.request, name) : findProgram(engine, name);
  const file = path === undefined ? undefined : engine.resolver.file(path);
  if (path === undefined || file === undefined) return [];
  const isScript = shebang(engine.tree.read(file, 0, LONGEST_LINE)) !== undefined;
  if (engine.request.from === undefined && !isScript && !isStarter(nameOf(path))) return [];
  const at = rest.findIndex((word) => isProgram(engine, word));
  if (at < 0) return [];
  const started = rest.slice(at);
  return [started, ...startedBy(engine, started)];
}

/** Reports whether a word names a program by PATH or by its path. */
function isProgram(engine: Engine, word: string): boolean {
  if (word.startsWith('-') || word === '') return false;
  return word.includes('/')
    ? isExecutable(engine.resolver, absolute(engine.request, word))
    : findProgram(engine, word) !== undefined;
}

/** Returns the path that a command of the image means: relative ones start at its working directory. */
export function absolute({ workingDir }: Pick<PruneRequest, 'workingDir'>, path: string): string {
  return path.startsWith('/') ? path : join(workingDir || '/', path);
}

/** Returns the reason that a health check cannot start; undefined if it can. */
export function checkHealthcheck(
  tree: Tree,
  resolver: Resolver,
  request: Pick<PruneRequest, 'environment' | 'workingDir'>,
  [name = '']: readonly string[],
): PruneProblem | undefined {
  const isPath = name.includes('/');
  const path = isPath ? absolute(request, name) : join('/usr/bin', name);
  const found = isPath
    ? isExecutable(resolver, path)
    : findProgram({ request, resolver }, name) !== undefined;
  if (found) return undefined;
  return { kind: 'missing-healthcheck', name, near: similar(tree, resolver, request, path) };
}

/** Returns the reason that an entry cannot start; undefined if it can. */
export function checkEntry(
  tree: Tree,
  resolver: Resolver,
  request: Pick<PruneRequest, 'entry' | 'environment' | 'workingDir'>,
  interpretersOf: (file: string) => readonly string[],
): PruneProblem | undefined {
  const [name] = request.entry;
  if (name === undefined) return undefined;
  const path = name.includes('/') ? absolute(request, name) : findProgram({ request, resolver }, name);
  if (path === undefined) {
    const close = similar(tree, resolver, request, join('/usr/bin', name));
    return { kind: 'missing-entry', path: name, reason: 'not-in-path', near: close };
  }
  const found = resolver.follow(path);
  const entry = found && resolver.lstat(found.path);
  const problem = (reason: 'absent' | 'not-executable' | 'directory') =>
    ({ kind: 'missing-entry', path, reason, near: similar(tree, resolver, request, path) }) as const;
  if (found === undefined || entry === undefined) return problem('absent');
  if (entry.type === 'folder') return problem('directory');
  if (entry.type !== 'file' || (entry.mode & 0o111) === 0) return problem('not-executable');
  const isThere = (program: string) =>
    (program.includes('/') ? resolver.file(program) : findProgram({ request, resolver }, program)) !==
    undefined;
  const interpreter = interpretersOf(found.path).find((program) => !isThere(program));
  return interpreter === undefined ? undefined : { kind: 'missing-interpreter', path, interpreter };
}

/** Programs with the same name elsewhere on PATH, then similar names in the same folder and on PATH. */
function similar(
  tree: Tree,
  resolver: Resolver,
  request: Pick<PruneRequest, 'environment'>,
  path: string,
): readonly string[] {
  const folders = [...new Set([folderOf(path), ...searchPath(request)])].filter((folder) => {
    const found = resolver.follow(folder);
    return found !== undefined && resolver.lstat(found.path)?.type === 'folder';
  });
  const programs = folders.flatMap((folder) => {
    const names = tree.readdir(resolver.follow(folder)?.path ?? folder);
    return names
      .map((name) => join(folder, name))
      .filter((program) => program !== path && isExecutable(resolver, program));
  });
  const byName = new Map([...programs].reverse().map((program) => [nameOf(program), program]));
  return near(nameOf(path), byName.keys(), 3).map((name) => byName.get(name) ?? name);
}
