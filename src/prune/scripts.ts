import { decodeName } from '../tree/names.ts';
import { nameOf } from '../tree/paths.ts';
import type { Tree } from '../tree/tree.ts';
import type { Unresolved } from './contents.ts';
import { isBuilder, isDependency } from './dependencies.ts';
import type { Engine, Expander } from './engine.ts';
import type { ReasonKind, Strength } from './graph.ts';
import { absolute, findProgram } from './programs.ts';
import { envProgram, LONGEST_LINE, shebang } from './shebang.ts';
import { isShell } from './shell/arguments.ts';
import { readable, type ShellWords, shellWords } from './shell/words.ts';

const LARGEST_SCRIPT = 1 << 20;

/** Reasons that run a file whatever its mode is. */
const RUN = new Set<ReasonKind>(['entry', 'program', 'shebang', 'shell-word', 'named']);
/** Reasons that run a file if it is executable. */
const RUNNABLE = new Set<ReasonKind>(['file', 'keep', 'package', 'application']);

/** Keeps the interpreters of scripts that run, and the programs that shell scripts and the files they source call. */
export function scripts(unresolved: (missing: Unresolved) => void): Expander {
  const done = new Map<string, Strength>();
  return (engine, node, reason) => {
    const file = node.entry && engine.resolver.file(node.id);
    if (file === undefined) return;
    if (reason.kind === 'sourced') calledPrograms(engine, file);
    // Nothing shows that a script of the application ever runs.
    const strength = reason.kind === 'application' ? 'soft' : 'hard';
    const known = done.get(file);
    if (known === 'hard' || known === strength) return;
    if (!runs(reason.kind, engine.resolver.lstat(file)?.mode ?? 0)) return;
    done.set(file, strength);
    const words = shebang(engine.tree.read(file, 0, LONGEST_LINE));
    if (words === undefined) return;
    const [interpreter = '', argument = ''] = words;
    const need = (program: string) => {
      const edge = { from: file, kind: 'shebang', detail: words.join(' '), strength } as const;
      const path = program.includes('/') ? program : findProgram(engine, program);
      if (path === undefined || engine.resolver.file(path) === undefined)
        unresolved({ from: file, kind: 'shebang', name: program });
      else engine.keepThrough(path, edge);
    };
    const runsEnv = nameOf(interpreter) === 'env';
    const program = runsEnv ? envProgram(argument) : interpreter;
    if (reason.kind === 'application' && isBuildScript(engine.tree, file)) return;
    need(interpreter);
    if (runsEnv && program !== undefined) need(program);
    if (program !== undefined && isShell(program)) calledPrograms(engine, file);
  };
}

/** Reports whether a file with this mode, kept for a reason of this kind, is kept to be run. */
export function runs(kind: ReasonKind, mode: number): boolean {
  return RUN.has(kind) || (RUNNABLE.has(kind) && (mode & 0o111) !== 0);
}

/**
 * Reports whether a file is a shell script in a dependency that calls package managers or build tools. Such a script built
 * the dependency and does not run again, so its interpreter and the programs that it calls are not needed.
 */
export function isBuildScript(tree: Tree, file: string): boolean {
  if (!isDependency(file)) return false;
  const [interpreter = '', argument = ''] = shebang(tree.read(file, 0, LONGEST_LINE)) ?? [];
  const program = nameOf(interpreter) === 'env' ? envProgram(argument) : interpreter;
  return isShell(program ?? '') && shellWords(textOf(tree, file)).called.some(isBuilder);
}

function calledPrograms(engine: Engine, file: string): void {
  keepCalled(engine, readable(textOf(engine.tree, file), file), file);
}

/** Returns the text of a script. What follows a NUL is data for the script, as in an installer that unpacks itself. */
function textOf(tree: Tree, file: string): string {
  const size = Math.min(tree.lstat(file)?.size ?? 0, LARGEST_SCRIPT);
  const bytes = tree.read(file, 0, size);
  const end = bytes.indexOf(0);
  return decodeName(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Keeps the programs that a shell text calls and the files that it sources. @param from the file with the text */
export function keepCalled(engine: Engine, { called, sourced, unread }: ShellWords, from?: string): void {
  const keep = (path: string | undefined, detail: string, kind: 'shell-word' | 'sourced') => {
    if (path?.startsWith('/') && engine.resolver.file(path) !== undefined) {
      engine.keepThrough(path, { ...(from && { from }), kind, detail, strength: 'soft' });
    }
  };
  const pathOf = (word: string) => (word.includes('/') ? word : findProgram(engine, word));
  for (const word of called) keep(pathOf(word), word, 'shell-word');
  // Only a command of the image itself runs in its working directory.
  for (const word of sourced)
    keep(from === undefined ? absolute(engine.request, word) : pathOf(word), word, 'sourced');
  if (unread !== undefined) engine.unread.add({ ...(from && { from }), ...unread });
}
