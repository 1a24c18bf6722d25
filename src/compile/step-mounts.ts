import { file, type Mount, type Output, scratch } from '../llb/index.ts';
import { REQUEST } from '../protocol/step.ts';
import type { Requests } from '../protocol/steps.ts';
import { type CompileContext, common } from './context.ts';

/** Written is a request in which an optional field may be undefined; JSON then leaves it out. */
type Written<Request> = {
  readonly [Field in keyof Request]: Record<never, never> extends Pick<Request, Field>
    ? Request[Field] | undefined
    : Request[Field];
};

/** Mounts a request to a step as a file. Its bytes are part of the graph, and so of the cache key. */
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

/** Mounts a key as a file. It is small, so its bytes are part of the graph. */
export function keyMount(context: CompileContext, key: Uint8Array, dest: string): Mount {
  const content = file(scratch, common(context, '[internal] signing key'))
    .mkfile('/key', { mode: 0o444, data: key })
    .output();
  return fileMount(dest, content, '/key');
}

/** Mounts a file or folder of another operation's output, read-only. */
export function fileMount(dest: string, input: Output, selector: string): Mount {
  return { kind: 'bind', dest, input, selector, readonly: true };
}

/** Mounts a tree, or a folder of it, read-only. Content-based caching is off: hashing a whole tree takes long. */
export function treeMount(dest: string, input: Output, selector?: string): Mount {
  return { kind: 'bind', dest, input, readonly: true, contentCache: false, ...(selector && { selector }) };
}

/** Mounts an output of the step: an empty folder, or a tree that it changes. */
export function outputMount(dest: string, input?: Output): Mount {
  return { kind: 'bind', dest, output: true, ...(input && { input }) };
}
