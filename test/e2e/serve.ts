import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server on loopback that ends with the test. @returns its URL, with a slash at its end */
export async function serve(files: Readonly<Record<string, Buffer | string>>): Promise<string> {
  const server = createServer(({ url = '' }, response) => {
    const content = files[url.slice(1)];
    response.statusCode = content === undefined ? 404 : 200;
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
