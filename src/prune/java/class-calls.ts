import { shellWords } from '../shell/words.ts';
import { type MethodReference, readClass } from './class-file.ts';

/** Classes that start programs from words: of the Java library, and of the libraries for it that are in wide use. */
const WORDS = new Set(['java/lang/ProcessBuilder', 'org/apache/commons/exec/CommandLine']);
/** Classes that start programs from a command line. */
const LINES = new Set(['org/apache/commons/exec/CommandLine', 'scala/sys/process/package$']);
const RUNTIME = 'java/lang/Runtime';
/** Fast prefilter: a class that starts programs has one of these names, each after its length, in its constants. */
const HINTS = [RUNTIME, ...WORDS, ...LINES].map((name) =>
  Buffer.from(`\0${String.fromCharCode(name.length)}${name}`),
);

const PLAIN = /^[\w.+/-]{1,200}$/;
const SHELL = /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a|k|z)?sh$/;
const LONGEST_LINE = 2000;

/**
 * Returns the names among the constants of a Java class that starts programs, sorted. Such a class has few constants, and a
 * compiler moves them away from the call, so any of them may be the name of a program.
 */
export function programsOfClass(bytes: Uint8Array): readonly string[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!HINTS.some((hint) => view.includes(hint))) return [];
  const { texts = [], methods = [] } = readClass(bytes) ?? {};
  if (!methods.some((method) => takesWords(method) || takesLine(method))) return [];
  const hasLines = methods.some(takesLine) || texts.some((text) => SHELL.test(text));
  const words = texts.filter((text) => PLAIN.test(text));
  const lines = hasLines ? texts.filter((text) => /\s/.test(text) && text.length <= LONGEST_LINE) : [];
  return [...new Set([...words, ...lines].flatMap((text) => shellWords(text).called))].sort();
}

function takesWords({ owner, name }: MethodReference): boolean {
  return WORDS.has(owner) || (owner === RUNTIME && name === 'exec');
}

function takesLine({ owner, name, descriptor }: MethodReference): boolean {
  return (
    LINES.has(owner) || (owner === RUNTIME && name === 'exec' && descriptor.startsWith('(Ljava/lang/String;'))
  );
}
