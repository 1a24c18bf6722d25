import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { WhoHas, WhoHasRequest } from '../debian/resolution.ts';
import { architecturesOf } from '../debian/sources.ts';
import { unxz } from './process.ts';

/** Where the step finds the list of sources, leaves its answer, and may work. */
export interface Places {
  readonly request: string;
  readonly archives: string;
  readonly out: string;
  readonly scratch: string;
}

const PLACES: Places = {
  request: '/in/request.json',
  archives: '/in/archives',
  out: '/out',
  scratch: '/tmp/mib',
};

/** The step `whohas`: for names that an architecture lacks, the architectures that have them. */
export async function whohas(places: Places = PLACES): Promise<number> {
  const request: WhoHasRequest = JSON.parse(readFileSync(places.request, 'utf8'));
  mkdirSync(places.scratch, { recursive: true });
  const sources = `${places.scratch}/Sources`;
  await unxz(`${places.archives}/0/Sources.xz`, sources);
  const answer: WhoHas = { packages: architecturesOf(readFileSync(sources, 'latin1'), request.names) };
  writeFileSync(`${places.out}/whohas.json`, `${JSON.stringify(answer)}\n`);
  return 0;
}
