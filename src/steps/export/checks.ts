import { addressOf, TIMEOUT } from '../../imagefile/read/check.ts';
import { explainWords } from '../../imagefile/read/command-line.ts';
import { readinessOf, serverOf } from '../../imagefile/read/get.ts';
import type { HttpRequest, Readiness, StartedCheck } from '../../imagefile/spec.ts';
import { type Problem, problem } from '../../imagefile/text/problem.ts';
import { nanoseconds } from '../../imagefile/values/duration.ts';
import { explainExpression } from '../../imagefile/values/expression.ts';
import { DURATION } from '../../imagefile/values/syntax.ts';
import { splitWords } from '../../imagefile/values/words.ts';
import type { Message } from '../../prune/messages.ts';
import { wrong } from '../options.ts';

/** CheckOptions are the options of `export` that say what to run, as the user wrote them. */
export interface CheckOptions {
  /** Each an argv. */
  readonly commands: readonly (readonly string[])[];
  readonly start?: string;
  readonly ready?: string;
  readonly get: readonly string[];
  readonly timeout?: string;
}

/** Options have no place in a file. */
const NOWHERE = { start: 0, end: 0 };

/** Returns the checks that the options ask for: the commands in their order, then the server. */
export function checksOf(
  options: CheckOptions,
): readonly StartedCheck[] | { readonly problems: readonly Message[] } {
  const timeout = timeoutOf(options.timeout);
  const server = timeout === undefined ? [] : serverCheck(options, timeout);
  const problems = [
    ...(timeout === undefined ? [wrongTimeout(options.timeout ?? '')] : []),
    ...('problems' in server ? server.problems : []),
  ];
  if (timeout === undefined || 'problems' in server) return { problems };
  const commands = options.commands.map((run) => ({ kind: 'run', run, timeout, at: NOWHERE }) as const);
  return [...commands, ...server];
}

/** Returns whole seconds, at least one; undefined if the text is no duration. */
function timeoutOf(text: string | undefined): number | undefined {
  if (text === undefined) return TIMEOUT;
  const seconds = DURATION.test(text) ? Math.ceil(nanoseconds(text) / 1e9) : 0;
  return seconds > 0 ? seconds : undefined;
}

function wrongTimeout(text: string): Message {
  return wrong(`--timeout "${text}" is no length of time`, 'for example --timeout 90s, or --timeout 5m');
}

function serverCheck(
  { start, ready, get }: CheckOptions,
  timeout: number,
): readonly StartedCheck[] | { readonly problems: readonly Message[] } {
  if (start === undefined) {
    const option = ready === undefined ? '--get' : '--ready';
    if (ready === undefined && get.length === 0) return [];
    const fix = `name the server: --start "nginx -g 'daemon off;'"`;
    return { problems: [wrong(`"${option}" needs "--start", which says what to start`, fix)] };
  }
  const argv = wordsIn('start', start);
  const said = ready === undefined ? undefined : readinessIn(ready);
  const known = said !== undefined && 'kind' in said ? said : undefined;
  const answers = get.map((text) => requestIn(text, known));
  const requests = answers.flatMap((each) => (isProblem(each) ? [] : [each]));
  const problems = [argv, said, ...answers].filter(isProblem).map(inOptions);
  const readiness = known ?? readinessOf(requests);
  if (problems.length > 0 || isProblem(argv)) return { problems };
  if (readiness === undefined) return { problems: [neverReady()] };
  return [{ kind: 'start', start: argv, ready: readiness, get: requests, timeout, at: NOWHERE }];
}

function neverReady(): Message {
  const fix = 'for example --ready http://127.0.0.1:8080/';
  return wrong('"--start" needs "--ready", which says when the server is up', fix);
}

function isProblem<T>(value: T | Problem): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value;
}

/** Rewords a problem of a key of an Imagefile for the option of the same name. */
function inOptions({ message, fix }: Problem): Message {
  const option = (text: string) =>
    text
      .replace(/^log(?= )/, 'ready')
      .replace(/^(start|ready|get)(?= )/, '--$1')
      .replace('"ready"', '"--ready"');
  return wrong(option(message), fix?.replace(/^add ready: (\S+),/, 'add --ready $1,'));
}

function wordsIn(key: 'start' | 'ready', line: string): readonly string[] | Problem {
  const result = splitWords(line);
  return 'problem' in result ? explainWords([key], line, result.problem) : result.words;
}

function readinessIn(text: string): Readiness | Problem {
  const [, expression] = /^log:(.*)$/s.exec(text) ?? [];
  if (expression !== undefined) return explainExpression(expression) ?? { kind: 'log', expression };
  const address = addressOf(text);
  if (address !== undefined) return address;
  const argv = wordsIn('ready', text);
  return isProblem(argv) ? argv : { kind: 'command', argv };
}

/** Reads `PATH` or `PATH STATUS`. */
function requestIn(text: string, ready: Readiness | undefined): HttpRequest | Problem {
  const [, path = text, status] = /^(\S+)\s+([0-9]+)$/.exec(text) ?? [];
  if (status !== undefined && !/^[1-5][0-9]{2}$/.test(status)) {
    return problem('invalid-value', `get "${text}" has the status ${status}, and they go from 100 to 599`);
  }
  const address = serverOf(path, ready);
  if (isProblem(address)) return address;
  return {
    ...address,
    path: address.path === '' ? '/' : address.path,
    method: 'GET',
    headers: {},
    ...(status !== undefined && { status: Number(status) }),
    at: NOWHERE,
  };
}
