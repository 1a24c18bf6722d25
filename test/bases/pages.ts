import { request } from 'node:http';
import { askFastcgi } from './fastcgi.ts';

/** A path of an application, and what must come back. */
export interface Page {
  readonly path: string;
  /** `GET` where absent. */
  readonly method?: string;
  /** The body of the request. */
  readonly json?: unknown;
  /** 200 where absent. */
  readonly status?: number;
  /** The whole body of the answer. */
  readonly text?: string;
  /** A part of it. */
  readonly contains?: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Where an application answers. */
export interface Server {
  /** `127.0.0.1:32768` */
  readonly address: string;
  /** The script, where it speaks FastCGI. */
  readonly fastcgi?: string | undefined;
}

/** How long an answer may take, in milliseconds: some pages load much of a runtime, on a busy machine. */
const PATIENCE = 30_000;

export function ask({ address, fastcgi }: Server, page: Page): Promise<Answer> {
  return fastcgi === undefined ? askHttp(address, page) : askFastcgi(address, fastcgi, page, PATIENCE);
}

/** @returns how an answer differs from what must come back, or undefined where it does not */
export function fault(page: Page, { status, text }: Answer): string | undefined {
  const { method = 'GET', path, status: wanted = 200 } = page;
  const got = `${method} ${path}: ${status} ${JSON.stringify(text.slice(0, 300))}`;
  if (status !== wanted) return `${got} in place of ${wanted}`;
  if (page.text !== undefined && text !== page.text) return `${got} in place of ${JSON.stringify(page.text)}`;
  if (page.contains !== undefined && !text.includes(page.contains))
    return `${got} lacks ${JSON.stringify(page.contains)}`;
  return undefined;
}

/** By a connection of its own: a server that closes it late would fail the next request. */
function askHttp(address: string, { method = 'GET', path, json }: Page): Promise<Answer> {
  const body = json === undefined ? undefined : JSON.stringify(json);
  const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
  return new Promise((resolve, reject) => {
    const asked = request(`http://${address}${path}`, { method, headers, agent: false, timeout: PATIENCE });
    asked.on('error', reject);
    asked.on('timeout', () => asked.destroy(new Error(`${path} was not answered`)));
    asked.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    asked.end(body);
  });
}
