import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { BUILD, dockerOk, temporaryFolder } from './docker.ts';

export interface StaticRegistry {
  /** The name of its only image. */
  readonly image: string;
  /**
   * Makes the name stand for the image of a folder's Dockerfile from now on.
   * @returns the OCI layout that it is served from, as the value of a named context
   */
  publish(context: string): Promise<string>;
}

/** Starts a registry on loopback for pulls only (OCI Distribution Specification, "Pull"); it ends with the test. */
export async function startRegistry(attestations = '--provenance=false'): Promise<StaticRegistry> {
  let layout = '';
  const server = createServer(({ url = '', method }, response) => {
    const [, , , kind = '', name = 'sha256:none'] = url.split('/');
    const digest = name === 'latest' ? published(layout) : name;
    const path = join(layout, 'blobs', digest.replace(':', '/'));
    response.statusCode = url === '/v2/' || existsSync(path) ? 200 : 404;
    if (!existsSync(path)) return response.end();
    const content = readFileSync(path);
    if (kind === 'manifests') response.setHeader('Content-Type', JSON.parse(String(content)).mediaType);
    response.setHeader('Content-Length', content.length).setHeader('Docker-Content-Digest', digest);
    return response.end(method === 'HEAD' ? undefined : content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return {
    image: `127.0.0.1:${(server.address() as AddressInfo).port}/app`,
    async publish(context) {
      layout = join(temporaryFolder(), 'layout');
      const output = `type=oci,tar=false,dest=${layout}`;
      await dockerOk([...BUILD, attestations, '--output', output, context]);
      return `oci-layout://${layout}@${published(layout)}`;
    },
  };
}

/** Returns the digest of the only image in an OCI layout. */
function published(layout: string): string {
  return JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')).manifests[0].digest;
}
