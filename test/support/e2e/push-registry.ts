import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface PushRegistry {
  /** E.g. `127.0.0.1:5000`. */
  readonly address: string;
  /** The pushed manifests, by `REPOSITORY:TAG`, as JSON. */
  readonly manifests: ReadonlyMap<string, string>;
}

/** Starts a registry on loopback that accepts pushes (OCI Distribution Specification, "Push"); it ends with the test. */
export async function startPushRegistry(): Promise<PushRegistry> {
  const contents = new Map<string, Buffer>();
  const manifests = new Map<string, string>();
  let uploads = 0;
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://registry.example');
    const [, repository = '', kind, name = ''] =
      /^\/v2\/(.+?)\/(blobs|manifests)\/(.*)$/.exec(pathname) ?? [];
    const sent = await buffer(request);
    if (request.method === 'POST') return accept(response, `/v2/${repository}/blobs/uploads/${uploads++}`);
    if (request.method === 'PATCH') {
      contents.set(pathname, Buffer.concat([contents.get(pathname) ?? Buffer.alloc(0), sent]));
      return accept(response, pathname);
    }
    if (request.method !== 'PUT') return answer(request, response, contents.get(name));
    const content = Buffer.concat([contents.get(pathname) ?? Buffer.alloc(0), sent]);
    const digest = searchParams.get('digest') ?? digestOf(content);
    if (digest !== digestOf(content)) return response.writeHead(400).end();
    contents.set(digest, content);
    if (kind === 'manifests') manifests.set(`${repository}:${name}`, String(content));
    response.writeHead(201, { Location: pathname, 'Docker-Content-Digest': digest }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, manifests };
}

function accept(response: ServerResponse, location: string): void {
  response.writeHead(202, { Location: location, Range: '0-0' }).end();
}

function answer(request: IncomingMessage, response: ServerResponse, content: Buffer | undefined): void {
  if (request.url === '/v2/') response.writeHead(200).end();
  else if (content === undefined) response.writeHead(404).end();
  else {
    response
      .setHeader('Content-Length', content.length)
      .setHeader('Docker-Content-Digest', digestOf(content));
    response.end(request.method === 'HEAD' ? undefined : content);
  }
}

function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
