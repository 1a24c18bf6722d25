import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { WhoHas } from '../debian/resolution.ts';
import { architecturesOf } from '../debian/sources.ts';
import { archivePath } from '../protocol/packages.ts';
import type { Places } from '../protocol/steps.ts';
import { unxz } from './process.ts';
import { readRequest } from './request.ts';
import { LARGEST_LIST } from './resolve/mirror.ts';

/** Runs the step `whohas`: for packages that an architecture lacks, finds the architectures that have them. */
export async function whohas(places: Places<'whohas'>): Promise<number> {
  const request = readRequest<'whohas'>(places.request);
  mkdirSync(places.scratch, { recursive: true });
  const sources = `${places.scratch}/Sources`;
  await unxz(`${archivePath(places.archives, 0)}/Sources.xz`, sources, LARGEST_LIST);
  const answer: WhoHas = { packages: architecturesOf(readFileSync(sources, 'latin1'), request.names) };
  writeFileSync(`${places.out}/whohas.json`, `${JSON.stringify(answer)}\n`);
  return 0;
}
