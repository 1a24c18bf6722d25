import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { StartedCheck } from '../../imagefile/spec.ts';
import { REQUESTS, requestFiles, VERDICT } from '../../protocol/get.ts';

/** Puts the requests of a check where src/steps/check-get.sh finds them. @returns the folder of each */
export function placeRequests(root: string, check: StartedCheck): readonly string[] {
  const requests = check.kind === 'run' ? [] : (check.get ?? []);
  return requests.map((request, number) => {
    const folder = `${root}${REQUESTS}/${number}`;
    mkdirSync(folder, { recursive: true });
    // The user of the commands writes the verdict.
    chmodSync(folder, 0o777);
    for (const [name, data] of Object.entries(requestFiles(request)))
      writeFileSync(`${folder}/${name}`, data);
    return folder;
  });
}

/** Prints what is wrong with the answers to requests. @returns whether all are right */
export function sayVerdicts(folders: readonly string[]): boolean {
  const verdicts = folders.map((folder) => `${folder}/${VERDICT}`).filter((file) => existsSync(file));
  const wrong = verdicts.map((file) => readFileSync(file)).filter(({ length }) => length > 0);
  for (const verdict of wrong) process.stderr.write(verdict);
  return wrong.length === 0;
}

/** Removes what a check left in a root: the next one must not find it. */
export function removeScratch(root: string): void {
  rmSync(root + REQUESTS, { recursive: true, force: true });
  const shared = `${root}/dev/shm`;
  if (!existsSync(shared)) return;
  for (const name of readdirSync(shared)) if (name.startsWith('.mib-')) rmSync(`${shared}/${name}`);
}
