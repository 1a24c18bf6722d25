import { argvWords, readable, type ShellWords } from './words.ts';

/** CommandLine is a command line in a file of another language than shell. */
export interface CommandLine {
  /** From 1. */
  readonly line: number;
  readonly words: ShellWords;
}

/** A time of crontab(5): five fields, or a name such as `@daily`; of anacrontab(5), a period, a delay and a name. */
const CRON_TIME = /^\s*(?:@\w+|(?:[\w*,/~-]+\s+){4}[\w*,/~-]+)\s+/;
const ANACRON_TIME = /^\s*(?:@\w+|\d+)\s+\d+\s+\S+\s+/;

/** Returns the commands of a crontab, with the shell that runs them. Those of the system name a user before the command. */
export function crontabLines(text: string, path: string): readonly CommandLine[] {
  const time = path.endsWith('/anacrontab') ? ANACRON_TIME : CRON_TIME;
  const hasUser = /^\/etc\/(?:crontab$|cron\.d\/)/.test(path);
  let shell = '/bin/sh';
  return text.split('\n').flatMap((line, index) => {
    shell = /^\s*SHELL\s*=\s*["']?([^\s"']+)/.exec(line)?.[1] ?? shell;
    const start = time.exec(line)?.[0];
    if (start === undefined) return [];
    const rest = line.slice(start.length);
    const command = hasUser ? rest.replace(/^\S+\s+/, '') : rest;
    // After a `%`, the line goes to the standard input of the command.
    const run = (/^(?:[^\\%]|\\[\s\S]|\\$)*/.exec(command)?.[0] ?? '').replaceAll('\\%', '%');
    const words = readable(run);
    return [{ line: index + 1, words: { ...words, called: [shell, ...words.called] } }];
  });
}

/** Returns the commands of a unit of systemd (systemd.service(5), "Command lines"). */
export function unitLines(text: string): readonly CommandLine[] {
  return logicalLines(text, (line) => line.endsWith('\\')).flatMap(({ line, text: whole }) => {
    const value = /^\s*Exec\w+\s*=\s*(.*)$/s.exec(whole)?.[1];
    if (value === undefined) return [];
    return split(rawWords(value), ';').flatMap((words) => {
      const [, signs = '', program = ''] = /^([-@:+!|]*)(.*)$/s.exec(words[0] ?? '') ?? [];
      // After `@`, the second word is the name that the program sees.
      const rest = words.slice(signs.includes('@') ? 2 : 1);
      return program === '' ? [] : [{ line, words: startedBy([program, ...rest].map(unquoted)) }];
    });
  });
}

/** Returns the commands of supervisord's configuration. */
export function supervisorLines(text: string): readonly CommandLine[] {
  let isProgram = false;
  return logicalLines(text, (_, next) => /^[ \t]+\S/.test(next)).flatMap(({ line, text: whole }) => {
    const section = /^\[([^\]]*)\]/.exec(whole)?.[1];
    if (section !== undefined) isProgram = /^(?:program|eventlistener|fcgi-program):/.test(section);
    const value = /^command\s*[=:]\s*(.*)$/s.exec(whole)?.[1];
    if (!isProgram || value === undefined) return [];
    // `%(ENV_NAME)s` is a variable.
    const expanded = value.replace(/\s;.*$/gm, '').replaceAll(/%\((?:ENV_)?(\w+)\)[sd]/g, '$${$1}');
    return [{ line, words: startedBy(rawWords(expanded).map(unquoted)) }];
  });
}

/** Joins lines that belong together. The line number is that of the first. */
function logicalLines(
  text: string,
  continues: (line: string, next: string) => boolean,
): readonly { readonly line: number; readonly text: string }[] {
  const found: { line: number; text: string }[] = [];
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1];
    const last = found.at(-1);
    if (last !== undefined && before !== undefined && continues(before, line))
      last.text = `${last.text.replace(/\\$/, '')}\n${line}`;
    else found.push({ line: index + 1, text: line });
  }
  return found;
}

/** Splits a command line that no shell reads at white space. The words have their quotes still. */
function rawWords(line: string): readonly string[] {
  return line.match(/(?:[^\s"'\\]|\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"|'[^']*'|["'\\])+/g) ?? [];
}

function unquoted(word: string): string {
  return word.replaceAll(/'([^']*)'|\\([\s\S])|"/g, '$1$2');
}

function split(words: readonly string[], separator: string): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  for (const word of words) {
    if (word === separator) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts;
}

function startedBy(argv: readonly string[]): ShellWords {
  const { called, ...words } = argvWords(argv);
  return { ...words, called: [...argv.slice(0, 1), ...called] };
}
