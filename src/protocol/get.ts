import type { HttpRequest } from '../imagefile/spec.ts';

/** Where src/steps/check-get.sh finds the requests of a check, numbered from 0, each a folder. */
export const REQUESTS = '/.mib-get';

/** The exit status for a wrong answer to the first request of a check. No signal has it. */
const WRONG = 193;

/** Returns the number of the request that an exit status of a check is about; undefined for another failure. */
export function wronglyAnswered(status: number): number | undefined {
  return status >= WRONG && status < 255 ? status - WRONG : undefined;
}

/** A request as people read it. */
export function requestLine({ method, path }: Pick<HttpRequest, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

/** The files of a request, by name. The script passes them on as they are, so nothing in them is ever read by a shell. */
export function requestFiles(request: HttpRequest): Readonly<Record<string, Uint8Array>> {
  const { scheme, host, port, status, contains } = request;
  const lines = {
    target: `${scheme} ${host} ${port}\n`,
    line: `${requestLine(request)}\n`,
    status: status === undefined ? '' : `${status}\n`,
    contains: contains === undefined ? '' : `${contains}\n`,
  };
  const files = Object.entries(lines).map(([name, text]) => [name, encode(text)] as const);
  return { ...Object.fromEntries(files), request: requestBytes(request) };
}

/** HTTP/1.0 (RFC 1945), so that the answer comes in one piece and ends with the connection. */
function requestBytes(request: HttpRequest): Uint8Array {
  const { host, port, body, headers } = request;
  const content = body === undefined ? undefined : encode(body);
  const own = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), { name, value }]));
  const defaults = { Host: `${host}:${port}`, 'User-Agent': 'mib', Accept: '*/*' };
  const lines = [
    `${requestLine(request)} HTTP/1.0`,
    ...Object.entries(defaults).flatMap(([name, value]) =>
      own.has(name.toLowerCase()) ? [] : [`${name}: ${value}`],
    ),
    ...[...own.values()].map(({ name, value }) => `${name}: ${value}`),
    ...(content === undefined ? [] : [`Content-Length: ${content.length}`]),
    'Connection: close',
  ];
  const head = encode(`${lines.join('\r\n')}\r\n\r\n`);
  return content === undefined ? head : Buffer.concat([head, content]);
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
