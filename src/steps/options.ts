import { nearest } from '../imagefile/text/nearest.ts';
import type { Message } from '../prune/messages.ts';

/** The values of options, each in the order in which it was given. */
export interface Options<Name extends string> {
  readonly values: ReadonlyMap<Name, readonly string[]>;
  readonly problems: readonly Message[];
}

/**
 * Reads a command line of options that have a value each: `--NAME VALUE` or `--NAME=VALUE`.
 * @param options by name, with the dashes; `again` where one may be given more than once
 * @param fix for a word that is no option
 */
export function readOptions<Name extends string>(
  words: readonly string[],
  options: Readonly<Record<Name, { readonly again: boolean }>>,
  fix: string,
): Options<Name> {
  const values = new Map<Name, string[]>();
  const problems: Message[] = [];
  const isOption = (name: string): name is Name => Object.hasOwn(options, name);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const [, name = '', , inline] = /^(--?[^=]*)(=(.*))?$/s.exec(word) ?? [];
    if (!isOption(name)) {
      problems.push(name === '' ? wrong(`"${word}" is no option`, fix) : unknown(name, Object.keys(options)));
      // What follows is its value, most likely.
      if (name !== '' && inline === undefined && !words[at + 1]?.startsWith('-')) at++;
      continue;
    }
    const value = inline ?? words[++at];
    const known = values.get(name);
    if (value === undefined || value === '') problems.push(wrong(`"${name}" has no value`));
    else if (known === undefined) values.set(name, [value]);
    else if (options[name].again) known.push(value);
    else problems.push(wrong(`"${name}" is given twice: "${known[0]}" and "${value}"`));
  }
  return { values, problems };
}

function unknown(name: string, known: readonly string[]): Message {
  const meant = nearest(name, [...known, '--help']);
  return wrong(`unknown option "${name}"`, meant === undefined ? 'see --help' : `did you mean "${meant}"?`);
}

/** A problem of a command line. */
export function wrong(message: string, fix?: string): Message {
  return { code: 'invalid-option', message, ...(fix !== undefined && { fix }) };
}
