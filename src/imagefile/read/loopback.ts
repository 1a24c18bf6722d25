import { type Problem, problem } from '../text/problem.ts';
import { quote } from '../text/tree.ts';
import { HTTP_URL } from '../values/syntax.ts';

/** An address of this machine that is asked by http or https. */
export interface HttpAddress {
  readonly scheme: 'http' | 'https';
  /** Numeric: a tree may be without anything that resolves names. */
  readonly host: string;
  readonly port: number;
  /** Empty where the URL ends with its host or port. */
  readonly path: string;
}

const DEFAULT_PORTS = { http: '80', https: '443' } as const;

/**
 * The address that a text is, or what is wrong with its port; nothing for another text.
 * @param subject the key that the text stands at
 */
export function httpAddress(subject: string, text: string): HttpAddress | Problem | undefined {
  const [, scheme = '', host = '', port, path = ''] = HTTP_URL.exec(text) ?? [];
  if (scheme !== 'http' && scheme !== 'https') return undefined;
  const number = port ?? DEFAULT_PORTS[scheme];
  if (!isPort(number)) return explainPortOf(subject, text, number);
  return { scheme, host: numeric(host), port: Number(number), path };
}

export function isPort(port: string): boolean {
  return Number(port) >= 1 && Number(port) <= 65_535;
}

/** A name that needs no resolving. */
export function numeric(host: string): string {
  return host === 'localhost' ? '127.0.0.1' : host;
}

export function explainPortOf(subject: string, text: string, port: string): Problem {
  return problem(
    'invalid-value',
    `${subject} ${quote(text)} has the port ${port}, and ports go from 1 to 65535`,
  );
}

/** Says what is wrong with the part of a URL behind `scheme://`. @param fault makes the problem of a rule and a fix */
export function explainHost(
  scheme: string,
  rest: string,
  fault: (rule: string, fix?: string) => Problem,
): Problem {
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
