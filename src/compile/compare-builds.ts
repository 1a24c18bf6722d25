import type { Output } from '../llb/index.ts';
import { type CompileContext, inBuilder } from './context.ts';

/** Compares two trees that were to be the same. The result holds `differences.json`. */
export function compareTrees(context: CompileContext, first: Output, second: Output): Output {
  const run = inBuilder(context, {
    name: 'compare the two',
    args: ['mib', 'twice'],
    mounts: [
      { kind: 'bind', dest: '/first', input: first, readonly: true, contentCache: false },
      { kind: 'bind', dest: '/second', input: second, readonly: true, contentCache: false },
      { kind: 'bind', dest: '/out', output: true },
    ],
  });
  return run.output('/out');
}
