import { request } from 'node:http';
import { createServer, type Server } from 'node:net';

/**
 * Makes a socket on which the BuildKit of a Docker engine answers as a daemon of its own does: the engine speaks its gRPC
 * behind an upgrade of HTTP (moby `api/server/router/grpc`), which the driver `remote` of buildx does not ask for.
 */
export async function openBuildkit(dockerSocket: string, socket: string): Promise<Server> {
  const headers = { Connection: 'Upgrade', Upgrade: 'h2c' };
  const server = createServer((client) => {
    const asked = request({ socketPath: dockerSocket, method: 'POST', path: '/grpc', headers });
    asked.on('error', () => client.destroy());
    asked.on('upgrade', (_, daemon, head) => {
      client.write(head);
      client.pipe(daemon).pipe(client);
      for (const [one, other] of [
        [client, daemon],
        [daemon, client],
      ] as const) {
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
      }
    });
    asked.end();
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return server;
}
