import { createHash } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault, Faults } from './faults.ts';
import type { Recorder } from './traffic.ts';

/** Content is a file that can be served. */
export interface Content {
  /** Bytes. */
  readonly size: number;
  /** Hex; also its entity tag. */
  readonly sha256: string;
  readonly modified: Date;
  read(): Promise<Buffer>;
}

/** Site has the files to serve, the faults and the log of requests. */
export interface Site {
  readonly find: (path: string) => Content | undefined;
  readonly faults: Faults;
  readonly recorder: Recorder;
}

interface Answer {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Buffer;
}

/** The interval of a slow answer. */
const TICK_MS = 20;

/** Answers one request. */
export async function answer(request: IncomingMessage, response: ServerResponse, site: Site): Promise<void> {
  const path = decodeURIComponent((request.url ?? '/').replace(/\?.*/, ''));
  const exchange = site.recorder.record(request.method ?? '', path);
  const fault = site.faults.take(path);
  if (fault?.kind === 'silent') return;
  if (fault?.kind === 'closed') {
    request.socket.destroy();
    return;
  }
  const { status, headers, body } = await choose(request, site.find(path), fault).catch(unreadable);
  exchange.status = status;
  response.writeHead(status, { 'Content-Length': 0, ...headers });
  response.flushHeaders();
  for (const part of body === undefined ? [] : parts(body, fault)) {
    if (response.destroyed) return;
    exchange.bytes += part.length;
    await new Promise((resolve) => response.write(part, resolve));
    if (fault?.kind === 'slow') await wait(TICK_MS);
  }
  if (fault?.kind === 'broken') response.destroy();
  else response.end();
}

async function choose(
  request: IncomingMessage,
  found: Content | undefined,
  fault: Fault | undefined,
): Promise<Answer> {
  if (fault?.kind === 'status') return { status: fault.status };
  if (fault?.kind === 'redirect')
    return { status: 302, headers: { Location: `${fault.origin}${request.url}` } };
  if (found === undefined) return { status: 404 };
  if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 405 };
  const content = await spoiled(found, fault);
  const tag = `"${content.sha256}"`;
  const headers =
    fault?.kind === 'untagged' ? {} : { ETag: tag, 'Last-Modified': content.modified.toUTCString() };
  if ('ETag' in headers && request.headers['if-none-match']?.includes(tag)) return { status: 304, headers };
  const ok = { status: 200, headers: { ...headers, 'Content-Length': content.size } };
  return request.method === 'HEAD' ? ok : { ...ok, body: await content.read() };
}

/** Answers as a gateway does for a server that does not respond. */
function unreadable(error: Error): Answer {
  return { status: 502, headers: { 'X-Reason': error.message.replaceAll(/[^ -~]/g, ' ') } };
}

async function spoiled(content: Content, fault: Fault | undefined): Promise<Content> {
  if (fault?.kind !== 'truncated' && fault?.kind !== 'altered') return content;
  const bytes = Buffer.from(await content.read());
  if (fault.kind === 'truncated') return contentOf(bytes.subarray(0, fault.bytes), content.modified);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  return contentOf(bytes, content.modified);
}

export function contentOf(bytes: Buffer, modified: Date): Content {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { size: bytes.length, sha256, modified, read: () => Promise.resolve(bytes) };
}

function parts(body: Buffer, fault: Fault | undefined): Buffer[] {
  if (fault?.kind === 'broken') return chunks(body.subarray(0, fault.bytes), body.length);
  if (fault?.kind !== 'slow') return chunks(body, body.length);
  return chunks(body, Math.max(1, Math.floor((fault.bytesPerSecond * TICK_MS) / 1000)));
}

/** None of them is empty. */
function chunks(body: Buffer, size: number): Buffer[] {
  const count = body.length === 0 ? 0 : Math.ceil(body.length / size);
  return Array.from({ length: count }, (_, at) => body.subarray(at * size, (at + 1) * size));
}
