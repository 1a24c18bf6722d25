import { commandLine } from '../../imagefile/values/quote.ts';
import { type Message, messageOf } from '../../prune/messages.ts';
import type { PruneProblem } from '../../prune/request.ts';
import { wayLines } from '../../prune/why.ts';

/**
 * Returns the message for a problem of an export, in terms of its options.
 * @param what how the user named the program
 */
export function wordsOf(problem: PruneProblem, what: 'binary' | 'command' = 'binary'): Message {
  switch (problem.kind) {
    case 'missing-entry':
      return { code: 'missing-entry', ...missing(problem, what) };
    case 'missing-interpreter': {
      const { path, interpreter } = problem;
      const message = `${what} "${path}" needs the interpreter "${interpreter}", which does not exist in the stage`;
      return { code: 'missing-entry', message, fix: `install the package with "${interpreter}"` };
    }
    case 'matches-nothing': {
      const { list, pattern } = problem;
      const name = /^pkg:(.+)$/.exec(pattern)?.[1];
      const match = name === undefined ? 'matches no file in' : 'names a package that is not installed in';
      return { code: 'invalid-value', message: `--${list} "${pattern}" ${match} the stage` };
    }
    case 'needed-file': {
      const { pattern, way } = problem;
      const message = `--drop "${pattern}" removes "${way[0]?.id}", which the export needs to run`;
      return { code: 'needed-file', message, fix: wayLines(way).join('\n  ') };
    }
    case 'withheld-need': {
      const { path, way } = problem;
      const message = `"${path}" is left out because it is a secret, and "${way[0]?.reason.from}" does not work without it`;
      const keep = `if it may be in the image: --keep ${commandLine([path])}`;
      return { code: 'needed-file', message, fix: [...wayLines(way), keep].join('\n  ') };
    }
    case 'world-writable': {
      const { path, mode } = problem;
      const message = `"${path}" has mode "0${mode.toString(8)}", so every account could write to it`;
      const quoted = commandLine([path]);
      return { code: 'world-writable', message, fix: `RUN chmod o-w ${quoted} before, or --drop ${quoted}` };
    }
    case 'foreign-elf': {
      const { path, machine, architecture } = problem;
      const message = `"${path}" is for ${machine}, and the stage is for ${architecture}`;
      return { code: 'foreign-elf', message, fix: `--drop ${commandLine([path])}` };
    }
    // A stage has no health check.
    case 'missing-healthcheck':
      return messageOf(problem);
  }
}

function missing(
  { path, reason, near }: Extract<PruneProblem, { kind: 'missing-entry' }>,
  kind: 'binary' | 'command',
) {
  const what = {
    absent: 'does not exist in the stage',
    'not-in-path': 'is no program in PATH',
    directory: 'is a folder',
    'not-executable': 'is not executable',
  };
  const message = `${kind} "${path}" ${what[reason]}`;
  if (reason === 'not-executable') return { message, fix: `RUN chmod 755 ${commandLine([path])} before` };
  const names = near.map((name) => `"${name}"`);
  return { message, ...(names.length > 0 && { fix: `did you mean ${names.join(' or ')}?` }) };
}
