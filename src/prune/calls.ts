import { lineStarts, positionAt } from '../imagefile/text/lines.ts';
import { argvWords, shellWords } from './shell/words.ts';

/** Call is a program that a text starts by name. */
export interface Call {
  /** A name, or an absolute path. */
  readonly program: string;
  /** The line that names it, from 1. */
  readonly line: number;
  /** Reports whether a shell starts it, as for a command line. */
  readonly byShell: boolean;
}

/** Functions that start programs in JavaScript, Python, Ruby, PHP, Perl, Java, Go and similar languages. */
const STARTS = [
  'spawn(?:Sync|[lv]p?e?)?|exec(?:File)?(?:Sync|Async|P|Promise)?|exec[lv]p?e?|execa(?:Sync|Command|CommandSync)?',
  'subprocess\\.(?:run|call)|check_call|check_output|Popen|getoutput|getstatusoutput|create_subprocess_(?:exec|shell)|which',
  'system(?:call\\w*)?|popen[23]?e?|capture[23]e?|pipeline(?:_\\w+)?|proc_open|shell_exec|passthru|pcntl_exec',
  'ProcessBuilder|Process|fromShellCommandline|Command(?:Context)?|System\\.cmd',
].join('|');
/**
 * Text that may precede the first word of a command: another argument, the start of a list, the name of an argument. No two
 * runs of blanks meet: the time to tell them apart would grow with their square.
 */
const BEFORE =
  '(?:[\\w.]{1,80}\\s*,\\s*(?<after>\\[)?|\\{[^{}]{0,500}\\}\\s*,\\s*)?(?:args\\s*=\\s*)?(?:(?:\\[|\\(|array\\(|(?:List\\.of|Arrays\\.asList)\\(|new String\\[\\]\\s*\\{)\\s*)?';
const QUOTED =
  '[fFrRbBuU]{0,2}(?:"(?:[^"\\\\\\n]|\\\\.){0,2000}"|\'(?:[^\'\\\\\\n]|\\\\.){0,2000}\'|`[^`]{0,2000}`)';
const CALL = new RegExp(
  `(?<![\\w$])(?<name>${STARTS})(?:\\s*\\(\\s*|[ \\t]+(?=["']))${BEFORE}(?<words>${QUOTED}(?:\\s*,\\s*\\[?${QUOTED}){0,8})`,
  'g',
);
/** A command that a variable holds until it is started, such as `cmd = ["git", "log"]`. */
const HELD = new RegExp(
  `(?<![\\w$])(?:\\w{1,40}_)?(?:cmd|command|cmdline|argv)\\s{0,8}:?=\\s{0,8}[\\[(]\\s{0,80}(?<words>${QUOTED}(?:\\s*,\\s*${QUOTED}){0,8})`,
  'gi',
);
/** Commands in backticks and the command quotes of Ruby and Perl. */
const COMMAND = /(?<![\w$\\])(?:`(?<ticks>[^`\n]{1,500})`|(?:%x|qx)[{(|!/](?<command>[^\n})|!/]{1,500}))/g;
/** Calls that pass even a single word to a shell in at least one language. */
const SHELL_CALL =
  /^(?:exec(?:Sync|Async|P|Promise)?|system|popen|getoutput|getstatusoutput|shell_exec|passthru)$/;
/** Functions whose first argument is the program. A list after it has only the arguments. */
const TAKES_PROGRAM = /^(?:spawn|exec)/;
/** Fast prefilter: every text with one of these calls matches. */
const HINT =
  /spawn|exec|proc_|subprocess|check_|[Pp]open|output|which|ystem|capture|pipeline|passthru|Process|Command|cmd|command|argv/;

/** Returns the programs that a text starts by name, each once with its first line. @param ticks whether backticks start one */
export function calledPrograms(text: string, { ticks }: { readonly ticks: boolean }): readonly Call[] {
  if (!ticks && !HINT.test(text)) return [];
  const found = new Map<string, Call>();
  let starts: readonly number[] | undefined;
  const note = (programs: readonly string[], at: number, byShell: boolean) => {
    if (programs.length === 0) return;
    starts ??= lineStarts(text);
    const { line, character } = positionAt(starts, at);
    if (isComment(text, at - character, at)) return;
    for (const program of programs) {
      const known = found.get(program);
      found.set(program, {
        program,
        line: Math.min(line, known?.line ?? line),
        byShell: byShell || known?.byShell === true,
      });
    }
  };
  for (const { groups, index } of text.matchAll(CALL)) {
    if (groups?.after !== undefined && TAKES_PROGRAM.test(groups.name ?? '')) continue;
    const words = quotedTexts(groups?.words ?? '');
    note(programsOf(words), index, /\s/.test(words[0] ?? '') || SHELL_CALL.test(groups?.name ?? ''));
  }
  for (const { groups, index } of text.matchAll(HELD))
    note(programsOf(quotedTexts(groups?.words ?? '')), index, false);
  if (ticks) {
    for (const { groups, index } of text.matchAll(COMMAND))
      note(shellWords(groups?.ticks ?? groups?.command ?? '').called, index, true);
  }
  return [...found.values()];
}

function quotedTexts(words: string): readonly string[] {
  return [...words.matchAll(new RegExp(QUOTED, 'g'))].map(([quoted]) =>
    quoted.replace(/^[fFrRbBuU]{0,2}/, '').slice(1, -1),
  );
}

/** Returns the programs in the quoted words of a call: the first word, and those that it starts by the others. */
function programsOf(texts: readonly string[]): readonly string[] {
  const [first = ''] = texts;
  // A text with spaces is a command line, as for a shell; otherwise the texts are words.
  if (/\s/.test(first)) return shellWords(first).called;
  if (!/^[\w.+/=:@-]+$/.test(first)) return [];
  return [...shellWords(first).called, ...argvWords(texts).called];
}

function isComment(text: string, start: number, at: number): boolean {
  return /^\s*(?:#|\/\/|\/?\*)/.test(text.slice(start, Math.min(at, start + 200)));
}
