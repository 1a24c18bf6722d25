import type { z } from 'zod';
import type { CheckItem, CheckMap } from '../schema/schema-check.ts';
import type { Check, DaemonCheck, Readiness } from '../spec.ts';
import { type Problem, problem } from '../text/problem.ts';
import { find, keyPlaceOf, type Path, quote } from '../text/tree.ts';
import { nanoseconds } from '../values/duration.ts';
import { explainExpression } from '../values/expression.ts';
import { TCP_READY, UNIX_READY } from '../values/syntax.ts';
import { withoutUndefined } from '../values/without-undefined.ts';
import { readWords } from './command-line.ts';
import { readGet, readinessOf } from './get.ts';
import { explainHost, explainPortOf, httpAddress, isPort, numeric } from './loopback.ts';
import { at, type ReadContext, report } from './read-context.ts';

/** Seconds that a check may take if it does not say. Node under emulation takes ten to start. */
export const TIMEOUT = 60;

type CheckFields = z.infer<typeof CheckMap>;
type Ready = NonNullable<CheckFields['ready']>;

export function readChecks(
  context: ReadContext,
  items: readonly (z.infer<typeof CheckItem> | undefined)[],
): Check[] {
  return items.flatMap((item, index): readonly Check[] => {
    if (item === undefined) return [];
    const path = ['check', index];
    if (typeof item !== 'string') return readFields(context, path, item);
    const run = readWords(context, path, item);
    return run === undefined ? [] : [{ kind: 'run', run, timeout: TIMEOUT, at: at(context, ...path) }];
  });
}

function readFields(context: ReadContext, path: Path, fields: CheckFields): readonly Check[] {
  const { start, ready, get } = fields;
  const timeout = readTimeout(context, path, fields.timeout);
  const run = fields.run === undefined ? undefined : readWords(context, [...path, 'run'], fields.run);
  const place = at(context, ...path);
  if (ready === undefined && get === undefined) {
    if (start !== undefined) reportNeverReady(context, path);
    else if (fields.run === undefined) reportEmpty(context, path);
    else if (run !== undefined) return [{ kind: 'run', run, timeout, at: place }];
    return [];
  }
  const daemon = start === undefined ? undefined : readWords(context, [...path, 'start'], start);
  if (start === undefined) checkOwnProgram(context, [...path, ready === undefined ? 'get' : 'ready']);
  const said = ready === undefined ? undefined : readReady(context, [...path, 'ready'], ready);
  if (ready !== undefined && said === undefined) return [];
  const requests = get === undefined ? undefined : readGet(context, [...path, 'get'], get, said);
  const readiness = said ?? readinessOf(requests ?? []);
  if (readiness === undefined || (start !== undefined && daemon === undefined)) return [];
  return [
    withoutUndefined<DaemonCheck>({
      kind: 'start',
      start: daemon,
      ready: readiness,
      get: requests,
      run,
      timeout,
      at: place,
    }),
  ];
}

function reportNeverReady(context: ReadContext, path: Path): void {
  const message = '"start" needs "ready", which says when the daemon is up';
  const fix = 'for example ready: http://127.0.0.1:8080/';
  report(context, keyPlaceOf(context.tree, [...path, 'start']), problem('missing-key', message, fix));
}

function reportEmpty(context: ReadContext, path: Path): void {
  const message = 'a check needs "run" or "ready"';
  report(context, at(context, ...path), problem('missing-key', message, 'for example - run: nginx -t'));
}

/** An image that is kept whole may have nothing to start; any other needs an entry, and says so itself. */
function checkOwnProgram(context: ReadContext, path: Path): void {
  const has = (key: string) => find(context.tree, [key]) !== undefined;
  if (['from', 'entry', 'command'].some(has) || !has('prune')) return;
  const message = `${quote(String(path.at(-1)))} waits for the program of the image, which has no "entry" and no "command"`;
  const fix = 'add "entry", or "start" with another program';
  report(context, keyPlaceOf(context.tree, path), problem('missing-key', message, fix));
}

