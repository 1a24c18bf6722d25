import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer, type Site } from './answer.ts';

export interface Server {
  /** E.g. `http://127.0.0.1:8080`. */
  readonly origin: string;
  /** Ends every connection and refuses further ones. */
  stop(): Promise<void>;
  /** Listens again, at the same port. */
  start(): Promise<void>;
}

/** Serves `site` on loopback, at a port that was free. */
export async function serve(site: Site): Promise<Server> {
  const server = createServer((request, response) => void answer(request, response, site));
  // Longer than a test, so that no client reuses a connection at the moment it closes.
  server.keepAliveTimeout = 600_000;
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    start: () => listen(port),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
