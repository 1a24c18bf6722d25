import { type AddressInfo, createServer, type Server } from 'node:net';
import { onTestFinished } from 'vitest';
import { commandLine } from '../../src/imagefile/values/quote.ts';

/** A shell's command, which the tree has. */
export function shell(script: string): string {
  return commandLine(['sh', '-c', script]);
}

/** Listens, and is closed at the end of the test. @returns its port */
export async function listen(server: Server, path?: string): Promise<number> {
  await new Promise<void>((resolve) => {
    if (path === undefined) server.listen(0, '127.0.0.1', resolve);
    else server.listen(path, resolve);
  });
  onTestFinished(() => void server.close());
  return path === undefined ? (server.address() as AddressInfo).port : 0;
}

/** A port that nothing listens at. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
