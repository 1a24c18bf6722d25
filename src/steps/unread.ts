import { writeFileSync } from 'node:fs';
import type { Places } from '../protocol/steps.ts';
import { tracePath, UNREAD } from '../protocol/trace.ts';
import { resolverOf } from '../tree/resolver.ts';
import { diskTree } from './disk-tree.ts';
import { readRequest } from './request.ts';
import { refuseTrace } from './trace/refuse.ts';
import { readRun } from './trace.ts';

/** Runs the step `unread`: finds out whether a check has to run as a root that stays root, and what for. */
export async function unread(places: Places<'unread'>): Promise<number> {
  const { command, workingDir, runs } = readRequest<'unread'>(places.request);
  const tree = diskTree(places.tree);
  const resolver = resolverOf(tree);
  const uses = new Set<string>();
  try {
    for (const run of runs) {
      const { hidden, passing } = await readRun(tracePath(places.traces, 0, run), workingDir, resolver);
      if (hidden !== undefined) uses.add('open');
      if (passing !== undefined) uses.add('exec');
    }
  } catch (error) {
    refuseTrace(command, error);
    return 1;
  }
  tree.close();
  writeFileSync(
    `${places.out}/${UNREAD}`,
    [...uses]
      .sort()
      .map((use) => `${use}\n`)
      .join(''),
  );
  return 0;
}
