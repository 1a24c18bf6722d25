import type { z } from 'zod';
import type { CheckMap, GetMap } from '../schema/schema-check.ts';
import type { HttpRequest, Readiness } from '../spec.ts';
import type { Range } from '../text/diagnostic.ts';
import { type Problem, problem } from '../text/problem.ts';
import { type Path, quote } from '../text/tree.ts';
import { REQUEST_PATH } from '../values/syntax.ts';
import { withoutUndefined } from '../values/without-undefined.ts';
import { explainHost, type HttpAddress, httpAddress } from './loopback.ts';
import { at, type ReadContext, report } from './read-context.ts';

type GetFields = z.infer<typeof GetMap>;
type Get = NonNullable<z.infer<typeof CheckMap>['get']>;

/** Headers that follow from the request, or by which the answer could not be read to its end. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'transfer-encoding',
]);

/** The requests of a check, in their order. Reports those that are wrong, and leaves them out. */
export function readGet(
  context: ReadContext,
  path: Path,
  value: Get,
  ready: Readiness | undefined,
): HttpRequest[] {
  const items = Array.isArray(value) ? value : [value];
  return items.flatMap((item: string | GetFields, index) => {
    const place = Array.isArray(value) ? [...path, index] : path;
    const request = readRequest(context, place, typeof item === 'string' ? { path: item } : item, ready);
    return request === undefined ? [] : [request];
  });
}

/** The port of the first server that is asked, for a check that does not say when it is ready. */
export function readinessOf([first]: readonly HttpRequest[]): Readiness | undefined {
  return first && { kind: 'tcp', host: first.host, port: first.port };
}

function readRequest(
  context: ReadContext,
  path: Path,
  fields: GetFields,
  ready: Readiness | undefined,
): HttpRequest | undefined {
  const { status, body, contains, header = {}, method = body === undefined ? 'GET' : 'POST' } = fields;
  const address = serverOf(fields.path, ready);
  const place = placeOfPath(context, path);
  const faults = [
    ...('code' in address ? [{ fault: address, at: place }] : []),
    ...Object.keys(header)
      .filter((name) => OWN_HEADERS.has(name.toLowerCase()))
      .map((name) => ({ fault: ownHeader(name), at: at(context, ...path, 'header', name) })),
  ];
  for (const { fault, at } of faults) report(context, at, fault);
  if ('code' in address || faults.length > 0) return undefined;
  return withoutUndefined<HttpRequest>({
    ...address,
    path: address.path === '' ? '/' : address.path,
    method,
    headers: header,
    body,
    status,
    contains,
    at: at(context, ...path),
  });
}

/** A request may be its path alone. */
function placeOfPath(context: ReadContext, path: Path): Range {
  return at(context, ...path, 'path');
}

/** Where a request goes: to the server that `ready` names, or to that of its own URL. */
export function serverOf(text: string, ready: Readiness | undefined): HttpAddress | Problem {
  const url = httpAddress('get', text);
  if (url !== undefined) return 'code' in url ? url : (explainEncoding(text, url.path) ?? url);
  const server = ready?.kind === 'http' ? httpAddress('ready', ready.url) : undefined;
  const isKnown = server !== undefined && !('code' in server);
  if (!text.startsWith('/')) return explainUrl(text, isKnown);
  if (!isKnown) return explainNoServer(text, ready);
  return explainEncoding(text, text) ?? { ...server, path: text };
}

function explainEncoding(text: string, path: string): Problem | undefined {
  if (path === '' || REQUEST_PATH.test(path)) return undefined;
  const [odd = ''] = /[^!-~]/u.exec(path) ?? [];
  const message = `get ${quote(text)} has ${quote(odd)} in it, which a request has in percent encoding`;
  return problem('invalid-value', message, `write ${quote(encodeURI(text))}`);
}

function explainUrl(text: string, isServerKnown: boolean): Problem {
  const fault = (rule: string, fix?: string) => problem('invalid-value', `get ${quote(text)} ${rule}`, fix);
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/s.exec(text) ?? [];
  if (scheme === 'http' || scheme === 'https') return explainHost(scheme, rest, fault);
  if (scheme !== undefined) return fault('must begin with http:// or https://, or be a path');
  const rule = 'must be a path that begins with "/", or a URL';
  if (/^(?:localhost|127[0-9.]+):[0-9]/.test(text)) return fault(rule, `write ${quote(`http://${text}`)}`);
  const path = `/${encodeURI(text)}`;
  return fault(
    rule,
    isServerKnown ? `write ${quote(path)}` : `write ${quote(`http://127.0.0.1:8080${path}`)}`,
  );
}

function explainNoServer(path: string, ready: Readiness | undefined): Problem {
  const message = `get ${quote(path)} is a path, and "ready" names no http server to ask for it`;
  if (ready?.kind === 'tcp') {
    return problem('missing-key', message, `write ${quote(`http://${ready.host}:${ready.port}${path}`)}`);
  }
  const url = 'http://127.0.0.1:8080';
  const fix = `write ${quote(`${url}${path}`)}`;
  return problem('missing-key', message, ready === undefined ? `add ready: ${url}/, or ${fix}` : fix);
}

function ownHeader(name: string): Problem {
  return problem('invalid-value', `header ${quote(name)} is for mib to say`, 'leave it out');
}
