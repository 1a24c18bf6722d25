import type { Output } from '../llb/index.ts';
import type { Plan } from '../plan/plan.ts';
import { type CompileContext, inBuilder, request } from './context.ts';

/** A tree whose checks could be watched. */
interface Watched {
  /** Debian's name. */
  readonly architecture: string;
  readonly full: Output;
  readonly events: Output;
}

/** What the checks would use of a tree that cannot run, by what they used of another one. The result holds `events.json`. */
export function translateTrace(context: CompileContext, plan: Plan, tree: Output, watched: Watched): Output {
  const from = watched.architecture;
  const run = inBuilder(context, {
    name: `find what the checks used on ${from}`,
    args: ['mib', 'counterparts'],
    at: plan.checks.map((check) => check.at),
    mounts: [
      request(context, 'counterparts', { from, to: plan.architecture }),
      { kind: 'bind', dest: '/watched', input: watched.full, readonly: true, contentCache: false },
      { kind: 'bind', dest: '/tree', input: tree, readonly: true, contentCache: false },
      {
        kind: 'bind',
        dest: '/in/events.json',
        input: watched.events,
        selector: '/events.json',
        readonly: true,
      },
      { kind: 'bind', dest: '/out', output: true },
    ],
  });
  return run.output('/out');
}
