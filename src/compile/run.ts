import { commandLine } from '../imagefile/values/quote.ts';
import type { Output } from '../llb/index.ts';
import type { Plan } from '../plan/plan.ts';
import { type CompileContext, inTree } from './context.ts';
import { givenTo, withOwn } from './mounts.ts';

/** Runs the commands of `run:` in the tree, one after the other, as root. */
export function runAll(
  context: CompileContext,
  tree: Output,
  { run, process }: Pick<Plan, 'run' | 'process'>,
  epoch: number,
): Output {
  const env = [...process.environment, `SOURCE_DATE_EPOCH=${epoch}`];
  return run.reduce(
    (current, { value, mounts, environment, at }) =>
      inTree(context, current, {
        name: `run ${commandLine(value)}`,
        args: value,
        env: withOwn(env, environment),
        cwd: '/',
        user: '0:0',
        keep: true,
        isAsked: true,
        ...givenTo(context, mounts),
        at: [at],
      }).output('/'),
    tree,
  );
}
