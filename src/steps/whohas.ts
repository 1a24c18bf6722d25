import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { WhoHas, WhoHasRequest } from '../debian/resolution.ts';
import { architecturesOf } from '../debian/sources.ts';
import { unxz } from './process.ts';
import type { Places } from './resolve/mirror.ts';

const PLACES: Places = { input: '/in', output: '/out', scratch: '/tmp/mib' };

/** The step `whohas`: for names that an architecture lacks, the architectures that have them. */
export async function whohas(places: Places = PLACES): Promise<number> {
  const request: WhoHasRequest = JSON.parse(readFileSync(`${places.input}/request.json`, 'utf8'));
  mkdirSync(places.scratch, { recursive: true });
  const sources = `${places.scratch}/Sources`;
  await unxz(`${places.input}/archives/0/Sources.xz`, sources);
  const answer: WhoHas = { packages: architecturesOf(readFileSync(sources, 'latin1'), request.names) };
  writeFileSync(`${places.output}/whohas.json`, `${JSON.stringify(answer)}\n`);
  return 0;
}
