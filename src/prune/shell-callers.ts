import { hasConstant, importsAny } from '../elf/literals.ts';
import { matcher } from '../tree/glob.ts';
import type { Objects } from './contents.ts';
import { isDependency } from './dependencies.ts';
import type { Expander } from './engine.ts';
import { isOutside } from './outside.ts';
import type { PlacedRule } from './placed-rules.ts';
import { isExecutable } from './programs.ts';

const SHELL = '/bin/sh';
/** Functions of libc that start a command line by `/bin/sh` (POSIX, system and popen). */
const CALLS = ['popen', 'system'];

/**
 * Keeps the shell for compiled programs and libraries of a base image's application that start commands with it. Which
 * commands these are cannot be seen. A language's own files do not count, because its texts show the calls.
 */
export function shellCallers(
  rules: readonly PlacedRule[],
  folders: readonly string[],
  objects: Objects,
): Expander {
  const languages = rules.filter(({ home }) => home !== undefined);
  const isLanguage = matcher(
    languages.flatMap(({ when, own, governs }) => [
      ...when.filter((trigger) => trigger.startsWith('/')),
      ...own,
      ...governs,
    ]),
    { recursive: true },
  );
  return (engine, { id, entry }) => {
    if (engine.request.from === undefined || entry?.type !== 'file') return;
    if (!isOutside(id, folders) || isLanguage(id) || isDependency(id)) return;
    if (engine.packages.owners(id).length > 0 || !isExecutable(engine.resolver, SHELL)) return;
    const elf = objects.elf(id);
    if (elf === undefined) return;
    const read = (offset: number, length: number) => engine.tree.read(id, offset, length);
    if (!importsAny(read, elf, CALLS) && !hasConstant(read, elf, SHELL)) return;
    engine.keepThrough(SHELL, { from: id, kind: 'named', detail: SHELL, strength: 'soft' });
  };
}