/** Whole seconds, at least one. */
function readTimeout(context: ReadContext, path: Path, duration: string | undefined): number {
  if (duration === undefined) return TIMEOUT;
  const seconds = Math.ceil(nanoseconds(duration) / 1e9);
  if (seconds > 0) return seconds;
  const message = `timeout ${quote(duration)} leaves no time at all`;
  report(
    context,
    at(context, ...path, 'timeout'),
    problem('invalid-value', message, 'for example timeout: 30s'),
  );
  return TIMEOUT;
}

function readReady(context: ReadContext, path: Path, value: Ready): Readiness | undefined {
  if (typeof value === 'object' && 'log' in value) return readLog(context, [...path, 'log'], value.log);
  const readiness = typeof value === 'string' ? addressOf(value) : undefined;
  if (readiness !== undefined && 'kind' in readiness) return readiness;
  if (readiness !== undefined) {
    report(context, at(context, ...path), readiness);
    return undefined;
  }
  const argv = readWords(context, path, value);
  return argv === undefined ? undefined : { kind: 'command', argv };
}

function readLog(context: ReadContext, path: Path, expression: string): Readiness | undefined {
  const found = explainExpression(expression);
  if (found === undefined) return { kind: 'log', expression };
  report(context, at(context, ...path), found);
  return undefined;
}

/** The address that a text is, or what is wrong with it; nothing for a text that is a command. */
export function addressOf(text: string): Readiness | Problem | undefined {
  const http = httpAddress('ready', text);
  if (http !== undefined) {
    return 'code' in http ? http : { kind: 'http', url: text.replace('//localhost', '//127.0.0.1') };
  }
  const tcp = TCP_READY.exec(text);
  if (tcp !== null) {
    const [, host = '', port = ''] = tcp;
    if (!isPort(port)) return explainPortOf('ready', text, port);
    return { kind: 'tcp', host: numeric(host), port: Number(port) };
  }
  const unix = UNIX_READY.exec(text)?.[1];
  if (unix !== undefined) return { kind: 'unix', path: unix };
  return explainAddress(text);
}

/** Says what is wrong with a text that looks like an address; a command is none of its business. */
function explainAddress(text: string): Problem | undefined {
  const what = `ready ${quote(text)}`;
  const fault = (rule: string, fix?: string) => problem('invalid-value', `${what} ${rule}`, fix);
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/s.exec(text) ?? [];
  if (scheme === 'http' || scheme === 'https' || scheme === 'tcp') return explainHost(scheme, rest, fault);
  if (scheme === 'unix') {
    return fault('must have an absolute path', `write ${quote(`unix:///${rest.replace(/^\/+/, '')}`)}`);
  }
  if (scheme !== undefined) return fault('must begin with http://, tcp:// or unix://, or be a command');
  const socket = /^unix:(\/.*)$/s.exec(text)?.[1] ?? /^(\/\S+\.sock(?:et)?)$/.exec(text)?.[1];
  if (socket !== undefined) return fault('is a socket, not a command', `write ${quote(`unix://${socket}`)}`);
  const [, host, port, page] = /^([\w.-]*|\[[0-9a-f:]*\]):([0-9]+)(\/\S*)?$/.exec(text) ?? [];
  if (host !== undefined) {
    const address = `127.0.0.1:${port}`;
    return fault(
      'is an address, not a command',
      page === undefined
        ? `write ${quote(`tcp://${address}`)}`
        : `write ${quote(`http://${address}${page}`)}`,
    );
  }
  if (/^[0-9]+(?:\/tcp)?$/.test(text)) {
    return fault(
      'is a port, not a command',
      `write ${quote(`tcp://127.0.0.1:${Number.parseInt(text, 10)}`)}`,
    );
  }
  return undefined;
}
