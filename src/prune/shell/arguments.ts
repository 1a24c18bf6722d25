import { nameOf } from '../../tree/paths.ts';
import type { Argument } from './values.ts';

/** Shells, by name. */
export const SHELLS: ReadonlySet<string> = new Set(['sh', 'dash', 'bash', 'ash', 'ksh', 'mksh', 'zsh']);

/** Reports whether a path or a name is a shell's. */
export function isShell(program: string): boolean {
  return SHELLS.has(nameOf(program));
}

/** ShellInput is what a shell reads: a command line or a script, with its arguments, or else its standard input. */
export type ShellInput =
  | { readonly kind: 'line' | 'script'; readonly source: Argument; readonly args: readonly Argument[] }
  | { readonly kind: 'stdin' };

/** Options of a shell whose value is an argument of its own: those of POSIX (XCU sh), and of bash. */
const VALUED = /^(?:[-+][A-Za-z]*[oO]|--(?:rcfile|init-file))$/;

/** Returns what a shell reads that is given these arguments. */
export function shellInput(args: readonly Argument[]): ShellInput {
  let kind: ShellInput['kind'] = 'script';
  let at = 0;
  for (; at < args.length; at++) {
    const text = args[at]?.text ?? '';
    if (text === '-' || text === '--') {
      at++;
      break;
    }
    if (!/^[-+]./.test(text)) break;
    if (/^-[A-Za-z]*c/.test(text)) kind = 'line';
    if (/^-[A-Za-z]*s/.test(text) && kind === 'script') kind = 'stdin';
    if (VALUED.test(text)) at++;
  }
  const source = args[at];
  if (kind === 'stdin' || source === undefined) return { kind: 'stdin' };
  return { kind, source, args: args.slice(at + 1) };
}
