import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A way to a mirror that counts what comes through. */
export interface CountingProxy {
  /** Of the mirror, as seen through it. */
  readonly url: string;
  /** Bytes of answers, without their headers, since the last time this was asked. */
  take(): number;
  close(): void;
}

/** Listens on loopback, and passes everything on to the server of `mirror`, an http URL. */
export async function countingProxy(mirror: string): Promise<CountingProxy> {
  const { origin, pathname } = new URL(mirror);
  let bytes = 0;
  const pass = (asked: IncomingMessage, answer: ServerResponse) => {
    const headers = { ...asked.headers, host: new URL(origin).host };
    const fail = () => answer.writeHead(502).end();
    request(`${origin}${asked.url}`, { method: asked.method, headers }, (found) => {
      answer.writeHead(found.statusCode ?? 502, found.headers);
      found.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      found.pipe(answer);
    })
      .on('error', fail)
      .end();
  };
  const server: Server = createServer(pass);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${pathname}`,
    take() {
      const taken = bytes;
      bytes = 0;
      return taken;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
