import { file, type Mount, type Output, scratch } from '../llb/index.ts';
import { REQUEST } from '../protocol/step.ts';
import type { Requests } from '../protocol/steps.ts';
import { type CompileContext, common } from './context.ts';

/** A request as it is written: JSON leaves out a field that is undefined, if it may be absent. */
type Written<Request> = {
  readonly [Field in keyof Request]: Record<never, never> extends Pick<Request, Field>
    ? Request[Field] | undefined
    : Request[Field];
};

/** A request to a step, as a file. The bytes are part of the graph, so the cache knows them. */
export function request<Step extends keyof Requests>(
  context: CompileContext,
  step: Step,
  value: Written<Requests[Step]>,
): Mount {
  const content = file(scratch, common(context, `[internal] request to ${step}`))
    .mkfile('/request.json', { mode: 0o444, data: new TextEncoder().encode(`${JSON.stringify(value)}\n`) })
    .output();
  return fileMount(REQUEST, content, '/request.json');
}

/** A key is small, so its bytes are part of the graph. */
export function keyMount(context: CompileContext, key: Uint8Array, dest: string): Mount {
  const content = file(scratch, common(context, '[internal] key of a repository'))
    .mkfile('/key', { mode: 0o444, data: key })
    .output();
  return fileMount(dest, content, '/key');
}

/** A file, or a folder, of what another step or a source left. */
export function fileMount(dest: string, input: Output, selector: string): Mount {
  return { kind: 'bind', dest, input, selector, readonly: true };
}

/** A tree, or a folder of it. The daemon does not look for another one with the same contents, which takes long. */
export function treeMount(dest: string, input: Output, selector?: string): Mount {
  return { kind: 'bind', dest, input, readonly: true, contentCache: false, ...(selector && { selector }) };
}

/** Mounts that make a step wait for others, which left nothing. */
export function orderMounts(dest: string, inputs: readonly Output[]): Mount[] {
  return inputs.map((input, number) => treeMount(`${dest}/${number}`, input));
}

/** A folder that the step leaves; empty at first, or a tree that it changes. */
export function outputMount(dest: string, input?: Output): Mount {
  return { kind: 'bind', dest, output: true, ...(input && { input }) };
}
