import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { StartedCheck } from '../../imagefile/spec.ts';
import { REQUESTS, requestFiles } from '../../protocol/get.ts';

/** Puts the requests of a check where src/steps/check-get.sh finds them. */
export function placeRequests(root: string, check: StartedCheck): void {
  const requests = check.kind === 'run' ? [] : (check.get ?? []);
  for (const [number, request] of requests.entries()) {
    const folder = `${root}${REQUESTS}/${number}`;
    mkdirSync(folder, { recursive: true });
    for (const [name, data] of Object.entries(requestFiles(request)))
      writeFileSync(`${folder}/${name}`, data);
  }
}

/** Removes what a check left in a root: the next one must not find it. */
export function removeScratch(root: string): void {
  rmSync(root + REQUESTS, { recursive: true, force: true });
  const shared = `${root}/dev/shm`;
  if (!existsSync(shared)) return;
  for (const name of readdirSync(shared)) if (name.startsWith('.mib-')) rmSync(`${shared}/${name}`);
}
