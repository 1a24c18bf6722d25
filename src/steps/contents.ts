import { createReadStream, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { newContents } from '../debian/contents.ts';
import { archivePath } from '../protocol/packages.ts';
import type { Places } from '../protocol/steps.ts';
import { readRequest } from './request.ts';

/** Runs the step `contents`: finds the packages of a suite that have a library or a program. */
export async function contents(places: Places<'contents'>): Promise<number> {
  const { names } = readRequest<'contents'>(places.request);
  const found = newContents(names);
  const packed = createReadStream(`${archivePath(places.archives, 0)}/Contents.gz`);
  const lines = createInterface({ input: packed.pipe(createGunzip()).setEncoding('latin1') });
  for await (const line of lines) found.add(line);
  writeFileSync(`${places.out}/contents.json`, `${JSON.stringify({ packages: found.packages() })}\n`);
  return 0;
}
