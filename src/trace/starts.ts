import type { Starts } from '../prune/request.ts';
import { isShell } from '../prune/shell/arguments.ts';
import { argvWords, type ShellWords } from '../prune/shell/words.ts';
import { join } from '../tree/paths.ts';

/**
 * Returns what a program starts by its arguments: the commands in a text for a shell, or the program that `env` or `find`
 * starts. A run shows only those that it came to.
 * @param folder the working directory, if it is known
 */
export function startsOf(path: string, argv: readonly string[], folder: string | undefined): ShellWords {
  const [name = path, ...args] = argv;
  // busybox is a shell by the name that it is called by.
  const words = argvWords([isShell(name) ? name : path, ...args]);
  const sourced = words.sourced.map((file) =>
    file.startsWith('/') || folder === undefined ? file : join(folder, file),
  );
  return { ...words, sourced };
}

/** Joins what several runs of a program start; undefined if that is nothing. */
export function joinStarts(a: Starts | undefined, b: Starts | undefined): Starts | undefined {
  const both = (part: keyof Starts) => [...new Set([...(a?.[part] ?? []), ...(b?.[part] ?? [])])].sort();
  const [called, sourced] = [both('called'), both('sourced')];
  return called.length + sourced.length === 0 ? undefined : { called, sourced };
}
