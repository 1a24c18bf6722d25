/** Runs the step `prune` once on the folder it is given, and tells its parent what that took. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { prune } from '../../src/steps/prune.ts';
import type { Taken } from './million.ts';

async function main(folder: string): Promise<void> {
  const out = join(folder, 'out');
  for (const path of ['rootfs', 'report']) mkdirSync(join(out, path), { recursive: true });
  const start = process.hrtime.bigint();
  const status = await prune({
    request: join(folder, 'request.json'),
    tree: join(folder, 'tree'),
    events: join(folder, 'events.json'),
    rootfs: join(out, 'rootfs'),
    report: join(out, 'report'),
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0) throw new Error(`the step prune ended with status ${status}`);
  const taken: Taken = { seconds, peak: process.resourceUsage().maxRSS * 1024 };
  process.send?.(taken);
  rmSync(out, { recursive: true });
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
