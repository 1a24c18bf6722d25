import { nearest } from '../imagefile/text/nearest.ts';
import type { Message } from '../prune/messages.ts';

/** Options are the parsed values, in the order given, and the problems found. */
export interface Options<Name extends string> {
  readonly values: ReadonlyMap<Name, readonly string[]>;
  readonly problems: readonly Message[];
}

/**
 * Parses options that each take a value: `--NAME VALUE` or `--NAME=VALUE`.
 * @param options by name, with the dashes; `again` if one may be repeated
 * @param fix for an argument that is not an option
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
      problems.push(
        name === '' ? wrong(`"${word}" is not an option`, fix) : unknown(name, Object.keys(options)),
      );
      // The next argument is most likely its value.
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

/** Makes a problem of a command line. */
export function wrong(message: string, fix?: string): Message {
  return { code: 'invalid-option', message, ...(fix !== undefined && { fix }) };
}
