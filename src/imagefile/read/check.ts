import type { z } from 'zod';
import type { CheckItem, CheckMap } from '../schema/schema-check.ts';
import type { Check, Readiness } from '../spec.ts';
import { type Problem, problem } from '../text/problem.ts';
import { keyPlaceOf, type Path, quote } from '../text/tree.ts';
import { nanoseconds } from '../values/duration.ts';
import { explainExpression } from '../values/expression.ts';
import { HTTP_READY, TCP_READY, UNIX_READY } from '../values/syntax.ts';
import { readWords } from './command-line.ts';
import { at, type ReadContext, report } from './read-context.ts';

/** Seconds that a check may take if it does not say. Node under emulation takes ten to start. */
const TIMEOUT = 60;

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
  const { start, ready } = fields;
  const timeout = readTimeout(context, path, fields.timeout);
  const run = fields.run === undefined ? undefined : readWords(context, [...path, 'run'], fields.run);
  const place = at(context, ...path);
  if (start === undefined) {
    if (ready !== undefined) {
      const message = '"ready" waits for a daemon, and this check has no "start"';
      const fix = 'add "start", or write the command as "run"';
      report(context, keyPlaceOf(context.tree, [...path, 'ready']), problem('missing-key', message, fix));
    } else if (fields.run === undefined) {
      report(
        context,
        place,
        problem('missing-key', 'a check needs "run" or "start"', 'for example - run: nginx -t'),
      );
    }
    return run === undefined ? [] : [{ kind: 'run', run, timeout, at: place }];
  }
  const daemon = readWords(context, [...path, 'start'], start);
  if (ready === undefined) {
    const message = '"start" needs "ready", which says when the daemon is up';
    const fix = 'for example ready: http://127.0.0.1:8080/';
    report(context, keyPlaceOf(context.tree, [...path, 'start']), problem('missing-key', message, fix));
    return [];
  }
  const readiness = readReady(context, [...path, 'ready'], ready);
  if (daemon === undefined || readiness === undefined) return [];
  return [
    {
      kind: 'start',
      start: daemon,
      ready: readiness,
      ...(run === undefined ? {} : { run }),
      timeout,
      at: place,
    },
  ];
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
function addressOf(text: string): Readiness | Problem | undefined {
  if (HTTP_READY.test(text)) {
    const port = /^http:\/\/[^/:]*:([0-9]+)/.exec(text)?.[1] ?? '80';
    return validPort(port) ? { kind: 'http', url: numeric(text) } : explainReadyPort(text, port);
  }
  const tcp = TCP_READY.exec(text);
  if (tcp !== null) {
    const [, host = '', port = ''] = tcp;
    if (!validPort(port)) return explainReadyPort(text, port);
    return { kind: 'tcp', host: numeric(host), port: Number(port) };
  }
  const unix = UNIX_READY.exec(text)?.[1];
  if (unix !== undefined) return { kind: 'unix', path: unix };
  return explainAddress(text);
}

/** A tree may be without anything that resolves names. */
function numeric(address: string): string {
  return address.replace(/^(http:\/\/)?localhost(?=[:/]|$)/, '$1127.0.0.1');
}

function validPort(port: string): boolean {
  return Number(port) >= 1 && Number(port) <= 65_535;
}

function explainReadyPort(text: string, port: string): Problem {
  return problem('invalid-value', `ready ${quote(text)} has the port ${port}, and ports go from 1 to 65535`);
}

/** Says what is wrong with a text that looks like an address; a command is none of its business. */
function explainAddress(text: string): Problem | undefined {
  const what = `ready ${quote(text)}`;
  const fault = (rule: string, fix?: string) => problem('invalid-value', `${what} ${rule}`, fix);
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/s.exec(text) ?? [];
  if (scheme === 'http' || scheme === 'tcp') return explainHost(scheme, rest, fault);
  if (scheme === 'https') {
    return fault(
      'is https, and a check asks by http only',
      'write tcp://127.0.0.1:443, or a command that knows TLS',
    );
  }
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

function explainHost(scheme: string, rest: string, fault: (rule: string, fix?: string) => Problem): Problem {
  const [, host = '', port, page = ''] = /^(\[[^\]]*\]|[^/:]*)(?::([0-9]+))?(\/\S*)?$/s.exec(rest) ?? [];
  const here = /^(?:localhost|127\..*)$/.test(host) ? host : '127.0.0.1';
  if (scheme === 'tcp' && port === undefined) {
    return fault('needs a port', `write ${quote(`tcp://${here}:8080`)}`);
  }
  if (scheme === 'tcp' && page !== '') {
    return fault('must end with its port', `write ${quote(`tcp://${here}:${port}`)}`);
  }
  if (here === host || host === '') {
    return fault(`must be ${scheme}://127.0.0.1:PORT`, `for example ${scheme}://127.0.0.1:8080`);
  }
  const rewritten = `${scheme}://${here}${port === undefined ? '' : `:${port}`}${page}`;
  return fault('must be on 127.0.0.1, because a check has no network', `write ${quote(rewritten)}`);
}
